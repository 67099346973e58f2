"""Interviews as appointments: for each seat what that seat may know, and no question in any of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from integrations.calendars import Appointment
from interviews.clock import minutes
from interviews.models import Seat
from interviews.roles import Role
from interviews.states import InterviewState

# The verbs that change what stands in a calendar. One that moves an interview to another time belongs here too.
CHANGES = ("schedule", "cancel")
LOOKS_BACK = timedelta(days=90)


def of_person(user: User, now: datetime, whole: Callable[[str], str]) -> list[Appointment]:
    """Everything that is or was scheduled for somebody, from a quarter of a year ago on."""
    seats = Seat.objects.filter(user=user, revoked_at=None, interview__starts_at__gte=now - LOOKS_BACK)
    return _appointments(seats, whole)


def of_seat(seat: Seat, whole: Callable[[str], str]) -> Appointment | None:
    """What one seat puts into its calendar, or None where no time was set."""
    return next(iter(_appointments(Seat.objects.filter(pk=seat.pk), whole)), None)


def _appointments(seats: QuerySet[Seat], whole: Callable[[str], str]) -> list[Appointment]:
    scheduled = seats.filter(interview__starts_at__isnull=False)
    scheduled = scheduled.exclude(role=Role.SOLO).exclude(interview__state=InterviewState.DRAFT)
    changes = Q(interview__events__verb__in=CHANGES)
    counted = scheduled.annotate(
        changes=Count("interview__events", filter=changes), changed_at=Max("interview__events__at", filter=changes)
    )
    full = counted.select_related("interview").prefetch_related("interview__seats")
    return [_appointment(seat, whole) for seat in full.order_by("interview__starts_at", "pk")]


def _appointment(seat: Seat, whole: Callable[[str], str]) -> Appointment:
    interview = seat.interview
    return Appointment(
        number=interview.pk,
        made_at=interview.created_at,
        title=interview.title,
        about=_about(seat),
        link=whole(reverse("interviews:show", args=[interview.pk])),
        starts_at=interview.starts_at,
        length=interview.clock.allowed,
        changed_at=seat.changed_at or interview.created_at,
        changes=max(seat.changes - 1, 0),
        cancelled=interview.state == InterviewState.CANCELLED,
    )


def _about(seat: Seat) -> str:
    """How long, and with whom: a candidate reads who leads, the others who is the candidate."""
    wanted = Role.LEAD if seat.role == Role.CANDIDATE else Role.CANDIDATE
    others = [other.name for other in seat.interview.seats.all() if other.role == wanted]
    length = f"{minutes(seat.interview.clock.allowed)} minutes"
    return f"{length}, with {', '.join(others)}" if others else length
