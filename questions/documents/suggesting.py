"""Suggests key points from an answer's own structure: bold leads, bullets, headings. A start, for an editor to mend."""

import re

from questions.documents.lines import lines_of
from questions.rubric import Kind, Point

MOST = 12
SHORTEST, LONGEST = 12, 160
LONGEST_LINE = 2_000
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•◦]|\d+[.)])\s+(?P<text>.+)$")
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+)$")
_BOLD_LEAD = re.compile(r"^\*\*(?P<text>[^*]{3,80}?)[:.]?\*\*[:.]?\s*(?P<rest>.*)$")
_EMPTY_LEADS = re.compile(
    r"^(?:key )?(?:takeaway|conclusion|summary|example|pitfall|use case|difference|overview|answer|note|"
    r"when to use(?: each)?)s?:?$",
    re.IGNORECASE,
)


def suggested_points(answer: str) -> tuple[Point, ...]:
    """Up to twelve points, in the order of the answer; those of the outermost structure that has at least two."""
    lines = [line.text for line in lines_of(answer) if not line.is_code and len(line.text) <= LONGEST_LINE]
    for found in (_leads(lines), _bullets(lines), _headings(lines)):
        texts = list(dict.fromkeys(text for text in map(_plain, found) if _is_a_point(text)))
        if len(texts) >= 2:
            return tuple(Point(text, Kind.GOOD, 1) for text in texts[:MOST])
    return ()


def _leads(lines: list[str]) -> list[str]:
    """`**Lead**: what it is`, at the start of a paragraph or of a bullet."""
    found = []
    for line in lines:
        bullet = _BULLET.match(line)
        if match := _BOLD_LEAD.match(bullet["text"] if bullet else line.strip()):
            found.append(f"{match['text']}: {_first_sentence(match['rest'])}" if match["rest"] else match["text"])
    return found


def _bullets(lines: list[str]) -> list[str]:
    found = [match for line in lines if (match := _BULLET.match(line))]
    outermost = min((len(match["indent"]) for match in found), default=0)
    return [_first_sentence(match["text"]) for match in found if len(match["indent"]) == outermost]


def _headings(lines: list[str]) -> list[str]:
    return [match["text"] for line in lines if (match := _HEADING.match(line))]


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[a-z0-9)])[.;](?:\s|$)", text.strip(), maxsplit=1)[0]


def _plain(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[*_`]{1,3}", "", text)
    text = re.sub(r"^\d+[.)]\s*", "", text)
    return " ".join(text.split()).strip(" :.;,")


def _is_a_point(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and not _EMPTY_LEADS.match(text) and not text.endswith("?")
