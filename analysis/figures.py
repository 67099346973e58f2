"""Means and correlations with what they are worth: intervals at 95 %, from sums alone, so that sums can be kept.

Sources, with worked examples, are in docs/analysis.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
NEARLY_ONE = 1 - 1e-9
NOTHING = 1e-9  # A variance below it is what adding floats leaves of none.


@dataclass(frozen=True)
class Estimate:
    """A number from `n` cases, and between which numbers the true one lies 19 times of 20."""

    n: int
    value: float
    low: float
    high: float


@dataclass
class Moments:
    """What is kept of many numbers: how many, their sum, the sum of their squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        self.n += 1
        self.total += value
        self.squares += value * value

    @property
    def mean(self) -> float | None:
        return self.total / self.n if self.n else None

    @property
    def spread(self) -> float | None:
        """The standard deviation, of a sample; None below two."""
        if self.n < 2:
            return None
        return sqrt(max(self.squares - self.total**2 / self.n, 0.0) / (self.n - 1))


@dataclass
class Pairs:
    """What is kept of many pairs of numbers."""

    n: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    def add(self, x: float, y: float) -> None:
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    @property
    def correlation(self) -> float | None:
        """Pearson's r; None where one of the two never varies."""
        if self.n < 2:
            return None
        across, along = self.xx - self.x**2 / self.n, self.yy - self.y**2 / self.n
        if min(across, along) < NOTHING:
            return None
        return max(-1.0, min((self.xy - self.x * self.y / self.n) / sqrt(across * along), 1.0))


def t_quantile(freedom: int) -> float:
    """The 97.5 % point of Student's t, by the expansion in Abramowitz and Stegun (1964), 26.7.5."""
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return Z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def mean_estimate(moments: Moments, lowest: float | None = None, highest: float | None = None) -> Estimate | None:
    """A mean with Student's interval (1908), cut at the ends of the scale where it has any; None below two.

    Where all numbers are the same there is no variance to go by. On a scale from 0 to 1 it is then the rule of three
    (Hanley and Lippman-Hand, 1983): what never happened in n cases happens in at most 3 of n.
    """
    if moments.n < 2:
        return None
    scale = (highest or 1.0) - (lowest or 0.0)
    error = moments.spread / sqrt(moments.n)
    half = t_quantile(moments.n - 1) * error if error > NOTHING else scale * min(3 / moments.n, 1.0)
    low, high = moments.mean - half, moments.mean + half
    return Estimate(
        moments.n,
        moments.mean,
        low if lowest is None else max(low, lowest),
        high if highest is None else min(high, highest),
    )


def correlation_estimate(pairs: Pairs) -> Estimate | None:
    """Pearson's r with the interval of Fisher's z (1921); None below four pairs or without variance."""
    r = pairs.correlation
    if r is None or pairs.n < 4:
        return None
    z, half = atanh(max(-NEARLY_ONE, min(r, NEARLY_ONE))), Z / sqrt(pairs.n - 3)
    return Estimate(pairs.n, r, min(tanh(z - half), r), max(tanh(z + half), r))


def ranks(values: Sequence[float]) -> list[float]:
    """The place of each value in the order of them all; those that are equal share the mean of their places."""
    order = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(order, 1)))}
    last = {value: place for place, value in enumerate(order, 1)}
    return [(first[value] + last[value]) / 2 for value in values]


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """The rank correlation of Spearman (1904): Pearson's r of the ranks."""
    pairs = Pairs()
    for x, y in zip(ranks(xs), ranks(ys), strict=True):
        pairs.add(x, y)
    return pairs.correlation
