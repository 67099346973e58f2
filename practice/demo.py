"""Two weeks of practice of one candidate of the demo, so that there is something in their day, calendar and progress.

It is made by the same verbs and the same queue as anybody's, with the time handed in and the same luck each time.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from interviews.autosave import Typed
from interviews.demo import MARKS
from interviews.scoring import HEARD_OR_NOT, Mark, essential_missed
from practice import practising
from practice.models import Attempt, Habit, How
from practice.schedule import proposed_grade
from practice.today import Today
from questions.models import Question
from questions.rubric import Kind, Point

WHO = "chen"
# How many answers so many days ago, with two days left out.
SESSIONS = {14: 5, 13: 4, 12: 5, 10: 6, 9: 4, 8: 5, 7: 3, 5: 6, 4: 5, 3: 4, 2: 5, 1: 4}
BEGINS = {"hour": 17, "minute": 40, "second": 0, "microsecond": 0}
INTERVIEW_IN = timedelta(days=16)


@dataclass(frozen=True)
class Said:
    """What was typed, how it was marked (one letter a key point), and what to say next time."""

    words: str
    marks: str
    next_time: str = ""


# By the question and how often it had been answered before; everything else was said aloud.
SAID = {
    ("aws-junior-01", 0): Said(
        "EC2 is a server I look after myself: system, patches, how many of them.\n"
        "Lambda is only my function, AWS runs the rest. It is paid by request, EC2 while it runs.\n"
        "I would take Lambda for small APIs and for files that arrive.",
        "ccpmmmmpm",
        "Name the limits: 15 minutes, 10,240 MB. Say what EC2 is for: databases, steady load, licences.",
    ),
    ("aws-junior-01", 2): Said(
        "EC2: a virtual server, patching and capacity are mine, paid while it runs, grows by an Auto Scaling group.\n"
        "Lambda: a function on demand, servers and scaling are AWS's, paid by requests and duration times memory.\n"
        "It ends after 15 minutes and has at most 10 GB; a new environment starts cold.\n"
        "Steady or special work, a database: EC2. Events, spikes, schedules: Lambda.",
        "ccccccccm",
    ),
    ("aws-junior-04", 0): Said(
        "Database: a Savings Plan for three years, it never stops. Website: the base on the plan, the rest On-Demand.\n"
        "Test machines: On-Demand, switched off at night. Batch: Spot, 90 % off, but it can be taken away.",
        "ccmmcpmmm",
        "Reserved Instances, and how they differ from a plan. Two minutes of warning for Spot.",
    ),
    ("aws-junior-02", 0): Said(
        "Lost and reachable are two promises. Eleven nines of durability, three zones.\n"
        "99.99 % for reaching it. What stays mine: versioning, for what I delete myself.",
        "cccmpmpmm",
    ),
    ("aws-junior-17", 0): Said(
        "A key-value store without servers, always a few milliseconds. It grows by itself.\n"
        "Reads may be old, or strongly consistent for twice the price. Global tables for the other continents.",
        "cmmmcmmmpmm",
        "Partitions! The key decides. And double selling: a condition on the write, not a strong read.",
    ),
}


@transaction.atomic
def make(now: datetime) -> bool:
    """Make the history if it is not there yet; whether it was made."""
    user = User.objects.filter(username=WHO).first()
    if user is None or Attempt.objects.filter(user=user).exists():
        return False
    if not Habit.objects.filter(user=user).exists():
        practising.keep_habit(Habit(user=user, interview_on=(now + INTERVIEW_IN).date()))
    luck = random.Random(16)
    for days, answers in SESSIONS.items():
        _practise(user, (now - timedelta(days=days)).replace(**BEGINS), answers, luck)
    return Attempt.objects.filter(user=user).exists()


def _practise(user: User, at: datetime, answers: int, luck: random.Random) -> None:
    last = None
    for _ in range(answers):
        picked = Today(user, at).next(last=last)
        if picked is None:
            return
        last = Question.objects.for_detail().get(pk=picked.question)
        before = Attempt.objects.filter(user=user, question=last).count()
        at = _answer(practising.begin(user, last, at, picked.why), at, before, luck)
        at += timedelta(minutes=luck.uniform(1, 2))


def _answer(attempt: Attempt, at: datetime, before: int, luck: random.Random) -> datetime:
    """One answer from the first word to the grade that its marks propose; the moment of the grade."""
    said = SAID.get((attempt.question.ref, before))
    how = How.TYPED if said else How.UNKNOWN if not before and luck.random() < 0.1 else How.SPOKEN
    if said:
        practising.save_answer(attempt, Typed(said.words, 0, "demo", 1))
    at += timedelta(minutes=luck.uniform(0.3, 0.8) if how == How.UNKNOWN else luck.uniform(1.5, 4.5))
    practising.reveal(attempt, how, at)
    if how != How.UNKNOWN:
        _mark(attempt, [MARKS[letter] for letter in said.marks] if said else _by_luck(attempt.points, before, luck))
    if said and said.next_time:
        practising.save_next_time(attempt, Typed(said.next_time, 0, "demo", 1))
    marked = Attempt.objects.get(pk=attempt.pk)
    at += timedelta(minutes=1)
    practising.grade(marked, proposed_grade(marked.covered(), essential_missed(marked.points, marked.mark_of)), at)
    return at


def _mark(attempt: Attempt, marks: list[str]) -> None:
    points = range(len(attempt.key_points))
    for value in HEARD_OR_NOT:
        practising.mark(attempt, [index for index, mark in zip(points, marks) if mark == value], value)


def _by_luck(points: list[Point], before: int, luck: random.Random) -> list[str]:
    """The oftener it was practised, the more is heard, and of what is essential more than of the rest."""
    skill = min(0.4 + 0.2 * before, 0.85)
    heard = [skill + 0.15 * (point.kind == Kind.ESSENTIAL) - luck.random() for point in points]
    return [Mark.COVERED if share > 0 else Mark.PARTLY if share > -0.2 else Mark.MISSED for share in heard]
