"""Lines of Markdown, and what several readers need to know of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

ONLY_TAGS = re.compile(r"^\s*(?:<[^>]+>\s*)+$")
# A line beyond this length is no sign of any layout; it is taken as it stands, like code.
LONGEST_SIGN = 100_000
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_RULE = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_SPAN = re.compile(r"(`[^`\n]+`)")
_TO_TOP = re.compile(r"^\W*?(?:⬆|↥|back to top|go to top)", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    is_code: bool = False


class Heading(NamedTuple):
    level: int
    title: str


def heading_of(text: str) -> Heading | None:
    """The heading that a line is. Signs at its end close it only after a space: `C#` keeps its own."""
    match = _HEADING.match(text)
    if not match:
        return None
    title = text[match.end() :].strip()
    bare = title.rstrip("#")
    return Heading(len(match[1]), bare.rstrip() if bare[-1:].isspace() or not bare else title)


def lines_of(text: str) -> list[Line]:
    """The document's lines, those within fenced code marked as such."""
    found, fence = [], ""
    for number, text_of_line in enumerate(text.split("\n"), start=1):
        line = text_of_line if text_of_line.strip() else ""  # patterns would look for marks behind all those spaces
        mark = _FENCE.match(line)
        opens = bool(mark) and not fence
        closes = bool(mark) and bool(fence) and mark[1].startswith(fence) and not line.strip(" `~")
        found.append(Line(number, line, is_code=bool(fence) or opens or len(line) > LONGEST_SIGN))
        if opens:
            fence = mark[1]
        elif closes:
            fence = ""
    return found


def in_prose(text: str, change: Callable[[str], str]) -> str:
    """The text with its prose changed; code, in fences and in spans, is left as it is."""
    runs = groupby(lines_of(text), key=lambda line: line.is_code)
    texts = [(is_code, "\n".join(line.text for line in lines)) for is_code, lines in runs]
    return "\n".join(text if is_code else _between_spans(text, change) for is_code, text in texts)


def _between_spans(text: str, change: Callable[[str], str]) -> str:
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(_SPAN.split(text)))


def dedented(body: Sequence[str]) -> str:
    """An answer without the list's indentation, the rule that ends it and the way back to the top."""
    kept = list(body)
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1]) or _TO_TOP.match(kept[-1])):
        kept.pop()
    first = next((index for index, line in enumerate(kept) if line.strip() and not _RULE.match(line)), len(kept))
    kept = kept[first:]
    least = min((len(line) - len(line.lstrip(" ")) for line in kept if line.strip()), default=0)
    return "\n".join(line[least:] if line[:least].isspace() else line for line in kept)


def prompt_text(lines: Sequence[Line]) -> str:
    heading = heading_of(lines[0].text)
    first = heading.title if heading else lines[0].text
    return "\n".join([first, *(line.text for line in lines[1:])]).strip()
