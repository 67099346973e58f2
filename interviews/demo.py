"""A small world to look around in: people, one interview that is ready to start, one that is over and reported,
one that a panel has judged and not talked about.

It is made by the same verbs that the rooms use, with the time handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction

from interviews import answering, calibrating, flow, inviting, marking, planning, plans, sharing
from interviews.autosave import Typed
from interviews.models import AskedQuestion, Interview, Reveal, Sample, Seat
from interviews.planning import Recipe
from interviews.roles import Role
from questions.models import EDITORS, INTERVIEWERS
from questions.picking import Rule

PASSWORD = "rehearse-demo"  # noqa: S105  (shown on the log-in page, and only while the demo is on)
READY, REPORTED = "Mock: cloud engineer, first round", "Mock: solutions architect"
PANEL = "Panel: platform engineer"


@dataclass(frozen=True)
class DemoPerson:
    username: str
    name: str
    what: str
    group: str = ""


PEOPLE = [
    DemoPerson(
        "irene", "Irene Okafor", "an interviewer, with one to start, one reported, one to debrief", INTERVIEWERS
    ),
    DemoPerson("ivan", "Ivan Petrov", "an interviewer with nothing yet", INTERVIEWERS),
    DemoPerson("ines", "Ines Castro", "an interviewer on a panel that is about to talk", INTERVIEWERS),
    DemoPerson("igor", "Igor Novak", "another one on that panel", INTERVIEWERS),
    DemoPerson("carla", "Carla Nunes", "a candidate, invited to the interview that is ready", ""),
    DemoPerson("chen", "Chen Wei", "a candidate with a report to read and two weeks of practice", ""),
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
# What each of the panel made of the first three of these answers: ratings, recommendation, summary.
JUDGEMENTS = [
    ((4, 3, 3), "yes", "Knows the network cold. Recovery is sound in outline, state is where the doubt is."),
    ((4, 2, 4), "yes", "Clear and calm. Took the standby for readable until asked twice."),
    ((5, 4, 2), "no", "Fluent, but would lose carts at the first failover and did not see it."),
]
FIRST_ROUND = Recipe(
    "Cloud engineer, first round",
    "",
    45,
    rules=(Rule(3, level="fresher"), Rule(2, level="intermediate", weight=2)),
    minutes_each=7,
)


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
    _calibrate(lead, now - timedelta(days=3))
    planning.create(_ready(people["carla"]), lead, now)
    report(planning.create(_reported(people["chen"]), lead, now - timedelta(days=2)), now - timedelta(days=2))
    yesterday = now - timedelta(days=1)
    judge(planning.create(_judged(people["ines"], people["igor"]), lead, yesterday), yesterday)
    plans.keep(FIRST_ROUND, {}, True, lead, now)
    return True


def _calibrate(lead: User, now: datetime) -> None:
    """The lead is a little strict: what the reference takes for half, they take for nothing."""
    for sample in Sample.objects.filter(question__ref="aws-junior-07"):
        marks = {text: mark.replace("partly", "missed") for text, mark in sample.marks.items()}
        calibrating.judge(lead, sample, marks, sample.rating - sample.rating % 2, now)


def _ready(candidate: User) -> Recipe:
    refs = ("aws-junior-01", "aws-junior-03", "aws-junior-09", "aws-senior-01")
    return Recipe(READY, "Carla Nunes", 30, candidate=candidate, refs=refs, reveal=Reveal.AT_END, extra_percent=25)


def _reported(candidate: User) -> Recipe:
    refs = tuple(answered.ref for answered in ANSWERED)
    return Recipe(REPORTED, "Chen Wei", 45, candidate=candidate, refs=refs, reveal=Reveal.AT_END)


def _judged(*panel: User) -> Recipe:
    refs = tuple(answered.ref for answered in ANSWERED[:3])
    return Recipe(PANEL, "Rosa Marin", 30, refs=refs, panel=panel)


def judge(interview: Interview, begin: datetime) -> None:
    """Play an interview whose panel has judged, each by themselves, and not talked yet."""
    judges = list(interview.judges)
    now = _answered(interview, judges[0], ANSWERED[:3], begin)
    for seat, (ratings, recommendation, summary) in zip(judges, JUDGEMENTS):
        for position, rating in enumerate(ratings, start=1):
            _mark(interview.asked.get(position=position), seat, ANSWERED[position - 1], rating)
        marking.save_summary(seat, Typed(summary, 0, "demo", 1))
        marking.recommend(seat, recommendation)
        marking.submit(seat, now + timedelta(minutes=9))


def _mark(asked: AskedQuestion, seat: Seat, answered: Answered, rating: int) -> None:
    """Whoever rates lower has heard less of the points that were said by half."""
    softer = {"p": "covered"} if rating > 3 else {"p": "missed"}
    for point, letter in enumerate(answered.marks[: len(asked.key_points)]):
        marking.mark(seat, asked, point, softer.get(letter, MARKS[letter]))
    marking.rate(seat, asked, rating)


def report(interview: Interview, begin: datetime) -> None:
    """Play an interview from start to shared report, as a lead and a candidate would."""
    lead = Seat.objects.get(interview=interview, role=Role.LEAD)
    now = _answered(interview, lead, ANSWERED, begin)
    for position, answered in enumerate(ANSWERED, start=1):
        asked = interview.asked.get(position=position)
        for point, letter in enumerate(answered.marks[: len(asked.key_points)]):
            marking.mark(lead, asked, point, MARKS[letter])
        marking.rate(lead, asked, answered.rating)
        marking.save_note(lead, asked, Typed(answered.note, 0, "demo", 1))
    summary = (
        "Chen designs from requirements and explains trade-offs clearly. Networking and recovery are strong.\n"
        "To learn next: what asynchronous replication loses at failover, and batch failures in queues."
    )
    marking.save_summary(lead, Typed(summary, 0, "demo", 1))
    marking.rest_not_observed(lead)
    marking.recommend(lead, "yes")
    marking.submit(lead, now + timedelta(minutes=9))
    shown = ["ratings", "summary", "recommendation", "marks", "model_answers"]
    sharing.share(interview, lead, now + timedelta(minutes=10), shown)


def _answered(interview: Interview, lead: Seat, answers: Sequence[Answered], begin: datetime) -> datetime:
    """The candidate joins, every question is put and answered, the interview ends; when."""
    candidate = Seat.objects.get(interview=interview, role=Role.CANDIDATE)
    inviting.accept(candidate, None, begin)
    now = begin + timedelta(minutes=2)
    interview = flow.start(interview, lead, now)
    for position, answered in enumerate(answers, start=1):
        now += timedelta(seconds=40)
        interview = flow.open_question(interview, lead, now, position)
        typed = Typed(answered.answer, 0, "demo", 1)
        answering.save_answer(interview, position, typed, False, now + timedelta(minutes=1))
        now += timedelta(minutes=answered.minutes)
        interview = flow.close_question(interview, lead, now, position)
    flow.end(interview, lead, now)
    return now
