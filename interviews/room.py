"""What the panel's room shows to one seat at one moment, and what both rooms show: clocks and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet

from config.prepared import Prepared
from interviews import presence
from interviews.clock import ClockFace, face_of
from interviews.models import AskedQuestion, Interview, Mark, Scorecard, Seat, is_judged
from interviews.roles import JUDGES, Action, Role, may
from interviews.scoring import Mark as MarkValue
from interviews.scoring import coverage, suggested_rating
from interviews.states import CLOSED, InterviewState, Phase, QuestionState
from interviews.wording import Marker, Wording, may_see_wording, wording_of
from questions.rubric import Point


class Person(NamedTuple):
    name: str
    role: str
    here: bool
    judged: int | None = None  # Of how many questions they have said something; never what. For the panel alone.


def _seated(interview_id: int) -> QuerySet[Seat]:
    return Seat.objects.filter(interview_id=interview_id, revoked_at=None)


_SHOWN = ("name", "role", "seen_at")
_people = Prepared(lambda interview_id: _seated(interview_id).values_list(*_SHOWN))
_panel = Prepared(
    lambda interview_id: (
        _seated(interview_id)
        .annotate(judged=Count("scorecard__ratings", is_judged("scorecard__ratings__")))
        # Whoever counts loses the model's own order.
        .order_by("pk")
        .values_list("pk", *_SHOWN, "judged")
    )
)


def people_of(interview: Interview, now: datetime) -> list[Person]:
    """Who is seated, and whether they are here."""
    return [Person(name, role, presence.is_here(seen_at, now)) for name, role, seen_at in _people(interview.pk)]


def panel_of(interview: Interview, now: datetime) -> list[Person]:
    """The same for the panel: also how far each of them has got."""
    return [
        Person(name, role, presence.is_here(seen_at, now), judged if role in JUDGES else None)
        for _, name, role, seen_at, judged in _panel(interview.pk)
    ]


def judged_by_seat(interview: Interview) -> dict[int, int]:
    """How many questions each seat that was not revoked has rated, or passed as not observed."""
    return {seat_id: judged for seat_id, *_, judged in _panel(interview.pk)}


class Place(NamedTuple):
    """Where one question stands, and whose it is to ask, if somebody's."""

    position: int
    pk: int
    state: str
    closed_at: datetime | None
    title: str
    asker: str | None


class Judged(NamedTuple):
    """What a seat's scorecard holds of one question beside its marks."""

    asked_id: int
    value: int | None
    not_observed: bool
    note: str
    note_version: int
    flags: list[int]


class Card(NamedTuple):
    """A seat's scorecard, as far as a room shows it; `pk` is None before there is one."""

    pk: int | None
    submitted: bool
    judged: Mapping[int, Judged]


class RailItem(NamedTuple):
    position: int
    title: str
    state: str
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


_places = Prepared(
    lambda interview_id: AskedQuestion.objects.filter(interview_id=interview_id).values_list(
        *Place._fields[:-1], "asker__name"
    )
)
_shown = Prepared(
    lambda interview_id, position: AskedQuestion.objects.filter(interview_id=interview_id, position=position)
)
# One row even where nothing is judged: the card itself is known by it.
_card = Prepared(
    lambda seat_id: Scorecard.objects.filter(seat_id=seat_id).values_list(
        "pk", "submitted_at", *(f"ratings__{name}" for name in Judged._fields)
    )
)
_marks = Prepared(
    lambda card_id, asked_id: Mark.objects.filter(scorecard_id=card_id, asked_id=asked_id).values_list("point", "value")
)


def _card_of(seat: Seat) -> Card:
    rows = _card(seat.pk)
    judged = [Judged(*rest) for _, _, *rest in rows]
    return Card(
        rows[0][0] if rows else None,
        bool(rows and rows[0][1]),
        {each.asked_id: each for each in judged if each.asked_id},
    )


def panel_room(interview: Interview, seat: Seat, now: datetime, position: int | None = None) -> PanelRoom:
    """Everything that the panel's room shows; `position` is the question in view, by default the open one."""
    asked = [Place(*row) for row in _places(interview.pk)]
    opened = next((item for item in asked if item.state == QuestionState.OPEN), None)
    in_view = position if position in {item.position for item in asked} else _default_position(asked, opened)
    shown = _shown.get(interview.pk, in_view)
    open_question = shown if opened and opened.pk == shown.pk else opened and _shown.get(interview.pk, opened.position)
    card = _card_of(seat)
    tells_wording = may_see_wording(interview, seat)
    wording = wording_of(shown) if tells_wording else None
    return PanelRoom(
        interview=interview,
        seat=seat,
        clock=face_of(interview.clock, now),
        question_clock=face_of(open_question.clock, now, within=interview.clock) if open_question else None,
        rail=[_rail_item(item, card.judged.get(item.pk), in_view) for item in asked],
        shown=shown,
        open_position=opened.position if opened else None,
        next_position=next_position_of(asked, opened),
        previous_position=_previous_position(asked, opened, in_view),
        judgement=judgement_of(shown, card, wording, interview.rating_anchors),
        tells_wording=tells_wording,
        wording=wording,
        people=panel_of(interview, now),
        may_run=interview.phase == Phase.DURING and may(seat.role, Action.RUN, interview.phase),
        may_score=may(seat.role, Action.SCORE, interview.phase),
    )


def _last_closed(asked: Sequence[AskedQuestion | Place]) -> AskedQuestion | Place | None:
    closed = [item for item in asked if item.state in CLOSED]
    return max(closed, key=lambda item: item.closed_at, default=None)


def _default_position(asked: list[Place], opened: Place | None) -> int:
    return (opened or _last_closed(asked) or asked[0]).position


def next_position_of(asked: Sequence[AskedQuestion | Place], opened: AskedQuestion | Place | None) -> int | None:
    """The next one in order after where the sitting stands, whatever is in view; then those that were passed over."""
    stands = opened or _last_closed(asked)
    queued = [item.position for item in asked if item.state == QuestionState.QUEUED]
    after = [position for position in queued if stands is None or position > stands.position]
    return next(iter(after or queued), None)


def _previous_position(asked: list[Place], opened: Place | None, in_view: int) -> int | None:
    """The closed question nearest before the open one; with none open, the one in view."""
    last = opened.position - 1 if opened else in_view
    return max((item.position for item in asked if item.state in CLOSED and item.position <= last), default=None)


def _rail_item(item: Place, judged: Judged | None, in_view: int) -> RailItem:
    return RailItem(
        position=item.position,
        title=item.title,
        state=item.state,
        rating=judged.value if judged else None,
        not_observed=bool(judged and judged.not_observed),
        asker=item.asker or "",
        shown=item.position == in_view,
    )


def judgement_of(asked: AskedQuestion, card: Card, wording: Wording | None, anchors: dict[int, str]) -> Judgement:
    """One scorecard on one question, each key point with what is told of the answer's wording."""
    marks = dict(_marks(card.pk, asked.pk)) if card.pk else {}
    judged = card.judged.get(asked.pk)
    heard = judged.flags if judged else []
    points = asked.points
    markers = wording.markers if wording else [None] * len(points)
    return Judgement(
        points=[PointRow(i, point, marks.get(i, ""), marker) for i, (point, marker) in enumerate(zip(points, markers))],
        flags=[FlagRow(i, text, i in heard) for i, text in enumerate(asked.red_flags)],
        rating=judged.value if judged else None,
        not_observed=bool(judged and judged.not_observed),
        note=judged.note if judged else "",
        note_version=judged.note_version if judged else 0,
        coverage=coverage(points, marks),
        suggested=suggested_rating(points, marks),
        locked=card.submitted,
        anchors=anchors,
    )
