"""Who is in the room: the moment a seat was last seen, and the streams that the processes hold open for it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from interviews.flow import announce
from interviews.models import OpenStream, Seat

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


def standing_mark(seat: Seat) -> str:
    """Tells one invitation of a seat from the next, and is of no use to anybody who would like to have it."""
    return sha256(seat.invitation_nonce.encode()).hexdigest()[:16]


@transaction.atomic
def open_stream(interview_id: int, seat_id: int, mark: str, now: datetime) -> OpenStream | None:
    """Note a stream of a seat, which thereby is in the room; None where that seat may not listen, or not any more
    by the invitation of which `mark` is the standing mark.
    """
    seat = _held(seat_id).filter(interview_id=interview_id, revoked_at=None).first()
    if seat is None or standing_mark(seat) != mark:
        return None
    arrive(seat, now)
    return OpenStream.objects.create(seat=seat, seen_at=now)


@transaction.atomic
def close_stream(stream_id: int, seat_id: int, now: datetime) -> None:
    """Forget a stream; if no process has another one open for this seat, it has left."""
    seat = _held(seat_id).first()
    OpenStream.objects.filter(pk=stream_id).delete()
    if seat and not seat.streams.filter(seen_at__gt=now - HERE_FOR).exists():
        _leave(seat.interview_id, Seat.objects.filter(pk=seat_id, seen_at__isnull=False))


def still_here(stream_ids: Collection[int], now: datetime) -> None:
    """Renew the streams that a process holds open, and the seats they are of."""
    OpenStream.objects.filter(pk__in=stream_ids).update(seen_at=now)
    Seat.objects.filter(streams__in=stream_ids, revoked_at=None).update(seen_at=now)


def forget_lost(interview_ids: Collection[int], now: datetime) -> None:
    """Forget streams whose process died, and tell these interviews who was in the room by them alone."""
    lost = {"seen_at__lt": now - HERE_FOR}
    OpenStream.objects.filter(**lost).delete()
    gone = Seat.objects.filter(interview__in=interview_ids, **lost)
    for seat_id, interview_id in gone.values_list("pk", "interview_id"):
        with transaction.atomic():
            _leave(interview_id, Seat.objects.filter(pk=seat_id, **lost))


def _leave(interview_id: int, seat: QuerySet[Seat]) -> None:
    if seat.update(seen_at=None):
        announce(interview_id)


def _held(seat_id: int) -> QuerySet[Seat]:
    """Coming and going of one seat happen one after the other, whichever processes see them."""
    return Seat.objects.select_for_update(no_key=True).filter(pk=seat_id)
