"""What a room shows to one seat at one moment. A candidate's reading holds no model answer that is not revealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from interviews import presence
from interviews.clock import Clock, ClockState, minutes
from interviews.models import AskedQuestion, Interview, Mark, Rating, Reveal, Scorecard, Seat
from interviews.roles import Action, Role, may
from interviews.scoring import ANCHORS, coverage, suggested_rating
from interviews.scoring import Mark as MarkValue
from interviews.states import CLOSED, InterviewState, Phase, QuestionState
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
        deadline=min(limit.deadline for limit in limits) if running else None,
        allowed_minutes=minutes(clock.allowed),
        extended_from=minutes(clock.budget) if clock.extra else None,
    )


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    here: bool


def people_of(interview: Interview, now: datetime) -> list[Person]:
    seats = [seat for seat in interview.seats.all() if not seat.revoked_at]
    return [Person(seat.name, seat.role, presence.is_here(seat.seen_at, now)) for seat in seats]


@dataclass(frozen=True)
class RailItem:
    position: int
    title: str
    topic: str
    state: str
    minutes: int
    rating: int | None
    shown: bool


@dataclass(frozen=True)
class PointRow:
    index: int
    point: Point
    mark: str


@dataclass(frozen=True)
class Judgement:
    """One seat's own view of one answer."""

    points: list[PointRow]
    rating: int | None
    note: str
    note_version: int
    coverage: float | None
    suggested: int | None
    locked: bool

    @property
    def marked(self) -> int:
        return sum(bool(row.mark) for row in self.points)

    @property
    def heard(self) -> int:
        return sum(row.mark in (MarkValue.PARTLY, MarkValue.COVERED) for row in self.points)

    @property
    def anchor(self) -> str:
        return ANCHORS.get(self.rating or 0, "")


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
    people: list[Person]
    may_run: bool
    may_score: bool
    anchors: dict[int, str]

    @property
    def shown_is_open(self) -> bool:
        return self.shown.position == self.open_position

    @property
    def is_paused(self) -> bool:
        return self.interview.state == InterviewState.PAUSED

    @property
    def candidate_is_here(self) -> bool:
        return any(person.here for person in self.people if person.role == Role.CANDIDATE)


_HEAVY = ("prompt_html", "model_answer_html", "key_points", "follow_ups", "red_flags", "answer")


def panel_room(interview: Interview, seat: Seat, now: datetime, position: int | None = None) -> PanelRoom:
    """Everything that the panel's room shows; `position` is the question in view, by default the open one."""
    asked = list(interview.asked.defer(*_HEAVY))
    opened = next((item for item in asked if item.state == QuestionState.OPEN), None)
    in_view = position if position in {item.position for item in asked} else _default_position(asked, opened)
    shown = interview.asked.get(position=in_view)
    card = Scorecard.objects.filter(seat=seat).first()
    ratings = {rating.asked_id: rating for rating in Rating.objects.filter(scorecard=card)} if card else {}
    return PanelRoom(
        interview=interview,
        seat=seat,
        clock=face_of(interview.clock, now),
        question_clock=face_of(opened.clock, now, within=interview.clock) if opened else None,
        rail=[_rail_item(item, ratings, in_view) for item in asked],
        shown=shown,
        open_position=opened.position if opened else None,
        next_position=_next_position(asked, opened),
        previous_position=_previous_position(asked, opened, in_view),
        judgement=judgement_of(shown, card, ratings.get(shown.pk)),
        people=people_of(interview, now),
        may_run=interview.phase == Phase.DURING and may(seat.role, Action.RUN, interview.phase),
        may_score=may(seat.role, Action.SCORE, interview.phase),
        anchors=ANCHORS,
    )


def _last_closed(asked: list[AskedQuestion]) -> AskedQuestion | None:
    closed = [item for item in asked if item.state in CLOSED]
    return max(closed, key=lambda item: item.closed_at, default=None)


def _default_position(asked: list[AskedQuestion], opened: AskedQuestion | None) -> int:
    return (opened or _last_closed(asked) or asked[0]).position


def _next_position(asked: list[AskedQuestion], opened: AskedQuestion | None) -> int | None:
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
    return RailItem(
        position=item.position,
        title=item.title,
        topic=item.topic,
        state=item.state,
        minutes=minutes(item.budget + item.extra),
        rating=ratings[item.pk].value if item.pk in ratings else None,
        shown=item.position == in_view,
    )


def judgement_of(asked: AskedQuestion, card: Scorecard | None, rating: Rating | None) -> Judgement:
    """One scorecard on one question."""
    marks = dict(Mark.objects.filter(scorecard=card, asked=asked).values_list("point", "value")) if card else {}
    points = asked.points
    return Judgement(
        points=[PointRow(index, point, marks.get(index, "")) for index, point in enumerate(points)],
        rating=rating.value if rating else None,
        note=rating.note if rating else "",
        note_version=rating.note_version if rating else 0,
        coverage=coverage(points, marks),
        suggested=suggested_rating(points, marks),
        locked=bool(card and card.submitted_at),
    )


@dataclass(frozen=True)
class CandidateQuestion:
    """The question that is open, or was open last and is locked; without anything that would answer it."""

    position: int
    state: str
    prompt_html: str
    answer: str
    answer_is_code: bool
    answer_version: int

    @property
    def locked(self) -> bool:
        return self.state in CLOSED


@dataclass(frozen=True)
class Revealed:
    """A closed question whose model answer the candidate may see."""

    position: int
    prompt_html: str
    model_answer_html: str
    points: list[Point]


@dataclass(frozen=True)
class CandidateRoom:
    interview: Interview
    total: int
    question: CandidateQuestion | None
    clock: ClockFace
    question_clock: ClockFace | None
    revealed: list[Revealed]
    lead_is_here: bool

    @property
    def is_paused(self) -> bool:
        return self.interview.state == InterviewState.PAUSED


def candidate_room(interview: Interview, now: datetime) -> CandidateRoom:
    """Everything that the candidate's room shows, and nothing that is not theirs to see yet."""
    put = interview.asked.exclude(state=QuestionState.QUEUED).defer("model_answer_html", "key_points")
    latest = put.order_by(F("closed_at").desc(nulls_first=True)).first()
    opened = latest if latest and latest.state == QuestionState.OPEN else None
    return CandidateRoom(
        interview=interview,
        total=interview.asked.count(),
        question=_candidate_question(latest) if latest else None,
        clock=face_of(interview.clock, now),
        question_clock=face_of(opened.clock, now, within=interview.clock) if opened else None,
        revealed=revealed_of(interview),
        lead_is_here=any(person.here for person in people_of(interview, now) if person.role == Role.LEAD),
    )


def _candidate_question(asked: AskedQuestion) -> CandidateQuestion:
    return CandidateQuestion(
        position=asked.position,
        state=asked.state,
        prompt_html=asked.prompt_html,
        answer=asked.answer,
        answer_is_code=asked.answer_is_code,
        answer_version=asked.answer_version,
    )


def revealed_of(interview: Interview) -> list[Revealed]:
    """What the reveal policy shows to the candidate now; skipped questions stay closed until the end."""
    if interview.reveal == Reveal.AFTER_EACH and interview.phase == Phase.DURING:
        asked = interview.asked.filter(state__in=[QuestionState.ANSWERED, QuestionState.TIMED_OUT])
    elif interview.reveal != Reveal.NEVER and interview.phase == Phase.AFTER:
        asked = interview.asked.filter(state__in=CLOSED)
    else:
        return []
    return [Revealed(item.position, item.prompt_html, item.model_answer_html, item.points) for item in asked]
