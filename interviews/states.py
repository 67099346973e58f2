"""The table of legal moves, and what a stored state means at a given moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from interviews.clock import Clock


class InterviewState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class QuestionState(StrEnum):
    QUEUED = "queued"
    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    TIMED_OUT = "timed_out"


class Phase(StrEnum):
    """What rights depend on: a sitting has not begun, is under way, is over, or will never be."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    OFF = "off"


PHASES = {
    InterviewState.DRAFT: Phase.BEFORE,
    InterviewState.SCHEDULED: Phase.BEFORE,
    InterviewState.LIVE: Phase.DURING,
    InterviewState.PAUSED: Phase.DURING,
    InterviewState.ENDED: Phase.AFTER,
    InterviewState.CANCELLED: Phase.OFF,
}

_I, _Q = InterviewState, QuestionState

INTERVIEW_MOVES: dict[str, tuple[frozenset[InterviewState], InterviewState]] = {
    "schedule": (frozenset({_I.DRAFT}), _I.SCHEDULED),
    "start": (frozenset({_I.SCHEDULED}), _I.LIVE),
    "pause": (frozenset({_I.LIVE}), _I.PAUSED),
    "resume": (frozenset({_I.PAUSED}), _I.LIVE),
    "end": (frozenset({_I.LIVE, _I.PAUSED}), _I.ENDED),
    "cancel": (frozenset({_I.DRAFT, _I.SCHEDULED, _I.LIVE, _I.PAUSED}), _I.CANCELLED),
}
QUESTION_MOVES: dict[str, tuple[frozenset[QuestionState], QuestionState]] = {
    "open": (frozenset({_Q.QUEUED}), _Q.OPEN),
    "answer": (frozenset({_Q.OPEN}), _Q.ANSWERED),
    "skip": (frozenset({_Q.OPEN, _Q.QUEUED}), _Q.SKIPPED),
    "time_out": (frozenset({_Q.OPEN}), _Q.TIMED_OUT),
    "reopen": (frozenset({_Q.ANSWERED, _Q.SKIPPED, _Q.TIMED_OUT}), _Q.OPEN),
}
CLOSED = frozenset({_Q.ANSWERED, _Q.SKIPPED, _Q.TIMED_OUT})
# Nobody answered these, so nobody judges them.
PASSED_OVER = frozenset({_Q.QUEUED, _Q.SKIPPED})


class IllegalMove(Exception):
    """A state was asked to move where no move leads. The message is for the person who asked."""


def interview_move(verb: str, state: str) -> InterviewState:
    """The state that `verb` leads to.

    Raises IllegalMove where the table has no such move.
    """
    sources, target = INTERVIEW_MOVES[verb]
    if state not in sources:
        raise IllegalMove(f"This interview is {state}: it cannot {verb} now.")
    return target


def question_move(verb: str, state: str) -> QuestionState:
    """The state that `verb` leads to.

    Raises IllegalMove where the table has no such move.
    """
    sources, target = QUESTION_MOVES[verb]
    if state not in sources:
        raise IllegalMove(f"This question is {state.replace('_', ' ')}: it cannot {verb.replace('_', ' ')} now.")
    return target


@dataclass(frozen=True)
class Lapse:
    """What time alone has done since the last write: when the sitting ran out, when its open question did."""

    interview_ended_at: datetime | None = None
    question_ended_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.interview_ended_at or self.question_ended_at)


def lapse(state: str, clock: Clock, open_clock: Clock | None, now: datetime) -> Lapse:
    """What has run out by `now`. A question never outlives its sitting; a paused sitting never runs out."""
    if state != InterviewState.LIVE:
        return Lapse()
    ended = clock.deadline if clock.is_over(now) else None
    if open_clock is None:
        return Lapse(interview_ended_at=ended)
    question_deadline = min(open_clock.deadline, clock.deadline)
    return Lapse(ended, question_deadline if now >= question_deadline else None)
