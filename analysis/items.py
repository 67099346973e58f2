"""What many answers say of one question: how hard it is, whom it tells apart, and whether somebody should look at it.

Every formula has a worked example and its source in docs/analysis.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from analysis.figures import Estimate, Moments, Pairs, correlation_estimate, mean_estimate
from analysis.sittings import Judged, apart, key_of
from interviews.scoring import mean

FEWEST = 10  # Below it nothing is claimed of a mean,
FEWEST_FOR_CORRELATION = 20  # nor below this of a correlation.

# A reason is given only where the whole interval lies beyond one of these.
TOO_EASY, TOO_HARD = 0.90, 0.20
POOR = 0.20
EVERYBODY, NOBODY = 0.85, 0.15
RATERS_APART, POINT_APART = 1.0, 0.20
TOO_LONG, TOO_SHORT = 1.0, 0.4
STALE_AFTER = timedelta(days=365)


@dataclass
class PointSums:
    """Of one key point: how much of it was heard, and how far raters were apart."""

    heard: Moments = field(default_factory=Moments)
    apart: Moments = field(default_factory=Moments)

    def add(self, values: Sequence[float]) -> None:
        self.heard.add(mean(values))
        if (difference := apart(values)) is not None:
            self.apart.add(difference)


@dataclass
class Sums:
    """All that is kept of the answers to one question. Adding one more never needs the others."""

    coverage: Moments = field(default_factory=Moments)
    with_rest: Pairs = field(default_factory=Pairs)
    ratings: Moments = field(default_factory=Moments)
    apart: Moments = field(default_factory=Moments)
    time: Moments = field(default_factory=Moments)
    points: dict[str, PointSums] = field(default_factory=dict)

    def add(self, one: Judged) -> None:
        if one.coverage is not None:
            self.coverage.add(one.coverage)
            if one.rest is not None:
                self.with_rest.add(one.coverage, one.rest)
        if one.ratings:
            self.ratings.add(mean(one.ratings))
        if (difference := apart(one.ratings)) is not None:
            self.apart.add(difference)
        if one.time is not None:
            self.time.add(one.time)
        for key, values in one.points.items():
            self.points.setdefault(key, PointSums()).add(values)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sums":
        return cls(
            Moments(**kept["coverage"]),
            Pairs(**kept["with_rest"]),
            Moments(**kept["ratings"]),
            Moments(**kept["apart"]),
            Moments(**kept["time"]),
            {key: PointSums(Moments(**s["heard"]), Moments(**s["apart"])) for key, s in kept["points"].items()},
        )


@dataclass(frozen=True)
class Item:
    """What may be said of one question; None where too few were asked it."""

    n: int
    correlated: int
    facility: Estimate | None
    discrimination: Estimate | None
    rating: float | None
    spread: float | None
    apart: Estimate | None
    time: Estimate | None


@dataclass(frozen=True)
class PointItem:
    text: str
    n: int
    heard: Estimate | None
    compared: int
    apart: Estimate | None


def item_of(sums: Sums) -> Item:
    rated = sums.ratings.n >= FEWEST
    return Item(
        n=sums.coverage.n,
        correlated=sums.with_rest.n,
        facility=_from(sums.coverage, 0.0, 1.0),
        discrimination=correlation_estimate(sums.with_rest) if sums.with_rest.n >= FEWEST_FOR_CORRELATION else None,
        rating=sums.ratings.mean if rated else None,
        spread=sums.ratings.spread if rated else None,
        apart=_from(sums.apart, 0.0, 4.0),
        time=_from(sums.time, 0.0, None),
    )


def _from(moments: Moments, lowest: float, highest: float | None) -> Estimate | None:
    return mean_estimate(moments, lowest, highest) if moments.n >= FEWEST else None


def points_of(sums: Sums, texts: Iterable[str], key: Callable[[str], str] = key_of) -> list[PointItem]:
    """The key points (or, by their `key`, the red flags) as they stand now, and nothing of other wordings."""
    return [_point(text, sums.points.get(key(text), PointSums())) for text in texts]


def _point(text: str, sums: PointSums) -> PointItem:
    return PointItem(
        text=text,
        n=sums.heard.n,
        heard=_from(sums.heard, 0.0, 1.0),
        compared=sums.apart.n,
        apart=_from(sums.apart, 0.0, 1.0),
    )


@dataclass(frozen=True)
class Reason:
    """Why somebody should look; the heavier, the sooner."""

    weight: int
    words: str


def reasons_of(item: Item, points: Sequence[PointItem], last_checked: date | None, today: date) -> list[Reason]:
    """Everything that speaks for a look, the heaviest first."""
    found = [*_of_discrimination(item), *_of_facility(item), *_of_raters(item, points), *_of_points(points)]
    found += [*_of_time(item), *_of_age(last_checked, today)]
    return sorted(found, key=lambda reason: -reason.weight)


def _of_discrimination(item: Item) -> Iterable[Reason]:
    told = item.discrimination
    if told and told.high < 0:
        yield Reason(6, "Those who do well elsewhere do worse here: is the model answer right?")
    elif told and told.high < POOR:
        yield Reason(3, "It hardly tells the strong from the weak.")


def _of_facility(item: Item) -> Iterable[Reason]:
    if item.facility and item.facility.low > TOO_EASY:
        yield Reason(2, "Nearly everybody says nearly all of it: too easy for its level, or given away by the prompt.")
    if item.facility and item.facility.high < TOO_HARD:
        yield Reason(3, "Hardly anybody says any of it: too hard for its level, or not understood.")


def _of_raters(item: Item, points: Sequence[PointItem]) -> Iterable[Reason]:
    parted = [point.text for point in points if point.apart and point.apart.low > POINT_APART]
    if parted:
        yield Reason(4, f"Mend this rubric: raters part over {_quoted(parted)}.")
    elif item.apart and item.apart.low > RATERS_APART:
        yield Reason(3, f"Two raters are {item.apart.value:.1f} apart on average, though they hear the same points.")


def _of_points(points: Sequence[PointItem]) -> Iterable[Reason]:
    never = [point.text for point in points if point.heard and point.heard.high < NOBODY]
    always = [point.text for point in points if point.heard and point.heard.low > EVERYBODY]
    if never:
        yield Reason(2, f"Hardly anybody says {_quoted(never)}.")
    if always:
        yield Reason(1, f"Nearly everybody says {_quoted(always)}.")


def _of_time(item: Item) -> Iterable[Reason]:
    if item.time and item.time.low > TOO_LONG:
        yield Reason(2, f"Answers take {item.time.value:.0%} of its minutes: give it more.")
    if item.time and item.time.high < TOO_SHORT:
        yield Reason(1, f"Answers take {item.time.value:.0%} of its minutes: give it less.")


def _of_age(last_checked: date | None, today: date) -> Iterable[Reason]:
    if last_checked is None:
        yield Reason(1, "Nobody says when it was last checked.")
    elif today - last_checked > STALE_AFTER:
        yield Reason(1, f"It was last checked on {last_checked:%-d %B %Y}.")


def _quoted(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
    return f"“{texts[0]}”{more}"
