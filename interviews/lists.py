"""Lists of interviews: which are somebody's, narrowed and in order, a page at a time.

A page is found by the interview that it follows or precedes, so that a late one costs what the first one costs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.timezone import get_current_timezone

from config.prepared import Prepared, padded
from interviews.archiving import may_archive
from interviews.models import Interview, Seat
from interviews.roles import Role

PAGE = 25
COUNTED = 1_000
MANY = 500


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to, and its order. `archived` is empty for those that are not, "only" or "both"."""

    text: str = ""
    person: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    archived: str = ""
    plan: int | None = None
    sort: str = ""

    @property
    def oldest_first(self) -> bool:
        return self.sort == "oldest"


class Row(NamedTuple):
    """What a list shows of an interview."""

    number: int
    title: str
    state: str
    is_archived: bool
    created_at: datetime
    questions: int
    candidate: str
    interviewers: str
    may_archive: bool


@dataclass(frozen=True)
class Page:
    """Some rows of a list. `before` and `after` name the interview at the edge where the list goes on, or nothing.

    The first page says how many there are in all, or one more than are counted.
    """

    rows: list[Row]
    before: int | None
    after: int | None
    count: int | None

    @property
    def counted_all(self) -> bool:
        return self.count is not None and self.count <= COUNTED


@cache
def _seat_in_place(number: int) -> Prepared:
    return Prepared(
        lambda user_id: (
            Seat.objects.filter(user=user_id, revoked_at=None).order_by().values_list("pk")[number - 1 : number]
        )
    )


def has_many(user: User) -> bool:
    """Whether somebody sits in so many that another plan finds a page of them sooner."""
    return bool(_seat_in_place(MANY)(user.pk))


def is_mine(user: User) -> Q | Exists:
    """Whether somebody sits in it, whatever seat it is."""
    return _sits_there(user.pk, many=has_many(user))


def _sits_there(user_id: int, *, many: bool) -> Q | Exists:
    seats = Seat.objects.filter(user=user_id, revoked_at=None)
    # Of so many, going through all interviews in their order and looking for the seat finds a page soonest.
    return Exists(seats.filter(interview=OuterRef("pk"))) if many else Q(pk__in=seats.values("interview"))


def narrowed(wanted: Wanted) -> QuerySet[Interview]:
    """The interviews that fit every wish that is not empty."""
    interviews = Interview.objects.all()
    if wanted.text:
        interviews = interviews.filter(_holds("title", wanted.text) | _named(wanted.text))
    if wanted.person:
        interviews = interviews.filter(_named(wanted.person))
    if wanted.state:
        interviews = interviews.filter(state=wanted.state)
    if wanted.plan:
        interviews = interviews.filter(plan=wanted.plan)
    if wanted.since:
        interviews = interviews.filter(created_at__gte=_moment(wanted.since, time.min))
    if wanted.until:
        interviews = interviews.filter(created_at__lte=_moment(wanted.until, time.max))
    return interviews if wanted.archived == "both" else interviews.filter(archived_at__isnull=wanted.archived != "only")


def _named(text: str) -> Case:
    """Whether anybody in it is called so.

    Names are gone through once. As a case, the answer is asked for interview by interview; a database that begins with
    everybody who is called so would begin with most.
    """
    called = Seat.objects.filter(_holds("name", text)).values("interview")
    return Case(When(pk__in=called, then=True), default=False, output_field=BooleanField())


def _holds(column: str, text: str) -> Q:
    """Whether a text is in it, whatever its case; SQLite knows the case of plain Latin letters alone."""
    spellings = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    return reduce(or_, (Q(**{f"{column}__icontains": spelling}) for spelling in sorted(spellings)))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, get_current_timezone())


def newest(user: User, kinds: Mapping[str, Sequence[str]], count: int) -> dict[str, list[Row]]:
    """Of each kind, which is some states, the newest interviews of somebody that are not archived."""
    many = has_many(user)
    numbers = {kind: _newest(tuple(states), count, many)(user.pk) for kind, states in kinds.items()}
    rows = {row.number: row for row in _rows([pk for some in numbers.values() for pk in some], user)}
    return {kind: [rows[pk] for pk in some] for kind, some in numbers.items()}


@cache
def _newest(states: tuple[str, ...], count: int, many: bool) -> Prepared:
    def build(user_id: int) -> QuerySet[Interview]:
        mine = narrowed(Wanted()).filter(_sits_there(user_id, many=many), **({"state__in": states} if states else {}))
        return _ordered(mine, oldest_first=False).values_list("pk", flat=True)[:count]

    return Prepared(build)


def page_of(user: User, wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Page:
    """The page of somebody's interviews that follows or precedes one of them; without such a one, the first."""
    beside = after or before
    if wanted == Wanted() and not beside:
        # What nearly everybody asks for.
        return _first(_newest((), COUNTED + 1, has_many(user))(user.pk), user)
    mine = is_mine(user)
    # SQLite asks in this order, and what was typed lets fewest through.
    found = narrowed(wanted).filter(mine)
    edge = Interview.objects.filter(mine, pk=beside).values_list("created_at", "pk").first() if beside else None
    if edge is None:
        return _first(_numbers(_ordered(found, wanted.oldest_first), COUNTED + 1), user)
    backwards = not after
    oldest_first = wanted.oldest_first != backwards
    numbers = _numbers(_ordered(_beyond(found, edge, oldest_first), oldest_first), PAGE + 1)
    more, numbers = len(numbers) > PAGE, numbers[:PAGE]
    if backwards:
        return _page(numbers[::-1], user, has_before=more, has_after=True)
    return _page(numbers, user, has_before=True, has_after=more)


def _first(numbers: list[int], user: User) -> Page:
    return _page(numbers, user, has_before=False, has_after=len(numbers) > PAGE, count=len(numbers))


def _page(numbers: list[int], user: User, *, has_before: bool, has_after: bool, count: int | None = None) -> Page:
    rows = _rows(numbers[:PAGE], user)
    before = rows[0].number if rows and has_before else None
    return Page(rows, before, rows[-1].number if rows and has_after else None, count)


def _ordered(interviews: QuerySet[Interview], oldest_first: bool) -> QuerySet[Interview]:
    return interviews.order_by(*(("created_at", "id") if oldest_first else ("-created_at", "-id")))


def _beyond(interviews: QuerySet[Interview], edge: tuple[datetime, int], oldest_first: bool) -> QuerySet[Interview]:
    """Those behind the edge, in the order in which they are read. The first condition is for the index."""
    at, pk = edge
    if oldest_first:
        return interviews.filter(Q(created_at__gt=at) | Q(pk__gt=pk), created_at__gte=at)
    return interviews.filter(Q(created_at__lt=at) | Q(pk__lt=pk), created_at__lte=at)


def _numbers(interviews: QuerySet[Interview], count: int) -> list[int]:
    return list(interviews.values_list("pk", flat=True)[:count])


_interviews = Prepared(
    lambda *numbers: (
        Interview.objects.filter(pk__in=numbers)
        .order_by()
        .values_list("pk", "title", "state", "archived_at", "created_at")
        .annotate(Count("asked"))
    )
)
_seats = Prepared(lambda *numbers: Seat.objects.filter(interview__in=numbers))


def _rows(numbers: Sequence[int], user: User) -> list[Row]:
    """What a list shows of these; it is asked for once it is known which they are."""
    if not numbers:
        return []
    some = padded(numbers, PAGE)
    seats = defaultdict(list)
    for seat in _seats(*some):
        seats[seat.interview_id].append(seat)
    found = {number: (number, *shown) for number, *shown in _interviews(*some)}
    return [_row(*found[number], seats[number], user) for number in numbers]


def _row(
    number: int,
    title: str,
    state: str,
    archived_at: datetime | None,
    created_at: datetime,
    questions: int,
    seats: list[Seat],
    user: User,
) -> Row:
    answering = [seat.name for seat in seats if seat.role == Role.CANDIDATE]
    answering += [f"{seat.name}, alone" for seat in seats if seat.role == Role.SOLO]
    judging = [seat.name for seat in seats if seat.role in (Role.LEAD, Role.PANELLIST)]
    return Row(
        number,
        title,
        state,
        archived_at is not None,
        created_at,
        questions,
        ", ".join(answering),
        ", ".join(judging),
        may_archive(state, seats, user),
    )
