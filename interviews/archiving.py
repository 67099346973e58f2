"""Puts interviews that are over out of the daily list, and brings them back. Nothing of them changes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from interviews.models import Event, Interview, Seat
from interviews.roles import Action, Role, may
from interviews.states import PHASES, InterviewState


def may_archive(state: str, seats: Iterable[Seat], user: User) -> bool:
    """Whether somebody may put an interview away or bring it back: its lead, or an administrator, once it is over."""
    roles = [seat.role for seat in seats if seat.user_id == user.pk and not seat.revoked_at]
    phase = PHASES[InterviewState(state)]
    return any(may(role, Action.ARCHIVE, phase) for role in roles + [Role.LEAD] * user.is_superuser)


def archive(numbers: Collection[int], by: User, now: datetime) -> int:
    """Put those of them away that this person may; how many there were."""
    return _move(numbers, by, now, "archive", was_archived=False)


def unarchive(numbers: Collection[int], by: User, now: datetime) -> int:
    """Bring those of them back that this person may; how many there were."""
    return _move(numbers, by, now, "unarchive", was_archived=True)


@transaction.atomic
def _move(numbers: Collection[int], by: User, now: datetime, verb: str, *, was_archived: bool) -> int:
    held = Interview.objects.select_for_update().filter(pk__in=numbers, archived_at__isnull=not was_archived)
    moved = [one for one in held.prefetch_related("seats") if may_archive(one.state, one.seats.all(), by)]
    Interview.objects.filter(pk__in=[one.pk for one in moved]).update(archived_at=None if was_archived else now)
    Event.objects.bulk_create(Event(interview=one, at=now, seat=_seat_of(one, by), verb=verb) for one in moved)
    return len(moved)


def _seat_of(interview: Interview, user: User):
    return next((seat for seat in interview.seats.all() if seat.user_id == user.pk), None)
