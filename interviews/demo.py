"""A small world to look around in: people, one interview that is ready to start, one that is over and reported.

It is made by the same verbs that the rooms use, with the time handed in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction

from interviews import answering, flow, inviting, marking, planning, sharing
from interviews.autosave import Typed
from interviews.models import Interview, Reveal, Seat
from interviews.planning import Recipe
from interviews.roles import Role
from questions.models import EDITORS, INTERVIEWERS

PASSWORD = "rehearse-demo"  # noqa: S105  (shown on the log-in page, and only while the demo is on)
READY, REPORTED = "Mock: cloud engineer, first round", "Mock: solutions architect"


@dataclass(frozen=True)
class DemoPerson:
    username: str
    name: str
    what: str
    group: str = ""


PEOPLE = [
    DemoPerson("irene", "Irene Okafor", "an interviewer, with one interview to start and one reported", INTERVIEWERS),
    DemoPerson("ivan", "Ivan Petrov", "an interviewer with nothing yet", INTERVIEWERS),
    DemoPerson("carla", "Carla Nunes", "a candidate, invited to the interview that is ready", ""),
    DemoPerson("chen", "Chen Wei", "a candidate with a report to read", ""),
    DemoPerson("edda", "Edda Lind", "an editor of the bank (also in the admin)", EDITORS),
]


@dataclass(frozen=True)
class Answered:
    """One answer of the reported interview: what was written, how it was marked and rated, in how many minutes."""

    ref: str
    answer: str
    marks: str
    rating: int | None
    note: str
    minutes: float


# One letter a key point: c covered, p partly, m missed.
ANSWERED = [
    Answered(
        "aws-junior-07",
        "Security groups sit on the network interface and are stateful, so replies come back without a rule.\n"
        "NACLs sit on the subnet, are stateless, need the ephemeral ports for the way back, and can deny.\n"
        "I use groups for nearly everything and reference one group from another. A NACL is for blocking a range.",
        "cccccmmcm",
        5,
        "Fluent. Named the ephemeral ports without being asked. Did not know the defaults of a fresh ACL.",
        3.2,
    ),
    Answered(
        "aws-junior-18",
        "Multi-AZ is a standby in another zone with synchronous copy and automatic failover, about a minute.\n"
        "Read replicas are asynchronous and for reads, we would point reports there. They can lag.\n"
        "For a whole Region I would want a replica in another one and promote it.",
        "cccmmpcpmm",
        4,
        "Solid on purpose and lag. Believed at first that the standby can be read.",
        4.6,
    ),
    Answered(
        "aws-senior-03",
        "Get state out of the instances. Put sessions in ElastiCache, sub millisecond, Multi-AZ with failover.\n"
        "ALB without stickiness, ASG over three zones. TTL on the keys.\n\n"
        "Migration: dual write, then switch reads.",
        "cccmmmppmcm",
        3,
        "Right shape, but took failover as lossless; did not weigh DynamoDB until prompted.",
        7.4,
    ),
    Answered(
        "aws-senior-12",
        "RPO 1 min / RTO 15 min for the ledger -> warm standby, Aurora Global DB (lag about a second, async).\n"
        "Back office: AWS Backup, restore within the day. Everything as code in both Regions.\n"
        "Route 53 failover with health checks. We test twice a year.",
        "ccccmpppcmc",
        4,
        "Tiered by workload at once. Immutable backups came only after a hint; no plan for the way back.",
        8.8,
    ),
    Answered(
        "aws-senior-22",
        "Standard is at least once, so consumers must be idempotent: put the id in DynamoDB with a condition first.\n"
        "Visibility timeout longer than the slowest run. Scale on age of the oldest message. DLQ with alarm.",
        "cccpmmpcccm",
        None,
        "Ran out of time. What was said was good.",
        6.0,
    ),
]
MARKS = {"c": "covered", "p": "partly", "m": "missed"}


def make_people() -> list[User]:
    return [_make_person(person) for person in PEOPLE]


def _make_person(person: DemoPerson) -> User:
    first, last = person.name.split(" ", 1)
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={"first_name": first, "last_name": last, "is_staff": person.group == EDITORS},
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.set(Group.objects.filter(name=person.group))
    return user


@transaction.atomic
def make(now: datetime) -> bool:
    """Make what of the demo is not there yet; whether anything was made."""
    people = {user.username: user for user in make_people()}
    lead = people["irene"]
    if Interview.objects.filter(seats__user=lead).exists():
        return False
    planning.create(_ready(people["carla"]), lead, now)
    report(planning.create(_reported(people["chen"]), lead, now - timedelta(days=2)), now - timedelta(days=2))
    return True


def _ready(candidate: User) -> Recipe:
    refs = ("aws-junior-01", "aws-junior-03", "aws-junior-09", "aws-senior-01")
    return Recipe(READY, "Carla Nunes", 30, candidate=candidate, refs=refs, reveal=Reveal.AT_END, extra_percent=25)


def _reported(candidate: User) -> Recipe:
    refs = tuple(answered.ref for answered in ANSWERED)
    return Recipe(REPORTED, "Chen Wei", 45, candidate=candidate, refs=refs, reveal=Reveal.AT_END)


def report(interview: Interview, begin: datetime) -> None:
    """Play an interview from start to shared report, as a lead and a candidate would."""
    lead = Seat.objects.get(interview=interview, role=Role.LEAD)
    candidate = Seat.objects.get(interview=interview, role=Role.CANDIDATE)
    inviting.accept(candidate, None, begin)
    now = begin + timedelta(minutes=2)
    interview = flow.start(interview, lead, now)
    for position, answered in enumerate(ANSWERED, start=1):
        now += timedelta(seconds=40)
        interview = flow.open_question(interview, lead, now, position)
        _answer(interview, lead, position, answered, now)
        now += timedelta(minutes=answered.minutes)
        interview = flow.close_question(interview, lead, now, position)
    interview = flow.end(interview, lead, now)
    summary = (
        "Chen designs from requirements and explains trade-offs clearly. Networking and recovery are strong.\n"
        "To learn next: what asynchronous replication loses at failover, and batch failures in queues."
    )
    marking.save_summary(lead, Typed(summary, 0, "demo", 1))
    marking.recommend(lead, "yes")
    marking.submit(lead, now + timedelta(minutes=9), gaps_are_meant=True)
    shown = ["ratings", "summary", "recommendation", "marks", "model_answers"]
    sharing.share(interview, lead, now + timedelta(minutes=10), shown)


def _answer(interview: Interview, lead: Seat, position: int, answered: Answered, now: datetime) -> None:
    asked = interview.asked.get(position=position)
    answering.save_answer(asked, Typed(answered.answer, 0, "demo", 1), False, now + timedelta(minutes=1))
    for point, letter in enumerate(answered.marks[: len(asked.key_points)]):
        marking.mark(lead, asked, point, MARKS[letter])
    marking.rate(lead, asked, answered.rating)
    marking.save_note(lead, asked, Typed(answered.note, 0, "demo", 1))
