"""When a delivery that failed is tried again: soon, then ever more seldom, for about a day."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=4)
TRIES = 16


def pause_after(tries: int) -> timedelta:
    """How long to wait once `tries` have failed: twice as long each time, up to four hours."""
    return min(FIRST * 2 ** min(tries - 1, 12), LONGEST)


def next_try(tries: int, now: datetime, asked_for: timedelta = timedelta()) -> datetime | None:
    """When to try again, or None to give up. A receiver may ask for a longer pause, within reason."""
    if tries >= TRIES:
        return None
    return now + max(pause_after(tries), min(asked_for, LONGEST))
