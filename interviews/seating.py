"""Who sits in an interview beside lead and candidate, and who of the panel puts which question."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from interviews import inviting
from interviews.autosave import Refused
from interviews.flow import announce, record
from interviews.models import LONGEST_NAME, AskedQuestion, Interview, Seat
from interviews.roles import Role

OPEN_TO_ALL = (Role.PANELLIST, Role.OBSERVER)


def seat_for(interview: Interview, user: User, role: Role) -> Seat:
    name = (user.get_full_name() or user.username)[:LONGEST_NAME]
    return Seat.objects.create(interview=interview, user=user, role=role, name=name)


@transaction.atomic
def add(interview: Interview, users: Sequence[User], role: Role, by: Seat, now: datetime) -> None:
    """Give each of them a seat; somebody who was removed before sits down again.

    Raises Refused, with nobody seated, where one of them has a seat already.
    """
    # Held, so that of two at once the later one sees whom the other has seated.
    Interview.objects.select_for_update().get(pk=interview.pk)
    for user in users:
        seat = Seat.objects.filter(interview=interview, user=user).first()
        if seat and (seat.revoked_at is None or seat.role not in OPEN_TO_ALL):
            raise Refused(f"“{user.username}” is the {seat.role} here already: one seat a person.")
        if seat:
            Seat.objects.filter(pk=seat.pk).update(role=role, revoked_at=None)
        seat = seat or seat_for(interview, user, role)
        record(interview, by, "seat", now, whom=seat.pk, role=role)
    announce(interview.pk)


@transaction.atomic
def remove(seat: Seat, by: Seat, now: datetime) -> None:
    """Close a seat of the panel, or of a watcher; the questions that were theirs are everybody's again.

    Raises Refused for the lead and the candidate.
    """
    if seat.role not in OPEN_TO_ALL:
        raise Refused(f"The {seat.role} cannot be removed. Cancel the interview instead.")
    AskedQuestion.objects.filter(asker=seat).update(asker=None)
    inviting.revoke(seat, now, by)


def take_turns(interview: Interview) -> None:
    """Share the questions out: the seats of the panel put and rate one each, in turn."""
    panel = list(interview.judges)
    assign(interview, {asked.position: panel[(asked.position - 1) % len(panel)] for asked in interview.asked.all()})


@transaction.atomic
def assign(interview: Interview, askers: Mapping[int, Seat | None]) -> None:
    """Say who puts and rates which question, by its position; None stands for all of the panel."""
    asked = [item for item in interview.asked.all() if item.position in askers]
    for item in asked:
        item.asker = askers[item.position]
    AskedQuestion.objects.bulk_update(asked, ["asker"])
    announce(interview.pk)
