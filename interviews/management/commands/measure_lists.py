from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO
from statistics import median, quantiles
from time import perf_counter, process_time

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client

from interviews import planning, sharing
from interviews.clock import now as clock_now
from interviews.demo_many import copies, make_many
from interviews.demo_sittings import People
from interviews.models import Interview, Seat
from interviews.roles import Role
from interviews.states import InterviewState
from questions.management.throwaway import database_of_its_own, queries_of, read, times_of
from questions.models import INTERVIEWERS

SIZES = (10, 10_000)
ROUNDS, TURNS = 20, 4
MOST = 3.0  # So many times as long may a page take with the most interviews as with the fewest.

LIST = {
    "list": "/interviews/",
    "list of a state": "/interviews/?state=ended",
    "list of a rare state": "/interviews/?state=scheduled",
    "list of some days": "/interviews/?since={since}&until={until}",
    "list of a person": "/interviews/?person={who}",
    "list by a word": "/interviews/?text=round",
    "list by a word not there": "/interviews/?text=nowhere",
    "list of nobody": "/interviews/?person=nowhere",
    "list, oldest first": "/interviews/?sort=oldest",
    "list, archived": "/interviews/?archived=only",
    "list, halfway down": "/interviews/?after={middle}",
    "home": "/",
}
LOBBY = {"lobby": "/interviews/{scheduled}/"}
REPORT = {name: f"/interviews/{{ended}}/{name}" for name in ("report/", "report.csv", "report.json")}
SCORECARD = {"scorecard": "/interviews/{ended}/scorecard/"}
PAGES = {
    "lead": LIST | LOBBY | SCORECARD | REPORT,
    "panellist": LIST | SCORECARD | REPORT,
    "candidate": LIST | LOBBY | REPORT,
    "newcomer": {name: LIST[name] for name in ("list", "list by a word", "home")},  # who sits in a single one
    "nobody": {"home": "/"},
}


class Place:
    """A database with so many interviews, who is logged in there, and what stands for the names in the addresses."""

    def __init__(self, count: int, now: datetime) -> None:
        self.database = connection.settings_dict["NAME"]
        self.names = fill(count, now)
        self.clients = {who: Client(headers={"host": "localhost"}) for who in PAGES}
        for user in User.objects.filter(username__in=PAGES):
            self.clients[user.username].force_login(user)

    def enter(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.database

    def get(self, who: str, address: str) -> None:
        read(self.clients[who], address.format(who=who, **self.names))


@dataclass
class Taken:
    """What one page costs: how many queries, and how many milliseconds each time."""

    queries: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=100, method="inclusive")[94]

    def add(self, place: Place, who: str, address: str) -> None:
        place.enter()
        self.queries = max(self.queries, queries_of(lambda: place.get(who, address)))
        # SQLite works in this process, whose own time other work on the machine does not change.
        clock = process_time if connection.vendor == "sqlite" else perf_counter
        self.times += times_of(lambda: place.get(who, address), ROUNDS // TURNS, clock)


def fill(count: int, now: datetime) -> dict[str, str]:
    """A bank, and so many interviews of the same people; what stands for the names in the addresses."""
    call_command("import_questions", settings.BASE_DIR / "fixtures" / "aws", stdout=StringIO())
    lead, panellist, candidate, newcomer = (User.objects.create(username=name) for name in list(PAGES)[:4])
    lead.groups.set(Group.objects.filter(name=INTERVIEWERS))
    make_many(count - 1, copies(), People([lead], [panellist], [candidate], has_account=1.0), now)
    recipe = planning.Recipe("Next round", "Cleo", 60, candidate=candidate, refs=("aws-senior-01", "aws-senior-02"))
    scheduled = planning.create(recipe, lead, now)
    Seat.objects.create(interview=scheduled, user=panellist, role=Role.PANELLIST, name="panellist")
    first, ended = Interview.objects.filter(state=InterviewState.ENDED)[:2]
    Interview.objects.filter(pk=first.pk).update(title="First round")
    Seat.objects.filter(interview=first, role=Role.CANDIDATE).update(user=newcomer)
    sharing.share(ended, Seat.objects.get(interview=ended, user=lead), now, ["ratings", "notes", "summary", "marks"])
    if connection.vendor == "postgresql":  # what autovacuum does in a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    middle = Interview.objects.order_by("pk")[count // 2]
    since, until = (middle.created_at + timedelta(days=days) for days in (-15, 15))
    days = {"since": f"{since:%Y-%m-%d}", "until": f"{until:%Y-%m-%d}"}
    return days | {"scheduled": scheduled.pk, "ended": ended.pk, "middle": middle.pk}


def measured(few: Place, many: Place) -> Iterator[tuple[str, str, Taken, Taken]]:
    """Every page, as every person sees it, in both places by turns, so that what else goes on weighs on both alike."""
    for who, pages in PAGES.items():
        for page, address in pages.items():
            one, other = Taken(), Taken()
            for _ in range(TURNS):
                one.add(few, who, address)
                other.add(many, who, address)
            yield who, page, one, other


class Command(BaseCommand):
    help = "Measure lists and reports with 10 and 10,000 interviews, in a database made for it and thrown away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)

    def handle(self, *, sizes: tuple[int, int], **options) -> None:
        now, began = clock_now(), perf_counter()
        with database_of_its_own("measure_few"):
            few = Place(sizes[0], now)
            with database_of_its_own("measure_many"):
                many = Place(sizes[1], now)
                self.stdout.write(f"{sizes[0]:,} and {sizes[1]:,} interviews made in {perf_counter() - began:.0f} s")
                self._table(few, many)
                many.enter()  # to be thrown away first

    def _table(self, few: Place, many: Place) -> None:
        self.stdout.write(f"{connection.vendor}; milliseconds, the median and p95 of {ROUNDS}, few and many")
        self.stdout.write(f"{'':38}{'queries':>10}{'median':>16}{'p95':>16}{'ratio':>8}")
        missed = 0
        for who, page, one, other in measured(few, many):
            ratio = median(other.times) / median(one.times)
            met = ratio < MOST and one.queries == other.queries
            missed += not met
            queries = f"{one.queries:>5}{other.queries:>5}"
            times = f"{median(one.times):>8.1f}{median(other.times):>8.1f}{one.p95:>8.1f}{other.p95:>8.1f}"
            self.stdout.write(f"{who:10} {page:27}{queries}{times}{ratio:>8.2f}{'' if met else '  NOT MET'}")
        pages = sum(map(len, PAGES.values()))
        self.stdout.write(f"{missed} of {pages} pages ask more queries or take {MOST:g} times as long or longer.")
