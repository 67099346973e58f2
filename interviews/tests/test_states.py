from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.clock import Clock
from interviews.states import (
    CLOSED,
    INTERVIEW_MOVES,
    PHASES,
    QUESTION_MOVES,
    IllegalMove,
    InterviewState,
    Phase,
    QuestionState,
    interview_move,
    lapse,
    question_move,
)

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

INTERVIEW_TABLE = {
    ("draft", "schedule"): "scheduled",
    ("draft", "cancel"): "cancelled",
    ("scheduled", "start"): "live",
    ("scheduled", "cancel"): "cancelled",
    ("live", "pause"): "paused",
    ("live", "end"): "ended",
    ("live", "cancel"): "cancelled",
    ("paused", "resume"): "live",
    ("paused", "end"): "ended",
    ("paused", "cancel"): "cancelled",
}
QUESTION_TABLE = {
    ("queued", "open"): "open",
    ("queued", "skip"): "skipped",
    ("open", "answer"): "answered",
    ("open", "skip"): "skipped",
    ("open", "time_out"): "timed_out",
    ("answered", "reopen"): "open",
    ("skipped", "reopen"): "open",
    ("timed_out", "reopen"): "open",
}


@pytest.mark.parametrize("state", InterviewState)
@pytest.mark.parametrize("verb", INTERVIEW_MOVES)
def test_an_interview_moves_as_drawn_or_not_at_all(state: str, verb: str) -> None:
    if target := INTERVIEW_TABLE.get((state, verb)):
        assert interview_move(verb, state) == target
    else:
        with pytest.raises(IllegalMove, match=state):
            interview_move(verb, state)


@pytest.mark.parametrize("state", QuestionState)
@pytest.mark.parametrize("verb", QUESTION_MOVES)
def test_a_question_moves_as_drawn_or_not_at_all(state: str, verb: str) -> None:
    if target := QUESTION_TABLE.get((state, verb)):
        assert question_move(verb, state) == target
    else:
        with pytest.raises(IllegalMove, match=state.replace("_", " ")):
            question_move(verb, state)


def test_what_is_over_stays_over() -> None:
    ends = {state for state, phase in PHASES.items() if phase in (Phase.AFTER, Phase.OFF)}
    assert ends == {"ended", "cancelled"}
    assert not any(source in ends for sources, _ in INTERVIEW_MOVES.values() for source in sources)


def test_every_state_has_a_phase_and_closed_is_all_but_queued_and_open() -> None:
    assert set(PHASES) == set(InterviewState)
    assert set(QuestionState) - CLOSED == {"queued", "open"}


minutes = st.integers(min_value=0, max_value=120).map(lambda m: timedelta(minutes=m))


@given(st.sampled_from(InterviewState), minutes, minutes, minutes, minutes)
def test_time_alone_ends_only_what_runs(
    state: str, whole: timedelta, one: timedelta, begun: timedelta, past: timedelta
) -> None:
    clock, question = Clock(START, whole), Clock(START + begun, one)
    found = lapse(state, clock, question, START + past)
    if state != InterviewState.LIVE:
        assert not found
    if found.interview_ended_at:
        assert found.interview_ended_at == clock.deadline <= START + past
        # No question outlives its sitting.
        assert found.question_ended_at
    if found.question_ended_at:
        assert found.question_ended_at == min(question.deadline, clock.deadline) <= START + past


def test_without_an_open_question_only_the_sitting_can_run_out() -> None:
    hour = Clock(START, timedelta(hours=1))
    assert not lapse("live", hour, None, START + timedelta(minutes=59))
    assert lapse("live", hour, None, START + timedelta(hours=2)).interview_ended_at == hour.deadline
