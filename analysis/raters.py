"""How one interviewer rates, beside others who rated the same answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.figures import Estimate, Moments, mean_estimate
from interviews import agreement
from interviews.scoring import mean

FEWEST_SITTINGS = 5  # Below it nothing is said of how somebody rates,
FEWEST_ANSWERS = 20  # nor below so many answers that others rated too.
NARROW, WIDE = 0.7, 1.4
WORTH_SAYING = 0.25  # of the scale from 1 to 5


@dataclass(frozen=True)
class Rated:
    """One answer that somebody rated, and what others gave it."""

    interview: int
    mine: int
    others: tuple[int, ...]


@dataclass(frozen=True)
class Calibration:
    sittings: int
    answers: int
    severity: Estimate | None = None
    mine: Moments | None = None
    others: Moments | None = None
    alpha: float | None = None
    alpha_words: str = ""
    time: Estimate | None = None

    @property
    def is_enough(self) -> bool:
        return self.severity is not None

    @property
    def severity_words(self) -> str:
        by = self.severity
        if by.low > 0 and by.value >= WORTH_SAYING:
            return f"Milder: {by.value:.1f} of a step above what others give the same answers."
        if by.high < 0 and by.value <= -WORTH_SAYING:
            return f"Stricter: {-by.value:.1f} of a step below what others give the same answers."
        return "Neither stricter nor milder than others, as far as these sittings can tell."

    @property
    def spread_words(self) -> str:
        share = self.mine.spread / self.others.spread if self.others.spread else None
        if share is None:
            return "Others gave every answer the same rating, so there is nothing to hold it against."
        if share < NARROW:
            return "Keeps nearer to the middle of the scale than others: the ends are there to be used."
        if share > WIDE:
            return "Goes further to the ends of the scale than others do."
        return "Uses as much of the scale as others do."


def calibration(rated: Sequence[Rated], times: Sequence[float] = ()) -> Calibration:
    """Answers of one sitting are not independent of each other, so the interval of severity counts sittings."""
    rated = [one for one in rated if one.others]
    by_sitting: dict[int, list[float]] = defaultdict(list)
    for one in rated:
        by_sitting[one.interview].append(one.mine - mean(one.others))
    few = Calibration(len(by_sitting), len(rated), time=_estimate(times))
    if len(by_sitting) < FEWEST_SITTINGS or len(rated) < FEWEST_ANSWERS:
        return few
    units = [(one.mine, *one.others) for one in rated]
    return Calibration(
        few.sittings,
        few.answers,
        severity=mean_estimate(_moments([mean(differences) for differences in by_sitting.values()]), -4.0, 4.0),
        mine=_moments([one.mine for one in rated]),
        others=_moments([value for one in rated for value in one.others]),
        alpha=agreement.alpha(units),
        alpha_words=agreement.in_words(units),
        time=few.time,
    )


def _estimate(times: Sequence[float]) -> Estimate | None:
    return mean_estimate(_moments(times), 0.0, None) if len(times) >= FEWEST_ANSWERS else None


def _moments(values: Sequence[float]) -> Moments:
    moments = Moments()
    for value in values:
        moments.add(value)
    return moments
