"""Drafts as JSON and back, whole: for keeping what was read until somebody has looked at it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from questions.documents.reading import Reading
from questions.rubric import Draft, Level, Place, Problem, Status, point_from

_TUPLES = ("tags", "follow_ups", "red_flags", "references", "corrections", "synonyms", "doubts")


def frozen(reading: Reading) -> dict[str, Any]:
    return {
        "drafts": [_frozen(draft) for draft in reading.drafts],
        "problems": [{"line": problem.place.line, "message": problem.message} for problem in reading.problems],
    }


def _frozen(draft: Draft) -> dict[str, Any]:
    plain = {"last_checked": draft.last_checked and draft.last_checked.isoformat(), "guessed": sorted(draft.guessed)}
    return asdict(draft) | plain


def thawed(content: dict[str, Any], file: str) -> Reading:
    problems = [Problem(Place(file, item["line"]), item["message"]) for item in content.get("problems", ())]
    return Reading([_thawed(item) for item in content.get("drafts", ())], problems)


def _thawed(item: dict[str, Any]) -> Draft:
    """What was kept before questions had synonyms has none."""
    return Draft(
        **item
        | {name: tuple(item.get(name, ())) for name in _TUPLES}
        | {
            "level": Level(item["level"]),
            "status": item["status"] and Status(item["status"]),
            "points": tuple(point_from(point) for point in item["points"]),
            "last_checked": item["last_checked"] and date.fromisoformat(item["last_checked"]),
            "place": Place(**item["place"]),
            "guessed": frozenset(item["guessed"]),
        }
    )
