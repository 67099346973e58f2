"""A candidate's sittings over time, each with how much it can say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.figures import Estimate, Moments, mean_estimate
from analysis.sittings import Sitting
from interviews.scoring import mean

FEWEST = 3


@dataclass(frozen=True)
class Step:
    """One sitting of a candidate."""

    title: str
    on: date
    coverage: Estimate | None
    rating: float | None
    rated: int


def step(title: str, on: date, sitting: Sitting) -> Step:
    shares, ratings = Moments(), [mean(answer.ratings) for answer in sitting.answers if answer.ratings]
    for answer in sitting.answers:
        if answer.full_coverage is not None:
            shares.add(answer.full_coverage)
    return Step(title, on, mean_estimate(shares, 0.0, 1.0), mean(ratings), len(ratings))


def in_words(steps: Sequence[Step]) -> str:
    """What the sittings say together, and what they do not. The oldest comes first."""
    told = [one.coverage for one in steps if one.coverage]
    if len(told) < FEWEST:
        return f"Nothing is said of a direction before {FEWEST} sittings with marks."
    first, last = told[0], told[-1]
    went = f"Coverage went from {first.value:.0%} to {last.value:.0%} over {len(told)} sittings"
    if last.low > first.high:
        return f"{went}: more than the choice of questions explains."
    if last.high < first.low:
        return f"{went}: a fall beyond what the choice of questions explains."
    return f"{went}. Each sitting asks other questions, and with so few of them such a step may be chance."
