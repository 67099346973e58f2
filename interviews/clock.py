"""Arithmetic on time, for a sitting and for one question alike. Nothing else asks what time it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

GRACE = timedelta(seconds=2)
ZERO = timedelta()
MILLISECOND, MINUTE = timedelta(milliseconds=1), timedelta(minutes=1)


def now() -> datetime:
    """The present moment. The only caller of timezone.now, so that a test can set the time in one place."""
    return timezone.now()


class ClockState(StrEnum):
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True)
class Clock:
    """A budget of time that runs from `started_at`, stands still while paused, and may be given extra."""

    started_at: datetime | None
    budget: timedelta
    paused_at: datetime | None = None
    paused_total: timedelta = ZERO
    extra: timedelta = ZERO

    @property
    def allowed(self) -> timedelta:
        return self.budget + self.extra

    @property
    def deadline(self) -> datetime:
        """When it runs out, as known so far: a pause that still lasts moves it further.

        Raises ValueError before the clock has started.
        """
        if self.started_at is None:
            raise ValueError("A clock that has not started has no deadline.")
        return self.started_at + self.allowed + self.paused_total

    def remaining(self, now: datetime) -> timedelta:
        """Time left at `now`, never below zero, and never more than there was: the computer's clock may be set back."""
        if self.started_at is None:
            return self.allowed
        return min(max(self.deadline - (self.paused_at or now), ZERO), self.allowed)

    def used(self, now: datetime) -> timedelta:
        """Time spent by `now`, pauses left out."""
        if self.started_at is None:
            return ZERO
        return max((self.paused_at or now) - self.started_at - self.paused_total, ZERO)

    def is_over(self, now: datetime) -> bool:
        return self.started_at is not None and self.paused_at is None and now >= self.deadline

    def accepts(self, now: datetime) -> bool:
        """Whether work that arrives at `now` was still in time, the network's grace included."""
        return self.started_at is not None and (self.paused_at or now) <= self.deadline + GRACE

    def state(self, now: datetime) -> ClockState:
        if self.started_at is None:
            return ClockState.IDLE
        if self.paused_at is not None:
            return ClockState.PAUSED
        return ClockState.OVER if self.is_over(now) else ClockState.RUNNING

    def pause_ended(self, now: datetime) -> timedelta:
        """All time paused, once the pause that began at `paused_at` ends at `now`."""
        return self.paused_total + (now - self.paused_at if self.paused_at else ZERO)


def with_accommodation(budget: timedelta, extra_percent: int) -> timedelta:
    """The budget lengthened by an accommodation in per cent, to the whole second."""
    return timedelta(seconds=round(budget.total_seconds() * (100 + extra_percent) / 100))


def milliseconds(moment: datetime) -> int:
    """Since 1970, as scripts count time."""
    return int(moment.timestamp() * 1000)


def minutes(length: timedelta) -> int:
    """Whole minutes, for reading; half a minute rounds up."""
    return int(length.total_seconds() / 60 + 0.5)


@dataclass(frozen=True)
class ClockFace:
    """What a page draws of a clock. While it runs, a script counts from `deadline_ms`; else `remaining_ms` are left.

    One that runs is drawn in the same way until the next minute.
    """

    state: ClockState
    deadline_ms: int | None
    remaining_ms: int | None
    minutes_left: int
    allowed_minutes: int
    extended_from: int | None


def face_of(clock: Clock, now: datetime, within: Clock | None = None) -> ClockFace:
    """Draw a clock; one `within` another, as a question is within its sitting, ends no later than that one."""
    limits = [clock] if within is None else [clock, within]
    running = clock.started_at is not None and clock.paused_at is None
    remaining = min(limit.remaining(now) for limit in limits)
    # Never further away than there is time: the computer's clock may have been set back.
    deadline = min(min(limit.deadline, now + limit.allowed) for limit in limits) if running else None
    return ClockFace(
        state=clock.state(now),
        deadline_ms=milliseconds(deadline) if deadline else None,
        remaining_ms=None if running else remaining // MILLISECOND,
        minutes_left=-(-remaining // MINUTE),
        allowed_minutes=minutes(clock.allowed),
        extended_from=minutes(clock.budget) if clock.extra else None,
    )
