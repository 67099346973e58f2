"""Whom a command means: somebody with an account, or the candidate without one of an interview."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from interviews.models import Seat
from interviews.roles import Role


def add_person(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("username", nargs="?", default="", help="of somebody with an account")
    which.add_argument("--interview", type=int, metavar="NUMBER", help="of a candidate without one: their interview")


def person_named(username: str, interview: int | None) -> tuple[User | None, Seat | None]:
    """The account or the seat. Raises CommandError where there is none."""
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody here has the username “{username}”.")
        return user, None
    seat = Seat.objects.filter(interview=interview, role=Role.CANDIDATE).select_related("user").first()
    if seat is None:
        raise CommandError(f"There is no interview {interview} with a candidate.")
    if seat.user:
        raise CommandError(f"The candidate of interview {interview} has an account: name it, {seat.user.username}.")
    return None, seat
