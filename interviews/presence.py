"""Who is in the room: the moment a seat was last seen."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from interviews.flow import announce
from interviews.models import Seat

SEEN_EVERY = timedelta(seconds=15)
HERE_FOR = timedelta(seconds=40)


def is_here(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is not None and now - seen_at <= HERE_FOR


def arrive(seat: Seat, now: datetime) -> None:
    """Note that a seat is in the room; the others hear of it only when it was away."""
    if seat.seen_at and now - seat.seen_at < SEEN_EVERY:
        return
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(seen_at=now)
        if not is_here(seat.seen_at, now):
            announce(seat.interview_id)


def leave(seat_id: int, interview_id: int) -> None:
    with transaction.atomic():
        if Seat.objects.filter(pk=seat_id, seen_at__isnull=False).update(seen_at=None):
            announce(interview_id)


def still_here(seat_ids: Collection[int], now: datetime) -> None:
    Seat.objects.filter(pk__in=seat_ids).update(seen_at=now)
