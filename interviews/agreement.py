"""How much several raters agree beyond chance: Krippendorff's alpha, and what it means in words.

Alpha is 1 - observed / expected disagreement, after Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
whose worked example is held by a test. The lines for what may be concluded (0.800 and 0.667) are those of his
"Content Analysis". docs/analysis.md goes through it by example.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, combinations

Ratings = Sequence[float | None]
Distance = Callable[[float, float], float]

RELIABLE, TENTATIVE = 0.800, 0.667
FEW_UNITS = 30


class Level(StrEnum):
    """What the numbers are: names, places in an order, or steps of one size; a ratio has a zero besides."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def alpha(units: Sequence[Ratings], level: Level = Level.ORDINAL) -> float | None:
    """1 for agreement in everything, 0 for what chance would give, below 0 for worse than chance.

    A unit is what was rated (one question), with one rating a rater and None where a rater gave none. A unit with fewer
    than two ratings says nothing. None where there is nothing to compare, or where nobody ever gave a second value.
    """
    pairable = paired(units)
    counts = Counter(value for unit in pairable for value in unit)
    total = sum(counts.values())
    distance = _distance(level, counts)
    expected = sum(counts[a] * counts[b] * distance(a, b) for a, b in combinations(counts, 2))
    if not expected:
        return None
    observed = sum(sum(distance(a, b) for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in pairable)
    return 1 - (total - 1) * observed / expected


def paired(units: Sequence[Ratings]) -> list[list[float]]:
    """The units that at least two rated, without the gaps."""
    there = [[value for value in unit if value is not None] for unit in units]
    return [unit for unit in there if len(unit) > 1]


def _distance(level: Level, counts: Counter[float]) -> Distance:
    """The squared difference of two values. On an ordinal scale it is how many ratings lie between them."""
    values = sorted(counts)
    up_to = dict(zip(values, accumulate(counts[value] for value in values)))
    middle = {value: up_to[value] - counts[value] / 2 for value in values}
    return {
        Level.NOMINAL: lambda a, b: float(a != b),
        Level.ORDINAL: lambda a, b: (middle[a] - middle[b]) ** 2,
        Level.INTERVAL: lambda a, b: (a - b) ** 2,
        Level.RATIO: lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
    }[level]


def without_one(units: Sequence[Ratings], level: Level = Level.ORDINAL) -> tuple[float, float] | None:
    """The lowest and the highest alpha that is left when any one unit is taken away; None where nothing is left."""
    left = list(_left(paired(units), level))
    return (min(left), max(left)) if left else None


def _left(units: list[list[float]], level: Level) -> Iterator[float]:
    for index in range(len(units)):
        value = alpha([*units[:index], *units[index + 1 :]], level)
        if value is not None:
            yield value


def in_words(units: Sequence[Ratings], level: Level = Level.ORDINAL) -> str:
    """One or two plain sentences: what alpha says here, and how far that carries."""
    compared = len(paired(units))
    if not compared:
        return "Nothing was rated by two people, so there is no agreement to speak of."
    value = alpha(units, level)
    if value is None:
        return f"All ratings of {_questions(compared)} are the same, so agreement cannot be told from chance."
    how, carries = _meaning(value)
    if compared >= FEW_UNITS:
        return f"The ratings agree {how} (alpha {_told(value)}): {carries}."
    return f"The ratings agree {how} (alpha {_told(value)}). {_caution(units, level, compared)}"


def _meaning(value: float) -> tuple[str, str]:
    """How well they agree, and what that would carry if it rested on enough."""
    if value >= RELIABLE:
        return "well", "they can be relied on"
    if value >= TENTATIVE:
        return "fairly well", "they carry cautious conclusions"
    if value > 0:
        return "more than chance would", "that is too little to lean on"
    return "no more than chance would", "they tell more of the raters than of what was rated"


def _caution(units: Sequence[Ratings], level: Level, compared: int) -> str:
    rests = f"It rests on {_questions(compared)} rated by two or more, which is little"
    left = without_one(units, level)
    if left is None:
        return f"{rests}: talk about the differences, and conclude nothing from the number."
    return (
        f"{rests}: without any one of them it could be anywhere from {_told(left[0])} to {_told(left[1])}. "
        "Talk about the differences, and conclude nothing from the number."
    )


def _told(value: float) -> str:
    """Two digits; a zero has no sign."""
    return f"{round(value, 2) + 0.0:.2f}"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
