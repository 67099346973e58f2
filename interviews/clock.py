"""Arithmetic on time, for a sitting and for one question alike. Nothing else asks what time it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

GRACE = timedelta(seconds=2)
ZERO = timedelta()


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


def minutes(length: timedelta) -> int:
    """Whole minutes, for reading; half a minute rounds up."""
    return int(length.total_seconds() / 60 + 0.5)
