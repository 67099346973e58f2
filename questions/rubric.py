"""What a question is made of, as plain values: a document yields drafts, the bank stores them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    FRESHER = "fresher"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Kind(StrEnum):
    ESSENTIAL = "essential"
    GOOD = "good"
    BONUS = "bonus"


WEIGHTS = (1, 2, 3)


@dataclass(frozen=True)
class Point:
    """One thing that a good answer says."""

    text: str
    kind: Kind = Kind.GOOD
    weight: int = 1


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
    which it stood, `doubts` what its reader could not tell and a person should look at.
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
    last_checked: date | None = None
    status: Status | None = None
    place: Place = field(default=Place("-"), compare=False)
    section: str = field(default="", compare=False)
    doubts: tuple[str, ...] = field(default=(), compare=False)
