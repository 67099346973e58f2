from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.clock import GRACE, ZERO, Clock, ClockState, minutes, with_accommodation

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

lengths = st.timedeltas(min_value=ZERO, max_value=timedelta(hours=8))
moments = lengths.map(lambda length: START + length)
running = st.builds(Clock, st.just(START), lengths, st.none(), lengths, lengths)
paused = st.builds(lambda at, **kept: Clock(START, HOUR, at, **kept), moments, paused_total=lengths, extra=lengths)


def test_a_clock_that_has_not_started_has_all_its_time_and_no_deadline() -> None:
    clock = Clock(None, HOUR)
    assert (clock.remaining(START), clock.used(START), clock.state(START)) == (HOUR, ZERO, ClockState.IDLE)
    assert not clock.is_over(START + 2 * HOUR)
    with pytest.raises(ValueError, match="not started"):
        _ = clock.deadline


@pytest.mark.parametrize(
    ("after", "state", "left"),
    [
        (timedelta(), ClockState.RUNNING, HOUR),
        (timedelta(minutes=59, seconds=59), ClockState.RUNNING, timedelta(seconds=1)),
        (timedelta(minutes=60), ClockState.OVER, ZERO),
        (timedelta(days=3), ClockState.OVER, ZERO),
        # The computer's clock was set back.
        (timedelta(days=-1), ClockState.RUNNING, HOUR),
    ],
)
def test_an_hour_passes(after: timedelta, state: ClockState, left: timedelta) -> None:
    clock = Clock(START, HOUR)
    assert (clock.state(START + after), clock.remaining(START + after)) == (state, left)


@given(running, moments)
def test_what_is_left_and_what_is_used_are_the_whole_until_the_deadline(clock: Clock, now: datetime) -> None:
    assert clock.remaining(now) >= ZERO
    if START + clock.paused_total <= now <= clock.deadline:
        assert clock.remaining(now) + clock.used(now) == clock.allowed


@given(paused, moments)
def test_a_paused_clock_never_runs_out_and_never_moves(clock: Clock, now: datetime) -> None:
    assert clock.state(now) == ClockState.PAUSED
    assert not clock.is_over(now)
    assert clock.remaining(now) == clock.remaining(now + HOUR)
    assert clock.used(now) == clock.used(now + HOUR)


@given(running, lengths, lengths)
def test_a_pause_moves_the_deadline_by_its_length_and_keeps_what_was_left(
    clock: Clock, after: timedelta, length: timedelta
) -> None:
    began = START + after
    standing = Clock(clock.started_at, clock.budget, began, clock.paused_total, clock.extra)
    gone_on = Clock(clock.started_at, clock.budget, None, standing.pause_ended(began + length), clock.extra)
    assert gone_on.deadline - clock.deadline == length
    assert gone_on.remaining(began + length) == clock.remaining(began)


@given(running, lengths)
def test_extra_time_moves_the_deadline_by_exactly_that(clock: Clock, more: timedelta) -> None:
    longer = Clock(clock.started_at, clock.budget, None, clock.paused_total, clock.extra + more)
    assert longer.deadline - clock.deadline == more


@pytest.mark.parametrize(("late", "taken"), [(ZERO, True), (GRACE, True), (GRACE + timedelta(milliseconds=1), False)])
def test_work_on_its_way_has_a_grace(late: timedelta, taken: bool) -> None:
    assert Clock(START, HOUR).accepts(START + HOUR + late) is taken


@pytest.mark.parametrize(
    ("budget", "percent", "seconds"), [(300, 0, 300), (300, 25, 375), (301, 50, 452), (60, 200, 180), (7, 10, 8)]
)
def test_an_accommodation_lengthens_to_the_whole_second(budget: int, percent: int, seconds: int) -> None:
    assert with_accommodation(timedelta(seconds=budget), percent) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "whole"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2), (3600, 60)])
def test_minutes_for_reading_round_half_up(seconds: int, whole: int) -> None:
    assert minutes(timedelta(seconds=seconds)) == whole
