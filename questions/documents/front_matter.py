"""Our own format: one question a Markdown file, its facts in YAML front matter, its model answer below."""

import difflib
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

from questions.rubric import WEIGHTS, Draft, Kind, Level, Place, Point, Problem, Status

REQUIRED = ("ref", "prompt", "topic", "level", "minutes", "key_points")
LISTS = ("tags", "follow_ups", "red_flags", "references", "corrections")
OPTIONAL = ("title", "status", "last_checked", *LISTS)
LONGEST_POINT = 400
_REF = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class _Loader(yaml.SafeLoader):
    """Aliases are refused: they are of no use here, and a few lines of them can grow to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not allowed", problem_mark=self.peek_event().start_mark
            )
        return super().compose_node(parent, index)


class _Checker:
    """Gathers the problems of one document, each with its line."""

    def __init__(self, file: str, lines: dict[tuple, int]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def say(self, path: tuple, message: str) -> None:
        while path and path not in self.lines:
            path = path[:-1]
        self.problems.append(Problem(Place(self.file, self.lines.get(path, 1)), message))

    def text(self, path: tuple, value: Any, longest: int, required: bool = True) -> str:
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            self.say(path, f'{path[0]} must be text. Put it in quotes: "{value}"')
        elif required and not value.strip():
            self.say(path, f"{path[0]} is empty.")
        elif len(value) > longest:
            self.say(path, f"{path[0]} has {len(value)} characters; {longest} are the most.")
        elif "\0" in value:
            self.say(path, f"{path[0]} holds a NUL character. Remove it.")
        else:
            return value.strip()
        return ""

    def one_of(self, path: tuple, value: Any, enum: type, fallback: Any) -> Any:
        try:
            return enum(value)
        except ValueError:
            self.say(path, f"{path[-1]} is “{value}”; it must be one of: {', '.join(enum)}.")
            return fallback


def read(text: str, file: str = "-") -> tuple[Draft | None, list[Problem]]:
    """The draft that a document states, or every problem that keeps it from being one."""
    text = text.replace("\r\n", "\n")
    fences = list(_FENCE.finditer(text))
    if len(fences) < 2 or fences[0].start() != 0:
        return None, [Problem(Place(file), "The file must begin with front matter between two lines of “---”.")]
    head, body = text[fences[0].end() : fences[1].start()], text[fences[1].end() :]
    try:
        node = yaml.compose(head, Loader=_Loader)
        facts = yaml.load(head, Loader=_Loader)  # noqa: S506  (a SafeLoader, stricter still)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, [_yaml_problem(error, file)]
    if not isinstance(facts, dict):
        return None, [Problem(Place(file), "The front matter must be a list of “name: value” lines.")]
    checker = _Checker(file, _lines_of(node))
    draft = _draft(facts, body, checker)
    if not body.strip():
        checker.problems.append(
            Problem(Place(file, text.count("\n") + 1), "There is no model answer below the front matter.")
        )
    return (None, checker.problems) if checker.problems else (draft, [])


def _yaml_problem(error: Exception, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    hint = " Text that holds “: ” or begins with a special character must stand in quotes."
    return Problem(Place(file, mark.line + 1 if mark else 1), f"The front matter is not valid YAML: {what}.{hint}")


def _lines_of(node: yaml.Node, path: tuple = ()) -> dict[tuple, int]:
    """The line of every value, by its path of keys and indexes. The head's line 0 is the fence's."""
    lines = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines |= _lines_of(value, (*path, key.value))
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines |= _lines_of(value, (*path, index))
    return lines


def _draft(facts: dict, body: str, check: _Checker) -> Draft | None:
    _check_names(facts, (*REQUIRED, *OPTIONAL), (), check)
    for name in REQUIRED:
        if name not in facts:
            check.say((), f"{name} is missing.")
    if any(name not in facts for name in REQUIRED):
        return None
    ref = check.text(("ref",), facts["ref"], 80)
    if ref and not _REF.match(ref):
        check.say(("ref",), f"ref “{ref}” may hold lower-case letters, digits and single hyphens only.")
    status = facts.get("status")
    return Draft(
        ref=ref,
        title=check.text(("title",), facts.get("title"), 80, required=False),
        prompt=check.text(("prompt",), facts["prompt"], 10_000),
        topic=check.text(("topic",), facts["topic"], 60),
        level=check.one_of(("level",), facts["level"], Level, Level.FRESHER),
        minutes=_minutes(facts["minutes"], check),
        model_answer=body.strip(),
        points=_points(facts["key_points"], check),
        last_checked=_date(facts.get("last_checked"), check),
        status=None if status is None else check.one_of(("status",), status, Status, None),
        place=Place(check.file, check.lines.get(("ref",), 1)),
        **{name: _texts(name, facts.get(name), check) for name in LISTS},
    )


def _check_names(facts: dict, known: tuple[str, ...], path: tuple, check: _Checker) -> None:
    for name in facts:
        if name in known:
            continue
        close = difflib.get_close_matches(str(name), known, n=1)
        hint = f" Did you mean “{close[0]}”?" if close else f" Known are: {', '.join(known)}."
        check.say((*path, name), f"“{name}” is not known here.{hint}")


def _minutes(value: Any, check: _Checker) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 120:
        check.say(("minutes",), f"minutes is “{value}”; it must be a whole number from 1 to 120.")
        return 1
    return value


def _date(value: Any, check: _Checker) -> date | None:
    if value is None or type(value) is date:
        return value
    check.say(("last_checked",), f"last_checked is “{value}”; write a date such as 2026-01-31.")
    return None


def _texts(name: str, value: Any, check: _Checker) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        check.say((name,), f"{name} must be a list, one “- …” line each.")
        return ()
    longest = 60 if name == "tags" else 2_000
    texts = tuple(check.text((name, index), item, longest) for index, item in enumerate(value))
    if name == "references":
        for index, text in enumerate(texts):
            if text and not re.match(r"https?://\S+$", text):
                check.say((name, index), f"references must be web addresses; “{text}” is none.")
    return texts


def _points(value: Any, check: _Checker) -> tuple[Point, ...]:
    if not isinstance(value, list) or not value:
        check.say(("key_points",), "key_points must be a list with at least one “- text: …”.")
        return ()
    return tuple(_point(("key_points", index), item, check) for index, item in enumerate(value))


def _point(path: tuple, item: Any, check: _Checker) -> Point:
    if not isinstance(item, dict) or "text" not in item:
        check.say(path, "A key point is written “- text: …”, with kind and weight on lines of their own below it.")
        return Point("")
    _check_names(item, ("text", "kind", "weight"), path, check)
    weight = item.get("weight", 1)
    if isinstance(weight, bool) or weight not in WEIGHTS:
        check.say((*path, "weight"), f"weight is “{weight}”; it must be 1, 2 or 3.")
        weight = 1
    text = check.text(("key_points", path[1], "text"), item["text"], LONGEST_POINT)
    return Point(text, check.one_of((*path, "kind"), item.get("kind", "good"), Kind, Kind.GOOD), weight)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_represent: Callable = lambda dumper, text: dumper.represent_scalar(  # noqa: E731
    "tag:yaml.org,2002:str", text, style="|" if "\n" in text and text == text.strip() else None
)
_Dumper.add_representer(str, _represent)


def to_markdown(draft: Draft) -> str:
    """The document that reads back as this draft."""
    facts: dict[str, Any] = {"ref": draft.ref}
    if draft.title:
        facts["title"] = draft.title
    if draft.status:
        facts["status"] = draft.status.value
    facts |= {"topic": draft.topic, "level": draft.level.value, "minutes": draft.minutes, "prompt": draft.prompt}
    facts["key_points"] = [{"text": p.text, "kind": p.kind.value, "weight": p.weight} for p in draft.points]
    facts |= {name: list(getattr(draft, name)) for name in LISTS if getattr(draft, name)}
    if draft.last_checked:
        facts["last_checked"] = draft.last_checked
    head = yaml.dump(facts, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"---\n{head}---\n\n{draft.model_answer}\n"
