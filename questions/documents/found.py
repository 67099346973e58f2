"""What the readers of other people's documents share: a question as it was found, made into a draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questions.documents.lines import in_prose
from questions.documents.suggesting import suggested_points
from questions.rubric import Draft, Level, Place, Status

UNSORTED = "Unsorted"
UNSTATED = frozenset({"title", "topic", "minutes", "points", "tags", "follow_ups", "red_flags", "references"})
UNSTATED |= {"corrections", "last_checked", "status", "also_accept", "synonyms"}
MINUTES = {Level.FRESHER: 4, Level.INTERMEDIATE: 5, Level.SENIOR: 8}
_LEVELS = (
    (Level.FRESHER, r"\b(?:fresher|junior|beginner|basic|easy|entry[ -]level|novice)s?\b|🟢|🟩|💚|👶"),
    (Level.INTERMEDIATE, r"\b(?:intermediate|medium|mid|middle)\b|🟡|🟨|💛|🟠"),
    (Level.SENIOR, r"\b(?:senior|advanced|expert|hard|difficult)s?\b|🔴|🟥|❤️|⚫|🟣"),
)


@dataclass(frozen=True)
class Found:
    """A question and its answer as Markdown, at the line where it begins; `lack` says why it is not whole."""

    prompt: str
    answer: str
    line: int
    section: str = ""
    hint: str = ""
    doubts: tuple[str, ...] = ()
    lack: str = "has no answer"

    @property
    def is_whole(self) -> bool:
        return bool(self.prompt.strip() and self.answer.strip())


def level_told(*texts: str) -> Level | None:
    """The level that the first text to name one names first."""
    for text in texts:
        at = [(match.start(), level) for level, words in _LEVELS if (match := re.search(words, text, re.IGNORECASE))]
        if at:
            return min(at)[1]
    return None


# A number that a text begins with counts questions only if a sign follows it that is no part of a word or a number.
_COUNT = re.compile(r"^(?:Q(?:uestion)?\s*)?\d+(?:\.\d+)*\s*(?:[.):\]](?!\d)|-(?=\s))\s*", re.IGNORECASE)
_ALL_BOLD = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1\s*[:.]?", re.DOTALL)


def tidy_prompt(text: str) -> str:
    """A prompt without its number, its marks of level and the stars around it."""
    text = re.sub(r"[🟢🟩💚👶🟡🟨💛🟠🔴🟥⚫🟣⭐]|❤️", "", text).strip()
    text = _COUNT.sub("", text)
    whole = _ALL_BOLD.fullmatch(text)
    text = _COUNT.sub("", whole[2].strip()) if whole else text
    return text.lstrip("# ").rstrip()


_TAGS = (
    (r"<br\s*/?>", "\n"),
    (r"</?(?:b|strong)>", "**"),
    (r"</?(?:i|em)>", "*"),
    (r"</?(?:code|kbd|samp)>", "`"),
    (r"</?(?:p|div|span|center|u|small|sub|sup|a|img|font|hr|h[1-6])(?:\s[^<>]*)?/?>", ""),
)


def without_html(markdown: str) -> str:
    """Markdown in which the HTML that collections are fond of has become Markdown; code is left as it is."""
    return in_prose(markdown, _as_markdown).strip("\n")


def _as_markdown(text: str) -> str:
    for tag, mark in _TAGS:
        text = re.sub(tag, mark, text, flags=re.IGNORECASE)
    return re.sub(r"\n{3,}", "\n\n", text)


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
