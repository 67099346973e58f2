import random
from argparse import ArgumentParser
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client

from interviews.clock import now as clock_now
from practice.models import Attempt, Card
from practice.schedule import day_of
from questions.management.throwaway import cost_of, database_of_its_own
from questions.models import KeyPoint, Question
from questions.rubric import Level, Status

SIZES = ((60, 600), (5_000, 200_000))
PAGES = ("/practice/", "/practice/progress/")
BATCH = 2_000
ROUNDS = 15


def fill(user: User, questions: int, reviews: int, now: datetime) -> None:
    """One person who has answered every question, over two years, and of whom a tenth is due."""
    rng = random.Random(1)
    made = _questions(questions)
    _cards(user, made, now, rng)
    for start in range(0, reviews, BATCH):
        rows = [_attempt(user, made[n % questions], now, rng) for n in range(start, min(start + BATCH, reviews))]
        Attempt.objects.bulk_create(rows)
    if connection.vendor == "postgresql":  # what autovacuum does in a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _questions(count: int) -> list[Question]:
    made = Question.objects.bulk_create(
        [
            Question(
                ref=f"made-{number}",
                title=f"Made {number}",
                prompt="Why?",
                prompt_html="<p>Why?</p>",
                topic=f"Topic {number % 15}",
                level=list(Level)[number % 3],
                model_answer="Because.",
                model_answer_html="<p>Because.</p>",
                status=Status.PUBLISHED,
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    KeyPoint.objects.bulk_create([KeyPoint(question=q, text="Says why") for q in made], batch_size=BATCH)
    return made


def _cards(user: User, questions: list[Question], now: datetime, rng: random.Random) -> None:
    cards = []
    for question in questions:
        last = now - timedelta(days=rng.randrange(1, 60))
        due = last + timedelta(days=rng.choice([1, *range(60, 120)]))
        facts = {"state": 2, "step": None, "stability": rng.uniform(1, 200), "difficulty": rng.uniform(1, 10)}
        missed = {"most_missed": rng.choice([0] * 9 + [3]), "missed": {"Says why": 3}}
        cards.append(Card(user=user, question=question, due=due, last_review=last, **facts, **missed))
    Card.objects.bulk_create(cards, batch_size=BATCH)


def _attempt(user: User, question: Question, now: datetime, rng: random.Random) -> Attempt:
    at = now - timedelta(minutes=rng.randrange(60, 2 * 365 * 24 * 60))
    return Attempt(
        user=user,
        question=question,
        key_points=[{"text": "Says why", "kind": "good", "weight": 1}],
        started_at=at,
        revealed_at=at,
        graded_at=at,
        day=day_of(at, at.tzinfo),
        budget=timedelta(minutes=5),
        how="typed",
        answer="Because of the rest of it. " * 20,
        marks={"0": "covered"},
        coverage=1.0,
        grade=3,
    )


class Command(BaseCommand):
    help = "Measure the pages of practice with few and with many questions and reviews, in a database thrown away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="small sizes, to see that it runs")

    def handle(self, *, small: bool, **options) -> None:
        with database_of_its_own("measure_practice"):
            self._measure(((6, 12), (12, 24)) if small else SIZES)

    def _measure(self, sizes: tuple[tuple[int, int], ...]) -> None:
        self.stdout.write(f"{connection.vendor}; milliseconds to draw a page, the median of {ROUNDS}")
        found: dict[str, list[float]] = {page: [] for page in PAGES}
        for questions, reviews in sizes:
            Question.objects.all().delete()
            user = User.objects.create(username=f"of-{questions}")
            fill(user, questions, reviews, clock_now())
            client = Client(headers={"host": "localhost"})
            client.force_login(user)
            for page in PAGES:
                queries, took = cost_of(client, page, ROUNDS)
                found[page].append(took)
                size = f"{questions:>6,} questions {reviews:>8,} reviews"
                self.stdout.write(f"  {size}  {page:<20} {took:6.1f} ms  {queries} queries")
        for page, (few, many) in found.items():
            self.stdout.write(f"{page} takes {many / few:.1f} times as long")
