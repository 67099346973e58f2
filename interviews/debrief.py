"""What the debrief shows: all that the panel judged, side by side, as it stood before they talked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from interviews.agreement import in_words
from interviews.models import AskedQuestion, Consensus, Debrief, Event, Interview, Mark, Rating, Scorecard, Seat
from interviews.reports import MarkedPoint
from interviews.roles import Role
from interviews.room import HEAVY, Person, judged_by_seat, people_of
from interviews.scoring import RECOMMENDATIONS, Score, Total, coverage, mean, total, totals_by_topic


@dataclass(frozen=True)
class Progress:
    """How far one of the panel has got: that they judged, never what."""

    name: str
    role: str
    submitted: bool
    judged: int


def panel_progress(interview: Interview) -> list[Progress]:
    """One row a judge; empty for an interview with a single one."""
    judged = judged_by_seat(interview)
    submitted = set(
        Scorecard.objects.filter(interview=interview).exclude(submitted_at=None).values_list("seat", flat=True)
    )
    rows = [Progress(s.name, s.role, s.pk in submitted, judged.get(s.pk, 0)) for s in interview.judges]
    return rows if len(rows) > 1 else []


@dataclass(frozen=True)
class Judge:
    """One of the panel, and what they said of the whole."""

    seat: Seat
    recommendation: str
    summary: str
    mean: float | None
    closed_for_them: bool
    reopened: Sequence[tuple[datetime, str]]

    @property
    def recommends(self) -> str:
        return RECOMMENDATIONS.get(self.recommendation, "")


@dataclass(frozen=True)
class Opinion:
    """What one of the panel judged of one answer; `rating` is the initial one."""

    judge: Seat
    rating: int | None = None
    revised: int | None = None
    not_observed: bool = False
    note: str = ""
    coverage: float | None = None
    points: Sequence[MarkedPoint] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Row:
    """One question in the list of those to talk through."""

    asked: AskedQuestion
    given: Sequence[Rating | None]
    agreed: Consensus | None

    @property
    def ratings(self) -> list[int | None]:
        """The initial ratings, in the order of the judges."""
        return [rating.value if rating else None for rating in self.given]

    @property
    def spread(self) -> int:
        """How far the highest initial rating is from the lowest."""
        there = [rating for rating in self.ratings if rating is not None]
        return max(there) - min(there) if there else 0

    @property
    def mean(self) -> float | None:
        return mean(self.ratings)


@dataclass(frozen=True)
class Combined:
    """A topic's, or the sitting's, mean of the initial ratings, and of the agreed ones."""

    initial: Total
    agreed: Total


@dataclass(frozen=True)
class DebriefRoom:
    interview: Interview
    debrief: Debrief
    seat: Seat
    judges: Sequence[Judge]
    rows: Sequence[Row]
    shown: AskedQuestion | None
    opinions: Sequence[Opinion]
    topics: Sequence[Combined]
    overall: Combined
    agreement: str
    people: Sequence[Person]

    @property
    def leads(self) -> bool:
        return self.seat.role == Role.LEAD

    @property
    def decided(self) -> bool:
        return self.debrief.decided_at is not None

    @property
    def decision(self) -> str:
        return RECOMMENDATIONS.get(self.debrief.decision, "")

    @property
    def agreed(self) -> Consensus | None:
        return next((row.agreed for row in self.rows if row.asked == self.shown), None)

    @property
    def left(self) -> list[int]:
        """The positions of the questions that were not talked through."""
        return sorted(row.asked.position for row in self.rows if row.agreed is None)

    @property
    def next_position(self) -> int | None:
        """The next one to talk through, after the one in view."""
        order = [row.asked.position for row in self.rows]
        here = order.index(self.shown.position) + 1 if self.shown else 0
        return next((position for position in order[here:] + order[:here] if position in self.left), None)


def debrief_room(
    interview: Interview, debrief: Debrief, seat: Seat, now: datetime, position: int | None = None
) -> DebriefRoom:
    """Everything that the debrief shows to one of the panel; `position` is the question in view."""
    seats = list(interview.judges.select_related("scorecard"))
    ratings = {(r.scorecard_id, r.asked_id): r for r in Rating.objects.filter(scorecard__seat__in=seats)}
    asked = list(interview.put_to_candidate.select_related("consensus").defer(*HEAVY))
    rows = [_row(item, seats, ratings) for item in asked]
    rows.sort(key=lambda row: (-row.spread, row.asked.position))
    places = [row.asked.position for row in rows]
    in_view = position if position in places else next(iter(places), None)
    shown = interview.asked.get(position=in_view) if in_view else None
    return DebriefRoom(
        interview=interview,
        debrief=debrief,
        seat=seat,
        judges=_judges(interview, seats, asked, ratings),
        rows=rows,
        shown=shown,
        opinions=_opinions(interview, shown, seats, ratings) if shown else [],
        topics=_by_topic(rows),
        overall=_combined("All questions", rows),
        agreement=in_words([row.ratings for row in rows]),
        people=people_of(interview, now),
    )


Ratings = Mapping[tuple[int, int], Rating]


def _rating_of(seat: Seat, asked: AskedQuestion, ratings: Ratings) -> Rating | None:
    return ratings.get((seat.scorecard.pk, asked.pk))


def _row(asked: AskedQuestion, seats: Sequence[Seat], ratings: Ratings) -> Row:
    found = [_rating_of(seat, asked, ratings) for seat in seats]
    agreed = asked.consensus if hasattr(asked, "consensus") else None
    return Row(asked, found, agreed)


def _judges(
    interview: Interview, seats: Sequence[Seat], asked: Sequence[AskedQuestion], ratings: Ratings
) -> list[Judge]:
    reopened: dict[int, list[tuple[datetime, str]]] = {}
    for event in Event.objects.filter(interview=interview, verb="reopen_scorecard"):
        reopened.setdefault(event.seat_id, []).append((event.at, event.detail.get("reason", "")))
    return [_judge(seat, asked, ratings, reopened.get(seat.pk, [])) for seat in seats]


def _judge(
    seat: Seat, asked: Sequence[AskedQuestion], ratings: Ratings, reopened: Sequence[tuple[datetime, str]]
) -> Judge:
    card: Scorecard = seat.scorecard
    values = [rating.value if (rating := _rating_of(seat, item, ratings)) else None for item in asked]
    own = mean(values, [item.weight for item in asked])
    return Judge(seat, card.recommendation, card.summary, own, card.closed_for_them, reopened)


def _opinions(interview: Interview, shown: AskedQuestion, seats: Sequence[Seat], ratings: Ratings) -> list[Opinion]:
    marks: dict[int, dict[int, str]] = {}
    for mark in Mark.objects.filter(asked=shown, scorecard__seat__in=seats):
        marks.setdefault(mark.scorecard_id, {})[mark.point] = mark.value
    return [
        _opinion(interview, shown, seat, _rating_of(seat, shown, ratings), marks.get(seat.scorecard.pk, {}))
        for seat in seats
    ]


def _opinion(
    interview: Interview, shown: AskedQuestion, seat: Seat, rating: Rating | None, marks: Mapping[int, str]
) -> Opinion:
    points = shown.points
    told = [MarkedPoint(point, marks.get(index, "")) for index, point in enumerate(points)] if marks else []
    if rating is None:
        return Opinion(seat, coverage=coverage(points, marks), points=told)
    return Opinion(
        judge=seat,
        rating=rating.value,
        revised=rating.revised,
        not_observed=rating.not_observed,
        note=rating.note,
        coverage=None if rating.not_observed else coverage(points, marks),
        points=told,
        anchor=interview.rating_anchors.get(rating.value or 0, ""),
    )


def _scores(rows: Sequence[Row]) -> tuple[list[Score], list[Score]]:
    initial = [Score(row.asked.topic, None, row.mean, row.asked.weight) for row in rows]
    agreed = [Score(row.asked.topic, None, row.agreed and row.agreed.value, row.asked.weight) for row in rows]
    return initial, agreed


def _combined(name: str, rows: Sequence[Row]) -> Combined:
    initial, agreed = _scores(rows)
    return Combined(total(name, initial), total(name, agreed))


def _by_topic(rows: Sequence[Row]) -> list[Combined]:
    initial, agreed = map(totals_by_topic, _scores(rows))
    return [Combined(*pair) for pair in zip(initial, agreed)]
