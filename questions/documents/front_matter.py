"""Our own format: one question a Markdown file, its facts in YAML front matter, its model answer below."""

import re
from collections.abc import Callable
from typing import Any

import yaml

from questions.documents.record import Checker, draft_of, record_of
from questions.rubric import Draft, Place, Problem

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
LONGEST_HEAD = 500_000
# A wrong tag (`!!bool x`, `!!int ""`) makes the constructors of YAML fail in ways of their own.
UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


class SafeLoader(yaml.SafeLoader):
    """Aliases are refused: they are of no use here, and a few lines of them can grow to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not allowed", problem_mark=self.peek_event().start_mark
            )
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"“{key.value}” stands here twice", problem_mark=key.start_mark)
            seen.add(str(key.value))
        return node

    def construct_yaml_timestamp(self, node: Any) -> Any:
        """A date that no calendar has stays a text, for the checker to tell with its line."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return str(node.value)

    def construct_yaml_int(self, node: Any) -> Any:
        """Python refuses to write out a number of thousands of digits, which telling a mistake would do."""
        if len(node.value) > 100:
            raise ValueError("a number is too long")
        return super().construct_yaml_int(node)


SafeLoader.add_constructor("tag:yaml.org,2002:timestamp", SafeLoader.construct_yaml_timestamp)
SafeLoader.add_constructor("tag:yaml.org,2002:int", SafeLoader.construct_yaml_int)


def read(text: str, file: str = "-") -> tuple[Draft | None, list[Problem]]:
    """The draft that a document states, or every problem that keeps it from being one."""
    text = text.replace("\r\n", "\n")
    fences = list(_FENCE.finditer(text))
    if len(fences) < 2 or fences[0].start() != 0:
        return None, [Problem(Place(file), "The file must begin with front matter between two lines of “---”.")]
    head, body = text[fences[0].end() : fences[1].start()], text[fences[1].end() :]
    if len(head) > LONGEST_HEAD:
        return None, [Problem(Place(file), f"The front matter has {len(head):,} characters; it is no question's.")]
    facts, checker = facts_of(head, file, "The front matter")
    if checker.problems:
        return None, checker.problems
    draft = draft_of(facts, body, checker)
    if not body.strip():
        checker.problems.append(
            Problem(Place(file, text.count("\n") + 1), "There is no model answer below the front matter.")
        )
    return (None, checker.problems) if checker.problems else (draft, [])


def facts_of(text: str, file: str, what: str = "This document") -> tuple[dict, Checker]:
    """What YAML states by name, and a checker that knows the line of each value; its problem where there is none."""
    checker = Checker(file, {})
    try:
        node = yaml.compose(text, Loader=SafeLoader)
        facts = yaml.load(text, Loader=SafeLoader)  # noqa: S506  (a SafeLoader, stricter still)
    except UNREADABLE as error:
        checker.problems.append(_yaml_problem(error, file, what))
        return {}, checker
    if not isinstance(facts, dict):
        checker.say((), f"{what} must be a list of “name: value” lines.")
        return {}, checker
    return facts, Checker(file, _lines_of(node))


def reason_of(error: Exception) -> str:
    return getattr(error, "problem", None) or next(iter(str(error).splitlines()), "") or "a value is none of its kind"


def _yaml_problem(error: Exception, file: str, what: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    hint = " Text that holds “: ” or begins with a special character must stand in quotes."
    return Problem(Place(file, mark.line + 1 if mark else 1), f"{what} is not valid YAML: {reason_of(error)}.{hint}")


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


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_represent: Callable = lambda dumper, text: dumper.represent_scalar(  # noqa: E731
    "tag:yaml.org,2002:str", text, style="|" if "\n" in text and text == text.strip() else None
)
_Dumper.add_representer(str, _represent)


def to_markdown(draft: Draft) -> str:
    """The document that reads back as this draft."""
    head = yaml.dump(record_of(draft), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"---\n{head}---\n\n{draft.model_answer}\n"
