"""What a question is made of, as plain values: a document yields drafts, the bank stores them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    FRESHER = "fresher"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Kind(StrEnum):
    ESSENTIAL = "essential"
    GOOD = "good"
    BONUS = "bonus"


WEIGHTS = (1, 2, 3)
LONGEST_POINT = 400
MOST_PHRASES = 20
# Words that stand in the addresses of pages beside the questions.
RESERVED_REFS = frozenset({"import", "export", "health", "new", "preview", "bulk", "synonyms"})


def is_ref(text: str) -> bool:
    """Whether a text can name a question for good."""
    return bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text)) and text not in RESERVED_REFS


STATUS_MOVES: dict[str, tuple[frozenset[Status], Status]] = {
    "review": (frozenset({Status.DRAFT}), Status.IN_REVIEW),
    "return": (frozenset({Status.IN_REVIEW}), Status.DRAFT),
    "publish": (frozenset({Status.DRAFT, Status.IN_REVIEW}), Status.PUBLISHED),
    "retire": (frozenset({Status.PUBLISHED}), Status.RETIRED),
    "revive": (frozenset({Status.RETIRED}), Status.DRAFT),
}


@dataclass(frozen=True)
class Point:
    """One thing that a good answer says; `also_accept` holds other words for it, which wording hints look for too."""

    text: str
    kind: Kind = Kind.GOOD
    weight: int = 1
    also_accept: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.text, *self.also_accept)


def point_from(stored: Mapping[str, Any]) -> Point:
    """A key point as JSON keeps it; what was kept before there were other words for it has none."""
    also_accept = tuple(stored.get("also_accept", ()))
    return Point(stored["text"], Kind(stored["kind"]), stored["weight"], also_accept)


@dataclass(frozen=True)
class Place:
    """Where in a document something stands; lines count from 1."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, where, and how to mend it."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class Draft:
    """A question as a document states it. `status` is None where the document leaves it to the bank.

    A document that knows no refs leaves `ref` empty; the bank then goes by the prompt. `section` is the heading under
    which it stood, `doubts` what its reader could not tell and a person should look at, `guessed` the fields, and
    `also_accept` of its points, that the document does not state.
    """

    ref: str
    prompt: str
    topic: str
    level: Level
    minutes: int
    model_answer: str
    points: tuple[Point, ...]
    title: str = ""
    tags: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    last_checked: date | None = None
    status: Status | None = None
    place: Place = field(default=Place("-"), compare=False)
    section: str = field(default="", compare=False)
    doubts: tuple[str, ...] = field(default=(), compare=False)
    guessed: frozenset[str] = field(default=frozenset(), compare=False)
