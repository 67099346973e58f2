"""What a good question has, as a list of what one lacks. A short one, of three minutes or less, may be brief."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from questions.alike import Prompts
from questions.markdown import render
from questions.rubric import Draft, Kind, Level, Status

BRIEF_MINUTES = 3
WORDS, BRIEF_WORDS = (250, 700), (100, 700)
POINTS, BRIEF_POINTS = (6, 12), (4, 12)
ESSENTIAL = (2, 6)
RED_FLAGS, BRIEF_RED_FLAGS, FOLLOW_UPS = (2, 4), (1, 4), (2, 4)
STALE_AFTER = timedelta(days=365)
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_DELIMITER = re.compile(r"^\|[ :|-]+\|$", re.MULTILINE)


@dataclass(frozen=True)
class Lack:
    """One thing that a question lacks, under the name of the field where it can be mended."""

    ref: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.ref}: {self.message}"


def words_of(answer: str) -> int:
    """Words of an answer, code left out."""
    return len(_CODE.sub("", answer).split())


def lacks_of(draft: Draft, today: date) -> list[Lack]:
    """What one question lacks on its own."""
    return [
        Lack(draft.ref, field, message) for field, message in (*_answer(draft), *_rubric(draft), *_care(draft, today))
    ]


def _between(count: int, bounds: tuple[int, int], what: str) -> str:
    least, most = bounds
    return "" if least <= count <= most else f"It has {count} {what}; {least} to {most} are right."


def _told(field: str, message: str) -> list[tuple[str, str]]:
    return [(field, message)] if message else []


def _answer(draft: Draft) -> Iterable[tuple[str, str]]:
    brief = draft.minutes <= BRIEF_MINUTES
    yield from _told(
        "model_answer", _between(words_of(draft.model_answer), BRIEF_WORDS if brief else WORDS, "words of answer")
    )
    if draft.model_answer.startswith(("#", "|", "-", "*", "`")):
        yield "model_answer", "The answer opens with structure; say in two sentences first what it is."
    text = _CODE.sub("", draft.model_answer)
    if render(text).count("<table>") != len(_DELIMITER.findall(text)):
        yield "model_answer", "A table of the answer does not parse."
    if draft.model_answer.count("\n```") % 2:
        yield "model_answer", "A code block is not closed."


def _rubric(draft: Draft) -> Iterable[tuple[str, str]]:
    brief = draft.minutes <= BRIEF_MINUTES
    essential = sum(point.kind == Kind.ESSENTIAL for point in draft.points)
    yield from _told("key_points", _between(len(draft.points), BRIEF_POINTS if brief else POINTS, "key points"))
    yield from _told("key_points", _between(essential, ESSENTIAL, "essential key points"))
    if len({point.text.casefold() for point in draft.points}) < len(draft.points):
        yield "key_points", "A key point stands twice."
    flags = BRIEF_RED_FLAGS if brief else RED_FLAGS
    yield from _told("red_flags", _between(len(draft.red_flags), flags, "red flags"))
    yield from _told("follow_ups", _between(len(draft.follow_ups), FOLLOW_UPS, "follow-ups"))


def _care(draft: Draft, today: date) -> Iterable[tuple[str, str]]:
    if not draft.references:
        yield "references", "It names no reference."
    for address in draft.references:
        if not re.match(r"https://[\w.-]+\.[a-z]{2,}(?:/\S*)?$", address):
            yield "references", f"“{address}” is not an address that begins with https://."
    if draft.last_checked is None:
        yield "last_checked", "Nobody says when it was last checked."
    elif draft.last_checked > today:
        yield "last_checked", f"It was last checked on {draft.last_checked}, which is yet to come."
    elif today - draft.last_checked > STALE_AFTER:
        yield "last_checked", f"It was last checked on {draft.last_checked}, more than a year ago."


@dataclass(frozen=True)
class Health:
    """The state of a bank: what its published questions lack, and how many there are of each kind."""

    lacks: list[Lack]
    published: int
    statuses: dict[Status, int]
    levels: dict[str, int]
    topics: Counter

    @property
    def by_topic(self) -> list[tuple[str, list[int], int]]:
        """Rows of the table of coverage: topic, count by level in the order of levels, sum."""
        topics = sorted({topic for topic, _ in self.topics})
        rows = [(topic, [self.topics[topic, level] for level in self.levels]) for topic in topics]
        return [(topic, counts, sum(counts)) for topic, counts in rows]


def health_of(drafts: Sequence[Draft], today: date) -> Health:
    """Look a whole bank over; drafts and retired questions are counted and else left alone."""
    asked = [draft for draft in drafts if draft.status in (None, Status.PUBLISHED)]
    lacks = [lack for draft in asked for lack in lacks_of(draft, today)]
    return Health(
        lacks=lacks + list(_doubles(asked)),
        published=len(asked),
        statuses=dict(Counter(draft.status or Status.PUBLISHED for draft in drafts)),
        levels={level.value: count for level in Level if (count := sum(draft.level == level for draft in asked))},
        topics=Counter((draft.topic, draft.level.value) for draft in asked),
    )


def _doubles(drafts: Sequence[Draft]) -> Iterable[Lack]:
    prompts = Prompts((draft.ref, draft.prompt) for draft in drafts)
    for draft in drafts:
        for ref, share in prompts.nearest(draft.prompt, apart_from=draft.ref):
            if draft.ref < ref:
                yield Lack(draft.ref, "prompt", f"Its prompt shares {share:.0%} of its words with that of {ref}.")
