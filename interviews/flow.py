"""The only writer of an interview's state and clocks.

Each verb is one conditional UPDATE on the state that it was decided from, then one Event row, in one transaction.
`seen` is the interview's `moves` that the person's control was drawn from; a control that is out of date is refused,
so neither a double click nor a second tab moves anything twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.db import connection, transaction
from django.db.models import F

from config.prepared import Prepared
from interviews.clock import ZERO, Clock
from interviews.hints import VERSION
from interviews.hub import CHANNEL, Change, hub
from interviews.models import AskedQuestion, Event, Interview, Seat
from interviews.states import (
    CLOSED,
    IllegalMove,
    InterviewState,
    Lapse,
    QuestionState,
    interview_move,
    lapse,
    question_move,
)

REOPENED_FOR_AT_LEAST = timedelta(minutes=1)
LONGEST_EXTENSION = timedelta(hours=4)

# Done with every word that is typed. Django's update would not say what it came to.
_COUNT = f'UPDATE "{Interview._meta.db_table}" SET version = version + 1 WHERE id = %s RETURNING version'  # noqa: S608
# What is notified is read by Change.from_text.
_COUNT_AND_NOTIFY = (
    f"WITH counted AS ({_COUNT}) SELECT version, pg_notify(%s, concat_ws(' ', %s, version, %s)) FROM counted"  # noqa: S608
)


class Stale(IllegalMove):
    """The control was drawn from a state that is past."""

    def __init__(self) -> None:
        super().__init__("That had already changed, perhaps in another tab. This is how it stands now.")


def announce(interview_id: int, closes: int = 0) -> None:
    """Count one visible change and, once it is committed, tell the open streams; those of the seat `closes` end.

    This process hears of it in memory, the others from the database: PostgreSQL sends what was notified with the
    commit, and SQLite is watched.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_COUNT_AND_NOTIFY, [interview_id, CHANNEL, interview_id, closes])
        else:
            cursor.execute(_COUNT, [interview_id])
        change = Change(interview_id, cursor.fetchone()[0], closes)
    transaction.on_commit(lambda: hub.take(change))


def verb(function: Callable) -> Callable:
    """Run a verb in a transaction that holds the interview's row, with what time alone did written first."""

    @wraps(function)
    def run(
        interview: Interview, seat: Seat | None, now: datetime, *args, seen: int | None = None, **options
    ) -> Interview:
        interview = settle(interview, now)
        with transaction.atomic():
            held = Interview.objects.select_for_update().get(pk=interview.pk)
            if seen is not None and held.moves != seen:
                raise Stale
            function(held, seat, now, *args, **options)
            announce(held.pk)
        return Interview.objects.get(pk=held.pk)

    return run


def record(interview: Interview, seat: Seat | None, name: str, at: datetime, /, **detail) -> None:
    Event.objects.create(interview=interview, seat=seat, verb=name, at=at, detail=detail)


def hints_shown(interview: Interview) -> dict:
    """What a record keeps of the wording hints that the panel has before it: the rule that makes them."""
    return {"hints": VERSION} if interview.wording_hints else {}


def _update(interview: Interview, **fields) -> None:
    changed = Interview.objects.filter(pk=interview.pk, state=interview.state, moves=interview.moves).update(
        moves=F("moves") + 1, **fields
    )
    if changed != 1:
        raise Stale
    interview.moves += 1
    for name, value in fields.items():
        setattr(interview, name, value)


def _move(interview: Interview, seat: Seat | None, name: str, at: datetime, told: dict | None = None, **fields) -> None:
    target = interview_move(name, interview.state)
    _update(interview, state=target, **fields)
    record(interview, seat, name, at, **(told or {}))


def _move_question(asked: AskedQuestion, seat: Seat | None, name: str, at: datetime, **fields) -> None:
    target = question_move(name, asked.state)
    changed = AskedQuestion.objects.filter(pk=asked.pk, state=asked.state).update(state=target, **fields)
    if changed != 1:
        raise Stale
    record(asked.interview, seat, f"{name}_question", at, position=asked.position)


def open_question_of(interview: Interview) -> AskedQuestion | None:
    return AskedQuestion.objects.filter(interview=interview, state=QuestionState.OPEN).first()


def _close_open(interview: Interview, seat: Seat | None, at: datetime) -> None:
    if asked := open_question_of(interview):
        _move_question(
            asked, seat, "answer", at, closed_at=at, paused_at=None, paused_total=asked.clock.pause_ended(at)
        )


def _must_be_live(interview: Interview) -> None:
    if interview.state != InterviewState.LIVE:
        raise IllegalMove(f"This interview is {interview.state}: questions move only while it is live.")


def settle(interview: Interview, now: datetime) -> Interview:
    """Write what time alone has done by `now`, stamped with the moment it happened, not the moment it was noticed."""
    return _settled(interview, now) if _lapse_of(interview, now) else interview


def settle_known(interview: Interview, open_clock: Clock | None, now: datetime) -> Interview:
    """The same where it is known which question's clock runs, if any, and nothing needs to be asked."""
    return _settled(interview, now) if lapse(interview.state, interview.clock, open_clock, now) else interview


def _settled(interview: Interview, now: datetime) -> Interview:
    with transaction.atomic():
        held = Interview.objects.select_for_update().get(pk=interview.pk)
        past = _lapse_of(held, now)
        if past.question_ended_at and (asked := open_question_of(held)):
            _update(held)
            _move_question(asked, None, "time_out", past.question_ended_at, closed_at=past.question_ended_at)
        if past.interview_ended_at:
            _move(held, None, "end", past.interview_ended_at, ended_at=past.interview_ended_at)
        if past:
            announce(held.pk)
    return Interview.objects.get(pk=interview.pk)


_open_clock = Prepared(
    lambda interview_id: AskedQuestion.objects.filter(interview_id=interview_id, state=QuestionState.OPEN).values_list(
        *Clock.__match_args__
    )
)


def _lapse_of(interview: Interview, now: datetime) -> Lapse:
    if interview.state != InterviewState.LIVE:
        return Lapse()
    clock = _open_clock.first(interview.pk)
    return lapse(interview.state, interview.clock, Clock(*clock) if clock else None, now)


@verb
def schedule(interview: Interview, seat: Seat | None, now: datetime) -> None:
    _move(interview, seat, "schedule", now)


@verb
def start(interview: Interview, seat: Seat | None, now: datetime) -> None:
    _move(interview, seat, "start", now, hints_shown(interview), started_at=now)


@verb
def pause(interview: Interview, seat: Seat | None, now: datetime) -> None:
    _move(interview, seat, "pause", now, paused_at=now)
    AskedQuestion.objects.filter(interview=interview, state=QuestionState.OPEN).update(paused_at=now)


@verb
def resume(interview: Interview, seat: Seat | None, now: datetime) -> None:
    paused_total = interview.clock.pause_ended(now)
    _move(interview, seat, "resume", now, paused_at=None, paused_total=paused_total)
    if asked := open_question_of(interview):
        AskedQuestion.objects.filter(pk=asked.pk).update(paused_at=None, paused_total=asked.clock.pause_ended(now))


@verb
def extend(interview: Interview, seat: Seat | None, now: datetime, length: timedelta) -> None:
    """Give the sitting, and the question that is open, `length` more."""
    if interview.state not in (InterviewState.LIVE, InterviewState.PAUSED):
        raise IllegalMove(f"This interview is {interview.state}: its time cannot be extended.")
    if not ZERO < length <= LONGEST_EXTENSION or interview.extra + length > LONGEST_EXTENSION:
        raise IllegalMove("A sitting can be extended by up to four hours in all.")
    _update(interview, extra=interview.extra + length)
    AskedQuestion.objects.filter(interview=interview, state=QuestionState.OPEN).update(extra=F("extra") + length)
    record(interview, seat, "extend", now, seconds=int(length.total_seconds()))


@verb
def open_question(interview: Interview, seat: Seat | None, now: datetime, position: int) -> None:
    """Put a question to the candidate; the one that was open counts as answered.

    A question that was closed is opened again with the time it had left, and a minute at the least.
    """
    _must_be_live(interview)
    asked = AskedQuestion.objects.get(interview=interview, position=position)
    if asked.state == QuestionState.OPEN:
        raise Stale
    _update(interview)
    _close_open(interview, seat, now)
    if asked.state in CLOSED and asked.started_at:
        _move_question(asked, seat, "reopen", now, **_reopened(asked.clock, asked.closed_at, now))
    else:
        name = "reopen" if asked.state in CLOSED else "open"
        _move_question(asked, seat, name, now, started_at=now, closed_at=None)


def _reopened(clock: Clock, closed_at: datetime, now: datetime) -> dict:
    """The time for which it was closed counts as a pause."""
    still = Clock(clock.started_at, clock.budget, None, clock.paused_total + (now - closed_at), clock.extra)
    short = max(REOPENED_FOR_AT_LEAST - still.remaining(now), ZERO)
    overrun = max(still.used(now) - still.allowed, ZERO)
    return {"closed_at": None, "paused_total": still.paused_total, "extra": clock.extra + short + overrun}


@verb
def skip_question(interview: Interview, seat: Seat | None, now: datetime, position: int) -> None:
    _must_be_live(interview)
    asked = AskedQuestion.objects.get(interview=interview, position=position)
    _update(interview)
    _move_question(asked, seat, "skip", now, closed_at=now)


@verb
def close_question(interview: Interview, seat: Seat | None, now: datetime, position: int) -> None:
    """The candidate has answered and nothing else is asked yet."""
    _must_be_live(interview)
    asked = AskedQuestion.objects.get(interview=interview, position=position)
    _update(interview)
    _move_question(asked, seat, "answer", now, closed_at=now)


@verb
def end(interview: Interview, seat: Seat | None, now: datetime) -> None:
    paused_total = interview.clock.pause_ended(now)
    _move(interview, seat, "end", now, ended_at=now, paused_at=None, paused_total=paused_total)
    _close_open(interview, seat, now)


@verb
def cancel(interview: Interview, seat: Seat | None, now: datetime) -> None:
    _move(interview, seat, "cancel", now, ended_at=now, paused_at=None)
    _close_open(interview, seat, now)
