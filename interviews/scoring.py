"""From marks to coverage, from coverage to a suggested rating, from ratings to totals by topic.

The formulas are ours, shown with worked examples in docs/scoring.md. Rating anchors follow the behaviourally anchored
scale of Smith and Kendall (1963): each number stands for something that can be observed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from questions.rubric import Kind, Point


class Mark(StrEnum):
    MISSED = "missed"
    PARTLY = "partly"
    COVERED = "covered"


VALUE = {Mark.MISSED: 0.0, Mark.PARTLY: 0.5, Mark.COVERED: 1.0}

ANCHORS: dict[int, str] = {
    1: "No evidence: nothing that the question asks for was said, or it was wrong throughout.",
    2: "Fragments: some right words, but essential points are missing or mixed up.",
    3: "Sound at the core: the essentials are there, with gaps in depth or precision.",
    4: "Strong: nearly complete and precise, trade-offs named, small gaps only.",
    5: "Would teach it: complete, precise, with limits and reasons that only experience gives.",
}

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

    `marks` maps a point's index to its mark; a point without a mark counts as not heard yet. Bonus points add to what
    was heard but not to what was asked for, so they can make up for a gap and never cost anything.
    """
    if not marks:
        return None
    asked_for = sum(point.weight for point in points if point.kind != Kind.BONUS)
    heard = sum(point.weight * VALUE[Mark(marks[index])] for index, point in enumerate(points) if index in marks)
    if not asked_for:
        asked_for = sum(point.weight for point in points)
    return min(heard / asked_for, 1.0) if asked_for else None


def suggested_rating(points: Sequence[Point], marks: Mapping[int, str]) -> int | None:
    """The rating that the marks speak for, 1 to 5; None while nothing is marked.

    An essential point that was missed, or not heard yet, holds it at 3 at the most.
    """
    share = coverage(points, marks)
    if share is None:
        return None
    rating = max((rating for rating, least in THRESHOLDS.items() if share >= least - 1e-9), default=1)
    essential_missing = any(
        point.kind == Kind.ESSENTIAL and marks.get(index, Mark.MISSED) == Mark.MISSED
        for index, point in enumerate(points)
    )
    return min(rating, CAP_IF_ESSENTIAL_MISSED) if essential_missing else rating


@dataclass(frozen=True)
class Score:
    """What one scorecard says of one question."""

    topic: str
    coverage: float | None
    rating: int | None


@dataclass(frozen=True)
class Total:
    """Means over the questions of a topic, or of the sitting; None where nothing was marked or rated."""

    topic: str
    questions: int
    rated: int
    coverage: float | None
    rating: float | None


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are there; None where none is."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def total(name: str, scores: Sequence[Score]) -> Total:
    ratings = [score.rating for score in scores]
    return Total(
        topic=name,
        questions=len(scores),
        rated=sum(rating is not None for rating in ratings),
        coverage=mean(score.coverage for score in scores),
        rating=mean(ratings),
    )


def totals_by_topic(scores: Sequence[Score]) -> list[Total]:
    """One total a topic, in the alphabet's order."""
    topics = sorted({score.topic for score in scores})
    return [total(topic, [score for score in scores if score.topic == topic]) for topic in topics]
