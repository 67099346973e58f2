"""From marks to coverage, from coverage to a suggested rating, from ratings to totals by topic.

The formulas are ours, shown with worked examples in docs/scoring.md. Rating anchors follow the behaviourally anchored
scale of Smith and Kendall (1963): each number stands for something that can be observed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat

from questions.rubric import Kind, Point


class Mark(StrEnum):
    MISSED = "missed"
    PARTLY = "partly"
    COVERED = "covered"
    NOT_OBSERVED = "not_observed"  # the answer gave no occasion to hear it: missing, which is not the same as missed


HEARD_OR_NOT = (Mark.MISSED, Mark.PARTLY, Mark.COVERED)
VALUE = {Mark.MISSED: 0.0, Mark.PARTLY: 0.5, Mark.COVERED: 1.0}

ANCHORS: dict[int, str] = {
    1: "No evidence: nothing that the question asks for was said, or it was wrong throughout.",
    2: "Fragments: some right words, but essential points are missing or mixed up.",
    3: "Sound at the core: the essentials are there, with gaps in depth or precision.",
    4: "Strong: nearly complete and precise, trade-offs named, small gaps only.",
    5: "Would teach it: complete, precise, with limits and reasons that only experience gives.",
}


def anchors_of(own: Mapping[str, str]) -> dict[int, str]:
    """What each rating stands for: a plan's own words (by the number as a text), else the usual ones."""
    return {value: own.get(str(value)) or usual for value, usual in ANCHORS.items()}


# The least coverage that suggests each rating above 1.
THRESHOLDS = {2: 0.15, 3: 0.40, 4: 0.65, 5: 0.85}
CAP_IF_ESSENTIAL_MISSED = 3


class Recommendation(StrEnum):
    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"


RECOMMENDATIONS: dict[Recommendation, str] = {
    Recommendation.STRONG_NO: "Strong no",
    Recommendation.NO: "No",
    Recommendation.YES: "Yes",
    Recommendation.STRONG_YES: "Strong yes",
}


def coverage(points: Sequence[Point], marks: Mapping[int, str]) -> float | None:
    """The weighted share of key points heard, 0 to 1; None while nothing is marked.

    `marks` maps a point's index to its mark; a point without a mark counts as not heard yet, and one that was not
    observed as if it had not been asked for. Bonus points add to what was heard but not to what was asked for, so they
    can make up for a gap and never cost anything.
    """
    told = {index: VALUE[Mark(mark)] for index, mark in marks.items() if mark in VALUE}
    if not told:
        return None
    counted = [(index, point) for index, point in enumerate(points) if marks.get(index) != Mark.NOT_OBSERVED]
    heard = sum(point.weight * told.get(index, 0) for index, point in counted)
    asked_for = sum(point.weight for _, point in counted if point.kind != Kind.BONUS)
    if not asked_for:
        asked_for = sum(point.weight for _, point in counted)
    return min(heard / asked_for, 1.0) if asked_for else None


def suggested_rating(points: Sequence[Point], marks: Mapping[int, str]) -> int | None:
    """The rating that the marks speak for, 1 to 5; None while nothing is marked.

    An essential point that was missed, or not heard yet, holds it at 3 at the most.
    """
    share = coverage(points, marks)
    if share is None:
        return None
    rating = max((rating for rating, least in THRESHOLDS.items() if share >= least - 1e-9), default=1)
    return min(rating, CAP_IF_ESSENTIAL_MISSED) if essential_missed(points, marks) else rating


def essential_missed(points: Sequence[Point], marks: Mapping[int, str]) -> bool:
    """Whether an essential point was missed, or not heard yet."""
    return any(
        point.kind == Kind.ESSENTIAL and marks.get(index, Mark.MISSED) == Mark.MISSED
        for index, point in enumerate(points)
    )


@dataclass(frozen=True)
class Score:
    """What one scorecard says of one question."""

    topic: str
    coverage: float | None
    rating: float | None
    weight: int = 1


@dataclass(frozen=True)
class Total:
    """Weighted means over the questions of a topic, or of the sitting; None where nothing was marked or rated."""

    topic: str
    questions: int
    rated: int
    coverage: float | None
    rating: float | None


def mean(values: Iterable[float | None], weights: Iterable[int] | None = None) -> float | None:
    """The weighted mean of the values that are there; None where none is. Without weights all count the same."""
    there = [(value, weight) for value, weight in zip(values, weights or repeat(1)) if value is not None]
    return sum(value * weight for value, weight in there) / sum(weight for _, weight in there) if there else None


def total(name: str, scores: Sequence[Score]) -> Total:
    ratings = [score.rating for score in scores]
    weights = [score.weight for score in scores]
    return Total(
        topic=name,
        questions=len(scores),
        rated=sum(rating is not None for rating in ratings),
        coverage=mean((score.coverage for score in scores), weights),
        rating=mean(ratings, weights),
    )


def totals_by_topic(scores: Sequence[Score]) -> list[Total]:
    """One total a topic, in the alphabet's order."""
    topics = sorted({score.topic for score in scores})
    return [total(topic, [score for score in scores if score.topic == topic]) for topic in topics]
