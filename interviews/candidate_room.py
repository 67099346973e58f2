"""What the candidate's room shows at one moment: no model answer that is not revealed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from config.prepared import Prepared
from interviews.clock import ClockFace, face_of
from interviews.models import AskedQuestion, Interview, Reveal, Seat
from interviews.roles import Role
from interviews.room import HEAVY, next_position_of, people_of
from interviews.states import CLOSED, InterviewState, Phase, QuestionState
from questions.rubric import Point


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
    is_solo: bool = False
    next_position: int | None = None

    @property
    def is_paused(self) -> bool:
        return self.interview.state == InterviewState.PAUSED

    @property
    def open_position(self) -> int | None:
        return self.question.position if self.question and not self.question.locked else None


_latest = Prepared(
    lambda interview_id: (
        AskedQuestion.objects.filter(interview_id=interview_id)
        .exclude(state=QuestionState.QUEUED)
        .defer(*(set(HEAVY) - {"prompt_html", "answer"}))
        .order_by(F("closed_at").desc(nulls_first=True))[:1]
    )
)
_positions = Prepared(
    lambda interview_id: AskedQuestion.objects.filter(interview_id=interview_id).values_list("position")
)


def candidate_room(interview: Interview, now: datetime, seat: Seat | None = None) -> CandidateRoom:
    """Everything that the candidate's room shows, and nothing that is not theirs to see yet.

    Somebody alone in it opens the questions too, and so learns which is next.
    """
    solo = seat is not None and seat.role == Role.SOLO
    latest = _latest.first(interview.pk)
    opened = latest if latest and latest.state == QuestionState.OPEN else None
    return CandidateRoom(
        interview=interview,
        total=len(_positions(interview.pk)),
        question=_candidate_question(latest) if latest else None,
        clock=face_of(interview.clock, now),
        question_clock=face_of(opened.clock, now, within=interview.clock) if opened else None,
        revealed=revealed_of(interview),
        lead_is_here=any(person.here for person in people_of(interview, now) if person.role == Role.LEAD),
        is_solo=solo,
        next_position=next_position_of(list(interview.asked.defer(*HEAVY)), opened) if solo else None,
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
