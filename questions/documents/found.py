"""What the readers of other people's documents share: a question as it was found, made into a draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questions.documents.suggesting import suggested_points
from questions.rubric import Draft, Level, Place, Status

UNSORTED = "Unsorted"
UNSTATED = frozenset({"title", "topic", "minutes", "points", "tags", "follow_ups", "red_flags", "references"})
UNSTATED |= {"corrections", "last_checked", "status"}
MINUTES = {Level.FRESHER: 4, Level.INTERMEDIATE: 5, Level.SENIOR: 8}
_LEVELS = (
    (Level.FRESHER, r"fresher|junior|beginner|basic|easy|entry|\bnovice|🟢|🟩|💚|👶"),
    (Level.INTERMEDIATE, r"intermediate|medium|\bmid\b|middle|🟡|🟨|💛|🟠"),
    (Level.SENIOR, r"senior|advanced|expert|hard\b|difficult|🔴|🟥|❤️|⚫|🟣"),
)


@dataclass(frozen=True)
class Found:
    """A question and its answer as Markdown, at the line where it begins."""

    prompt: str
    answer: str
    line: int
    section: str = ""
    hint: str = ""
    doubts: tuple[str, ...] = ()


def level_told(*texts: str) -> Level | None:
    """The level that the first text to name one names first."""
    for text in texts:
        at = [(match.start(), level) for level, words in _LEVELS if (match := re.search(words, text, re.IGNORECASE))]
        if at:
            return min(at)[1]
    return None


def tidy_prompt(text: str) -> str:
    """A prompt without its number, its marks of level and the stars around it."""
    text = re.sub(r"[🟢🟩💚👶🟡🟨💛🟠🔴🟥⚫🟣⭐]|❤️", "", text).strip()
    text = re.sub(r"^(?:Q(?:uestion)?\s*)?\d+\s*[.):\]-]\s*", "", text, flags=re.IGNORECASE)
    whole = re.fullmatch(r"(\*\*|__)(.+?)\1\s*[:.]?", text, flags=re.DOTALL)
    text = whole[2] if whole else text
    return re.sub(r"^(?:Q(?:uestion)?\s*)?\d+\s*[.):\]-]\s*", "", text.strip(), flags=re.IGNORECASE).strip(" #")


_TAGS = (
    (r"<br\s*/?>", "\n"),
    (r"</?(?:b|strong)>", "**"),
    (r"</?(?:i|em)>", "*"),
    (r"</?(?:code|kbd|samp)>", "`"),
    (r"</?(?:p|div|span|center|u|small|sub|sup|a|img|font|hr|h[1-6])(?:\s[^>]*)?/?>", ""),
)
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[^\n]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


def without_html(markdown: str) -> str:
    """Markdown in which the HTML that collections are fond of has become Markdown; code is left as it is."""
    pieces = _CODE.split(markdown)
    for index in range(0, len(pieces), 2):
        for tag, mark in _TAGS:
            pieces[index] = re.sub(tag, mark, pieces[index], flags=re.IGNORECASE)
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip("\n")


def drafts_of(found: Sequence[Found], file: str) -> list[Draft]:
    return [_draft(item, file) for item in found]


def _draft(item: Found, file: str) -> Draft:
    prompt = tidy_prompt(without_html(item.prompt))
    answer = without_html(item.answer).rstrip()
    told = level_told(item.hint, item.section)
    level = told or Level.INTERMEDIATE
    doubts = list(item.doubts)
    if not told:
        doubts.append("The document names no level; intermediate was taken.")
    return Draft(
        ref="",
        prompt=prompt,
        topic=UNSORTED,
        level=level,
        minutes=MINUTES[level],
        model_answer=answer,
        points=suggested_points(answer),
        status=Status.DRAFT,
        place=Place(file, item.line),
        section=item.section,
        doubts=tuple(doubts),
        guessed=UNSTATED if told else UNSTATED | {"level"},
    )
