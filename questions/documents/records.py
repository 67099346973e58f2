"""JSON and YAML: our own records, or anybody's list of objects that hold a question and an answer."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from questions.documents.columns import gathered, meaning_of
from questions.documents.found import Found, drafts_of
from questions.documents.front_matter import UNREADABLE, SafeLoader, reason_of
from questions.documents.reading import Reading
from questions.documents.record import REQUIRED, Checker, draft_of, record_of
from questions.rubric import Draft, Place, Problem

SCHEMA = "rehearse/questions/1"
DEEPEST, DEEPEST_VALUE = 6, 50
LONGEST_YAML = 1_000_000


def read_json(text: str, file: str) -> Reading:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return _broken(file, error.lineno, f"This is not valid JSON: {error.msg}.")
    except ValueError:
        return _broken(file, 1, "This JSON holds a number that is too long.")
    except RecursionError:
        return _broken(file, 1, "This JSON is nested too deeply.")
    return _read(document, file)


def read_yaml(text: str, file: str) -> Reading:
    if len(text) > LONGEST_YAML:
        return _broken(file, 1, f"YAML is read up to {LONGEST_YAML // 1_000_000} MB. Split it, or save it as JSON.")
    try:
        document = yaml.load(text, Loader=SafeLoader)  # noqa: S506  (a SafeLoader, stricter still)
    except UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        return _broken(file, mark.line + 1 if mark else 1, f"This is not valid YAML: {reason_of(error)}.")
    return _read(document, file)


def to_json(drafts: Iterable[Draft]) -> str:
    """One document of all drafts, which reads back as the same."""
    questions = [record_of(draft) | {"model_answer": draft.model_answer} for draft in drafts]
    return json.dumps({"schema": SCHEMA, "questions": questions}, indent=2, ensure_ascii=False, default=str) + "\n"


def _broken(file: str, line: int, message: str) -> Reading:
    return Reading([], [Problem(Place(file, line), message)])


def _read(document: Any, file: str) -> Reading:
    if _is_deep(document):
        return _broken(file, 1, "This document is nested too deeply.")
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for number, (record, section) in enumerate(_records(document), start=1):
        place = f"{file}#{number}"
        if set(REQUIRED) <= set(record):
            draft, found = _ours(record, place)
        else:
            draft, found = _theirs(record, section, place)
        drafts += [draft] if draft else []
        problems += found
    if not drafts and not problems:
        problems.append(Problem(Place(file), "There is no list of objects with a question and an answer in here."))
    return Reading(drafts, problems)


def _is_deep(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST_VALUE):
        held = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [value for values in held for value in values]
    return bool(level)


def _records(value: Any, section: str = "", depth: int = 0) -> Iterable[tuple[dict, str]]:
    """Every object that has a prompt, wherever it stands; the names on the way to it are its section."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _records(item, section, depth + 1)
    elif isinstance(value, dict):
        if any(meaning_of(str(name)) == "prompt" and isinstance(text, str) for name, text in value.items()):
            yield value, section
            return
        named = next((text for name, text in value.items() if str(name).lower() in ("name", "title", "category")), "")
        for name, item in value.items():
            if isinstance(item, list | dict):
                yield from _records(
                    item, str(named or (section if name in ("questions", "items") else name)), depth + 1
                )


def _ours(record: dict, place: str) -> tuple[Draft | None, list[Problem]]:
    facts = {name: value for name, value in record.items() if name != "model_answer"}
    if isinstance(facts.get("last_checked"), str):
        facts["last_checked"] = _date(facts["last_checked"])
    answer = record.get("model_answer")
    checker = Checker(place, {(): 1})
    draft = draft_of(facts, answer if isinstance(answer, str) else "", checker)
    if not isinstance(answer, str) or not answer.strip():
        checker.say((), "model_answer is missing.")
    return (None, checker.problems) if checker.problems else (draft, [])


def _date(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _theirs(record: dict, section: str, place: str) -> tuple[Draft | None, list[Problem]]:
    known = gathered((meaning_of(str(name)), _text(value)) for name, value in record.items())
    prompt, answer = known.get("prompt", ""), known.get("model_answer", "")
    if not prompt.strip() or not answer.strip():
        lacks = "question" if not prompt.strip() else "answer"
        return None, [Problem(Place(place), f"This object has no {lacks}.")]
    hint = " ".join(filter(None, (known.get("level"), known.get("topic"))))
    return drafts_of([Found(prompt, answer, 1, section or known.get("topic", ""), hint=hint)], place)[0], []


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(f"- {_text(item)}" for item in value)
    return "" if value is None else str(value)
