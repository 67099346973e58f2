"""Lines of Markdown, and what several readers need to know of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
ONLY_TAGS = re.compile(r"^\s*(?:<[^>]+>\s*)+$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_RULE = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
_TO_TOP = re.compile(r"^\W*\[?\s*(?:⬆|↥|back to top|go to top)", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    is_code: bool = False


def lines_of(text: str) -> list[Line]:
    """The document's lines, those within fenced code marked as such."""
    found, fence = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        mark = _FENCE.match(line)
        opens = bool(mark) and not fence
        closes = bool(mark) and bool(fence) and mark[1].startswith(fence) and not line.strip(" `~")
        found.append(Line(number, line, is_code=bool(fence) or opens))
        if opens:
            fence = mark[1]
        elif closes:
            fence = ""
    return found


def dedented(body: Sequence[str]) -> str:
    """An answer without the list's indentation, the rule that ends it and the way back to the top."""
    kept = list(body)
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1]) or _TO_TOP.match(kept[-1])):
        kept.pop()
    while kept and (not kept[0].strip() or _RULE.match(kept[0])):
        kept.pop(0)
    least = min((len(line) - len(line.lstrip(" ")) for line in kept if line.strip()), default=0)
    return "\n".join(line[least:] if line[:least].isspace() else line for line in kept)


def prompt_text(lines: Sequence[Line]) -> str:
    heading = HEADING.match(lines[0].text)
    first = heading[2] if heading else lines[0].text
    return "\n".join([first, *(line.text for line in lines[1:])]).strip()
