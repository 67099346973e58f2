"""A question as a record of named fields, which front matter, JSON, YAML and tables are: record -> draft -> record."""

import difflib
import re
from datetime import date
from typing import Any

from questions.markdown import LONGEST
from questions.rubric import (
    LONGEST_POINT,
    MOST_PHRASES,
    RESERVED_REFS,
    WEIGHTS,
    Draft,
    Kind,
    Level,
    Place,
    Point,
    Problem,
    Status,
    is_ref,
)
from questions.synonyms import MOST_OF_QUESTION, problem_of

REQUIRED = ("ref", "prompt", "topic", "level", "minutes", "key_points")
LISTS = ("tags", "follow_ups", "red_flags", "references", "corrections", "synonyms")
OPTIONAL = ("title", "status", "last_checked", *LISTS)
LONGEST_PROMPT, LONGEST_NAME = 10_000, 80
LONGEST_TOLD = 2_000


class Checker:
    """Gathers the problems of one document, each with its line."""

    def __init__(self, file: str, lines: dict[tuple, int]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def say(self, path: tuple, message: str) -> None:
        while path and path not in self.lines:
            path = path[:-1]
        self.problems.append(Problem(Place(self.file, self.lines.get(path, 1)), message))

    def text(self, path: tuple, value: Any, longest: int, required: bool = True, name: str = "") -> str:
        name = name or path[0]
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            self.say(path, f'{name} must be text. Put it in quotes: "{value}"')
        elif required and not value.strip():
            self.say(path, f"{name} is empty.")
        elif len(value) > longest:
            self.say(path, f"{name} has {len(value)} characters; {longest} are the most.")
        elif unholdable := _unholdable(value):
            self.say(path, f"{name} holds {unholdable}. Remove it.")
        else:
            return value.strip()
        return ""

    def one_of(self, path: tuple, value: Any, enum: type, fallback: Any) -> Any:
        try:
            return enum(value)
        except ValueError:
            self.say(path, f"{path[-1]} is “{value}”; it must be one of: {', '.join(enum)}.")
            return fallback


def _unholdable(text: str) -> str:
    """What in a text no database takes, or nothing."""
    if "\0" in text:
        return "a NUL character"
    return "half a character" if re.search(r"[\ud800-\udfff]", text) else ""


def tellable(text: str) -> str:
    """A text that quotes a document, short and without what no page and no database takes."""
    return re.sub(r"[\0\ud800-\udfff]", "\ufffd", text[:LONGEST_TOLD])


def problems_of(draft: Draft) -> list[Problem]:
    """Why the bank could not hold a draft, whatever document it came from."""
    check = Checker(draft.place.file, {(): draft.place.line})
    check.text(("prompt",), draft.prompt, LONGEST_PROMPT)
    check.text(("answer",), draft.model_answer, LONGEST)
    for name, longest in (("topic", 60), ("title", 80)):
        check.text((name,), getattr(draft, name), longest, required=False)
    for name in LISTS:
        _texts(name, list(getattr(draft, name)), check)
    for point in draft.points:
        for phrase in point.phrases:
            check.text(("key point",), phrase, LONGEST_POINT)
    return check.problems


def draft_of(facts: dict, body: str, check: Checker) -> Draft | None:
    check_names(facts, (*REQUIRED, *OPTIONAL), (), check)
    for name in REQUIRED:
        if name not in facts:
            check.say((), f"{name} is missing.")
    if any(name not in facts for name in REQUIRED):
        return None
    ref = check.text(("ref",), facts["ref"], 80)
    if ref in RESERVED_REFS:
        check.say(("ref",), f"ref “{ref}” is the address of a page. Choose another one.")
    elif ref and not is_ref(ref):
        check.say(("ref",), f"ref “{ref}” may hold lower-case letters, digits and single hyphens only.")
    status = facts.get("status")
    return Draft(
        ref=ref,
        title=check.text(("title",), facts.get("title"), 80, required=False),
        prompt=check.text(("prompt",), facts["prompt"], LONGEST_PROMPT),
        topic=check.text(("topic",), facts["topic"], 60),
        level=check.one_of(("level",), facts["level"], Level, Level.FRESHER),
        minutes=_minutes(facts["minutes"], check),
        model_answer=check.text(("model_answer",), body, LONGEST, required=bool(body.strip())),
        points=_points(facts["key_points"], check),
        last_checked=_date(facts.get("last_checked"), check),
        status=None if status is None else check.one_of(("status",), status, Status, None),
        place=Place(check.file, check.lines.get(("ref",), 1)),
        **{name: _texts(name, facts.get(name), check) for name in LISTS},
    )


def check_names(facts: dict, known: tuple[str, ...], path: tuple, check: Checker) -> None:
    """Tell of every name that is not known here, with the one that was probably meant."""
    for name in facts:
        if name in known:
            continue
        close = difflib.get_close_matches(str(name)[:LONGEST_NAME], known, n=1)
        hint = f" Did you mean “{close[0]}”?" if close else f" Known are: {', '.join(known)}."
        check.say((*path, str(name)), f"“{str(name)[:LONGEST_NAME]}” is not known here.{hint}")


def _minutes(value: Any, check: Checker) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 120:
        check.say(("minutes",), f"minutes is “{value}”; it must be a whole number from 1 to 120.")
        return 1
    return value


def _date(value: Any, check: Checker) -> date | None:
    if value is None or type(value) is date:
        return value
    check.say(("last_checked",), f"last_checked is “{value}”; write a date such as 2026-01-31.")
    return None


def _texts(name: str, value: Any, check: Checker) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        check.say((name,), f"{name} must be a list, one “- …” line each.")
        return ()
    longest = 60 if name == "tags" else 2_000
    texts = tuple(check.text((name, index), item, longest) for index, item in enumerate(value))
    for index, text in enumerate(texts):
        if text and (problem := _problem_of(name, text)):
            check.say((name, index), problem)
    if name == "synonyms" and len(texts) > MOST_OF_QUESTION:
        check.say((name,), f"synonyms has {len(texts)} entries; {MOST_OF_QUESTION} are the most.")
    return texts


def _problem_of(name: str, text: str) -> str:
    if name == "references" and not re.match(r"https?://\S+$", text):
        return f"references must be web addresses; “{text}” is none."
    return problem_of(text) if name == "synonyms" else ""


def _points(value: Any, check: Checker) -> tuple[Point, ...]:
    if not isinstance(value, list) or not value:
        check.say(("key_points",), "key_points must be a list with at least one “- text: …”.")
        return ()
    return tuple(_point(("key_points", index), item, check) for index, item in enumerate(value))


def _point(path: tuple, item: Any, check: Checker) -> Point:
    if not isinstance(item, dict) or "text" not in item:
        check.say(path, "A key point is written “- text: …”, with kind and weight on lines of their own below it.")
        return Point("")
    check_names(item, ("text", "kind", "weight", "also_accept"), path, check)
    weight = item.get("weight", 1)
    if isinstance(weight, bool) or weight not in WEIGHTS:
        check.say((*path, "weight"), f"weight is “{weight}”; it must be 1, 2 or 3.")
        weight = 1
    text = check.text(("key_points", path[1], "text"), item["text"], LONGEST_POINT)
    kind = check.one_of((*path, "kind"), item.get("kind", "good"), Kind, Kind.GOOD)
    return Point(text, kind, weight, _phrases((*path, "also_accept"), item.get("also_accept"), check))


def _phrases(path: tuple, value: Any, check: Checker) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        check.say(path, "also_accept must be a list, one “- …” line each.")
        return ()
    if len(value) > MOST_PHRASES:
        check.say(path, f"also_accept has {len(value)} phrases; {MOST_PHRASES} are the most.")
    return tuple(check.text((*path, index), phrase, LONGEST_POINT) for index, phrase in enumerate(value))


def record_of(draft: Draft) -> dict[str, Any]:
    """The record that reads back as this draft; the model answer is left to the format."""
    facts: dict[str, Any] = {"ref": draft.ref}
    if draft.title:
        facts["title"] = draft.title
    if draft.status:
        facts["status"] = draft.status.value
    facts |= {"topic": draft.topic, "level": draft.level.value, "minutes": draft.minutes, "prompt": draft.prompt}
    facts["key_points"] = [_record_of_point(point) for point in draft.points]
    facts |= {name: list(getattr(draft, name)) for name in LISTS if getattr(draft, name)}
    if draft.last_checked:
        facts["last_checked"] = draft.last_checked
    return facts


def _record_of_point(point: Point) -> dict[str, Any]:
    facts = {"text": point.text, "kind": point.kind.value, "weight": point.weight}
    return facts | {"also_accept": list(point.also_accept)} if point.also_accept else facts
