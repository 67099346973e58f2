"""The house that is measured: interviews with a lead, a panellist and a candidate, each already logged in.

They are made by the app's own verbs, beside the server, so that a run spends its time on what it measures.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from interviews import inviting, live
from interviews.access import SESSION_KEY as SEATS_KEY
from interviews.access import as_remembered
from interviews.models import Interview, Seat
from interviews.planning import Recipe, create
from interviews.roles import Role
from questions.models import INTERVIEWERS, Question

QUESTIONS = 5
# Nothing runs out while it is measured.
MINUTES_EACH = 60
MINUTES = QUESTIONS * MINUTES_EACH
BATCH = 25
CSRF = "c" * 32


@dataclass(frozen=True)
class Sitter:
    """Somebody in a seat: what their browser would send along, and where they listen."""

    seat: int
    cookie: str
    stream: str


@dataclass(frozen=True)
class Room:
    """One interview that is ready to start. `points` are the key points of each question."""

    interview: int
    lead: Sitter
    panellist: Sitter
    candidate: Sitter
    points: tuple[int, ...]

    @property
    def sitters(self) -> tuple[Sitter, Sitter, Sitter]:
        return self.lead, self.panellist, self.candidate

    @property
    def address(self) -> str:
        return f"/interviews/{self.interview}/"


def furnish(count: int, now: datetime) -> list[Room]:
    """Make so many interviews, each with people of its own."""
    group = Group.objects.get_or_create(name=INTERVIEWERS)[0]
    refs = tuple(Question.objects.published().order_by("ref").values_list("ref", flat=True)[:QUESTIONS])
    first = Interview.objects.count()
    rooms = []
    for start in range(first, first + count, BATCH):
        with transaction.atomic():
            rooms += [_room(number, group, refs, now) for number in range(start, min(start + BATCH, first + count))]
    return rooms


def versions_of(rooms: list[Room]) -> dict[int, int]:
    known = Interview.objects.filter(pk__in=[room.interview for room in rooms])
    return dict(known.values_list("pk", "version"))


def _room(number: int, group: Group, refs: tuple[str, ...], now: datetime) -> Room:
    lead, panellist = (_interviewer(f"bench-{kind}-{number}", group) for kind in ("lead", "panellist"))
    recipe = Recipe(
        f"Sitting {number}", "Cleo", MINUTES, refs=refs, minutes_each=MINUTES_EACH, seed=number, panel=(panellist,)
    )
    interview = create(recipe, lead, now)
    seats = {seat.role: seat for seat in interview.seats.all()}
    inviting.accept(seats[Role.CANDIDATE], None, now)
    return Room(
        interview.pk,
        _with_account(seats[Role.LEAD], lead),
        _with_account(seats[Role.PANELLIST], panellist),
        _by_invitation(seats[Role.CANDIDATE]),
        tuple(len(asked.key_points) for asked in interview.asked.all()),
    )


def _interviewer(name: str, group: Group) -> User:
    user = User.objects.create(username=name)
    user.groups.add(group)
    return user


def _with_account(seat: Seat, user: User) -> Sitter:
    backend = "config.accounts.Accounts"
    known = {USER_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    return _sitter(seat, known)


def _by_invitation(seat: Seat) -> Sitter:
    return _sitter(seat, {SEATS_KEY: as_remembered(seat)})


def _sitter(seat: Seat, known: dict) -> Sitter:
    session = SessionStore()
    session.update(known)
    session.create()
    cookie = f"sessionid={session.session_key}; csrftoken={CSRF}"
    return Sitter(seat.pk, cookie, live.stream_address(seat))
