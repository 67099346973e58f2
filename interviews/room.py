"""What the panel's room shows to one seat at one moment, and what both rooms show: clocks and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count

from config.prepared import Prepared
from interviews import presence
from interviews.clock import Clock, ClockState, minutes
from interviews.models import AskedQuestion, Interview, Mark, Rating, Scorecard, Seat
from interviews.roles import JUDGES, Action, Role, may
from interviews.scoring import Mark as MarkValue
from interviews.scoring import coverage, suggested_rating
from interviews.states import CLOSED, InterviewState, Phase, QuestionState
from interviews.wording import Marker, Wording, may_see_wording, wording_of
from questions.rubric import Point


@dataclass(frozen=True)
class ClockFace:
    """What a page needs to draw a clock: the script counts from `deadline` while it runs, else shows `remaining`."""

    state: ClockState
    remaining: timedelta
    deadline: datetime | None
    allowed_minutes: int
    extended_from: int | None

    @property
    def deadline_ms(self) -> int | None:
        return int(self.deadline.timestamp() * 1000) if self.deadline else None

    @property
    def remaining_ms(self) -> int:
        return int(self.remaining.total_seconds() * 1000)

    @property
    def minutes_left(self) -> int:
        return -(-self.remaining_ms // 60_000)


def face_of(clock: Clock, now: datetime, within: Clock | None = None) -> ClockFace:
    """Draw a clock; one `within` another, as a question is within its sitting, ends no later than that one."""
    limits = [clock] if within is None else [clock, within]
    running = clock.started_at is not None and clock.paused_at is None
    return ClockFace(
        state=clock.state(now),
        remaining=min(limit.remaining(now) for limit in limits),
        # Never further away than there is time: the computer's clock may have been set back.
        deadline=min(min(limit.deadline, now + limit.allowed) for limit in limits) if running else None,
        allowed_minutes=minutes(clock.allowed),
        extended_from=minutes(clock.budget) if clock.extra else None,
    )


class Person(NamedTuple):
    name: str
    role: str
    here: bool
    judged: int | None = None  # Of how many questions they have said something; never what. For the panel alone.


_seats = Prepared(lambda interview_id: Seat.objects.filter(interview_id=interview_id, revoked_at=None))


def people_of(interview: Interview, now: datetime, judged: Mapping[int, int] | None = None) -> list[Person]:
    return [
        Person(
            seat.name,
            seat.role,
            presence.is_here(seat.seen_at, now),
            judged.get(seat.pk, 0) if judged is not None and seat.role in JUDGES else None,
        )
        for seat in _seats(interview.pk)
    ]


_judged = Prepared(
    lambda interview_id: (
        Rating.objects.judged()
        .filter(scorecard__interview_id=interview_id)
        .values_list("scorecard__seat")
        .annotate(Count("pk"))
    )
)


def judged_by_seat(interview: Interview) -> dict[int, int]:
    """How many questions each seat has rated, or passed as not observed."""
    return dict(_judged(interview.pk))


class RailItem(NamedTuple):
    position: int
    title: str
    topic: str
    state: str
    minutes: int
    rating: int | None
    not_observed: bool
    asker: str
    shown: bool


@dataclass(frozen=True)
class PointRow:
    index: int
    point: Point
    mark: str
    marker: Marker | None = None


class FlagRow(NamedTuple):
    index: int
    text: str
    heard: bool


@dataclass(frozen=True)
class Judgement:
    """One seat's own view of one answer."""

    points: list[PointRow]
    rating: int | None
    not_observed: bool
    note: str
    note_version: int
    coverage: float | None
    suggested: int | None
    locked: bool
    anchors: dict[int, str]
    flags: Sequence[FlagRow] = ()

    @property
    def marked(self) -> int:
        return sum(bool(row.mark) for row in self.points)

    @property
    def heard(self) -> int:
        return sum(row.mark in (MarkValue.PARTLY, MarkValue.COVERED) for row in self.points)

    @property
    def anchor(self) -> str:
        return self.anchors.get(self.rating or 0, "")


@dataclass(frozen=True)
class PanelRoom:
    """The room as a lead, a panellist or an observer sees it: one question in view, all in the rail."""

    interview: Interview
    seat: Seat
    clock: ClockFace
    question_clock: ClockFace | None
    rail: list[RailItem]
    shown: AskedQuestion
    open_position: int | None
    next_position: int | None
    previous_position: int | None
    judgement: Judgement
    tells_wording: bool
    wording: Wording | None
    people: list[Person]
    may_run: bool
    may_score: bool

    @property
    def shown_is_open(self) -> bool:
        return self.shown.position == self.open_position

    @property
    def is_paused(self) -> bool:
        return self.interview.state == InterviewState.PAUSED

    @property
    def is_locked(self) -> bool:
        """Whether this seat's judgement can only be read."""
        return self.judgement.locked or not self.may_score

    @property
    def candidate_is_here(self) -> bool:
        return any(person.here for person in self.people if person.role == Role.CANDIDATE)


HEAVY = ("prompt_html", "model_answer_html", "key_points", "follow_ups", "red_flags", "synonyms", "answer")


_rail = Prepared(
    lambda interview_id: AskedQuestion.objects.select_related("asker").filter(interview_id=interview_id).defer(*HEAVY)
)
_shown = Prepared(
    lambda interview_id, position: AskedQuestion.objects.filter(interview_id=interview_id, position=position)
)
_card = Prepared(lambda seat_id: Scorecard.objects.filter(seat_id=seat_id))
_ratings = Prepared(lambda card_id: Rating.objects.filter(scorecard_id=card_id))
_marks = Prepared(
    lambda card_id, asked_id: Mark.objects.filter(scorecard_id=card_id, asked_id=asked_id).values_list("point", "value")
)


def panel_room(interview: Interview, seat: Seat, now: datetime, position: int | None = None) -> PanelRoom:
    """Everything that the panel's room shows; `position` is the question in view, by default the open one."""
    asked = _rail(interview.pk)
    opened = next((item for item in asked if item.state == QuestionState.OPEN), None)
    in_view = position if position in {item.position for item in asked} else _default_position(asked, opened)
    shown = _shown.get(interview.pk, in_view)
    card = _card.first(seat.pk)
    ratings = {rating.asked_id: rating for rating in _ratings(card.pk)} if card else {}
    tells_wording = may_see_wording(interview, seat)
    wording = wording_of(shown) if tells_wording else None
    return PanelRoom(
        interview=interview,
        seat=seat,
        clock=face_of(interview.clock, now),
        question_clock=face_of(opened.clock, now, within=interview.clock) if opened else None,
        rail=[_rail_item(item, ratings, in_view) for item in asked],
        shown=shown,
        open_position=opened.position if opened else None,
        next_position=next_position_of(asked, opened),
        previous_position=_previous_position(asked, opened, in_view),
        judgement=judgement_of(shown, card, ratings.get(shown.pk), wording, interview.rating_anchors),
        tells_wording=tells_wording,
        wording=wording,
        people=people_of(interview, now, judged_by_seat(interview)),
        may_run=interview.phase == Phase.DURING and may(seat.role, Action.RUN, interview.phase),
        may_score=may(seat.role, Action.SCORE, interview.phase),
    )


def _last_closed(asked: list[AskedQuestion]) -> AskedQuestion | None:
    closed = [item for item in asked if item.state in CLOSED]
    return max(closed, key=lambda item: item.closed_at, default=None)


def _default_position(asked: list[AskedQuestion], opened: AskedQuestion | None) -> int:
    return (opened or _last_closed(asked) or asked[0]).position


def next_position_of(asked: list[AskedQuestion], opened: AskedQuestion | None) -> int | None:
    """The next one in order after where the sitting stands, whatever is in view; then those that were passed over."""
    stands = opened or _last_closed(asked)
    queued = [item.position for item in asked if item.state == QuestionState.QUEUED]
    after = [position for position in queued if stands is None or position > stands.position]
    return next(iter(after or queued), None)


def _previous_position(asked: list[AskedQuestion], opened: AskedQuestion | None, in_view: int) -> int | None:
    """The closed question nearest before the open one; with none open, the one in view."""
    last = opened.position - 1 if opened else in_view
    return max((item.position for item in asked if item.state in CLOSED and item.position <= last), default=None)


def _rail_item(item: AskedQuestion, ratings: dict[int, Rating], in_view: int) -> RailItem:
    rating = ratings.get(item.pk)
    return RailItem(
        position=item.position,
        title=item.title,
        topic=item.topic,
        state=item.state,
        minutes=minutes(item.budget + item.extra),
        rating=rating.value if rating else None,
        not_observed=bool(rating and rating.not_observed),
        asker=item.asker.name if item.asker else "",
        shown=item.position == in_view,
    )


def judgement_of(
    asked: AskedQuestion,
    card: Scorecard | None,
    rating: Rating | None,
    wording: Wording | None,
    anchors: dict[int, str],
) -> Judgement:
    """One scorecard on one question, each key point with what is told of the answer's wording."""
    marks = dict(_marks(card.pk, asked.pk)) if card else {}
    heard = rating.flags if rating else []
    points = asked.points
    markers = wording.markers if wording else [None] * len(points)
    return Judgement(
        points=[PointRow(i, point, marks.get(i, ""), marker) for i, (point, marker) in enumerate(zip(points, markers))],
        flags=[FlagRow(i, text, i in heard) for i, text in enumerate(asked.red_flags)],
        rating=rating.value if rating else None,
        not_observed=bool(rating and rating.not_observed),
        note=rating.note if rating else "",
        note_version=rating.note_version if rating else 0,
        coverage=coverage(points, marks),
        suggested=suggested_rating(points, marks),
        locked=bool(card and card.submitted_at),
        anchors=anchors,
    )
