import random
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime, timedelta
from statistics import mean
from time import perf_counter

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client

from analysis.refreshing import refresh
from analysis.simulation import SEED, Truth, simulate, truths
from interviews.clock import now as clock_now
from interviews.models import AskedQuestion, Debrief, Interview, Mark, Rating, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import Mark as MarkValue
from interviews.states import InterviewState, QuestionState
from questions.management.throwaway import cost_of, database_of_its_own
from questions.models import KeyPoint, Question
from questions.rubric import Level, Status

SEEDS = 10
QUESTIONS, ASKED = 60, 10
SIZES = (10, 10_000)
PAGES = ("/analysis/questions/", "/analysis/questions/?level=senior", "/analysis/questions/made-1/")
AT_ONCE = 500
ROUNDS = 15
FIVE_MINUTES = timedelta(minutes=5)


def questions(known: list[Truth]) -> list[Question]:
    """Questions of the bank of which the truth is known."""
    made = Question.objects.bulk_create(
        Question(
            ref=f"made-{number}",
            title=f"Made {number}",
            prompt="Why?",
            topic="Made",
            level=list(Level)[number % 3],
            model_answer="Because.",
            status=Status.PUBLISHED,
        )
        for number, _ in enumerate(known)
    )
    KeyPoint.objects.bulk_create(
        KeyPoint(question=question, position=place, text=point.text, kind=point.kind, weight=point.weight)
        for question, truth in zip(made, known)
        for place, point in enumerate(truth.points)
    )
    return made


def interviews(count: int, known: list[Truth], bank: list[Question], panel: list[User], now: datetime) -> None:
    """Interviews over two years, each of ten questions and judged by two, who mishear one point of ten."""
    rng = random.Random(SEED)
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        ends = [now - timedelta(minutes=rng.randrange(2 * 365 * 24 * 60)) for _ in range(size)]
        made = Interview.objects.bulk_create(
            Interview(
                title="Made",
                created_at=end,
                ended_at=end,
                state=InterviewState.ENDED,
                budget=10 * FIVE_MINUTES,
                planned=10 * FIVE_MINUTES,
            )
            for end in ends
        )
        _judged(made, known, bank, panel, rng)


def _judged(made: list[Interview], known: list[Truth], bank: list[Question], panel: list[User], rng) -> None:
    roles = (Role.LEAD, Role.PANELLIST)
    seats = [Seat(interview=i, user=user, role=role, name=role) for i in made for user, role in zip(panel, roles)]
    Seat.objects.bulk_create(seats)
    Debrief.objects.bulk_create(Debrief(interview=i, opened_at=i.ended_at, decided_at=i.ended_at) for i in made)
    cards = [Scorecard(interview=seat.interview, seat=seat, submitted_at=seat.interview.ended_at) for seat in seats]
    Scorecard.objects.bulk_create(cards)
    asked = [
        _asked(i, place, n, known, bank) for i in made for place, n in enumerate(rng.sample(range(len(bank)), ASKED))
    ]
    AskedQuestion.objects.bulk_create(row for row, _ in asked)
    ability = {interview.pk: rng.gauss(0, 1) for interview in made}
    cards_of: dict[int, list[Scorecard]] = {}
    for card in cards:
        cards_of.setdefault(card.interview_id, []).append(card)
    marks, ratings = [], []
    for row, truth in asked:
        said = [rng.random() < truth.chance(ability[row.interview_id]) for _ in truth.points]
        rating = 1 + round(4 * mean(said))
        for card in cards_of[row.interview_id]:
            ratings.append(Rating(scorecard=card, asked=row, value=max(1, min(rating + rng.choice((-1, 0, 0, 1)), 5))))
            marks += [_mark(card, row, place, one != (rng.random() < 0.1)) for place, one in enumerate(said)]
    Rating.objects.bulk_create(ratings, batch_size=2_000)
    Mark.objects.bulk_create(marks, batch_size=2_000)


def _asked(interview: Interview, place: int, number: int, known: list[Truth], bank: list[Question]) -> tuple:
    row = AskedQuestion(
        interview=interview,
        position=place,
        question=bank[number],
        title=bank[number].title,
        key_points=[asdict(point) for point in known[number].points],
        state=QuestionState.ANSWERED,
        budget=FIVE_MINUTES,
        started_at=interview.ended_at - FIVE_MINUTES,
        closed_at=interview.ended_at,
    )
    return row, known[number]


def _mark(card: Scorecard, asked: AskedQuestion, point: int, said: bool) -> Mark:
    return Mark(scorecard=card, asked=asked, point=point, value=MarkValue.COVERED if said else MarkValue.MISSED)


class Command(BaseCommand):
    help = "Print how well the figures rank questions whose truth is known, and what the page of them costs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="small sizes, to see that it runs")

    def handle(self, *, small: bool, **options) -> None:
        self._simulate(2 if small else SEEDS)
        with database_of_its_own("measure_analysis"):
            self._measure((2, 4) if small else SIZES)

    def _simulate(self, seeds: int) -> None:
        self.stdout.write("rank correlation with the truth, 2-parameter logistic model")
        for candidates, asked in ((200, QUESTIONS), (200, ASKED), (1_000, ASKED)):
            found = [simulate(SEED + number, candidates, QUESTIONS, asked) for number in range(seeds)]
            easy, told = [one.difficulty for one in found], [one.discrimination for one in found]
            self.stdout.write(
                f"  {candidates:>5,} candidates, {asked} of {QUESTIONS} questions each: "
                f"difficulty {easy[0]:.3f}, discrimination {told[0]:.3f} (seed {SEED}); "
                f"{seeds} seeds: {mean(easy):.3f} ({min(easy):.3f} to {max(easy):.3f}), "
                f"{mean(told):.3f} ({min(told):.3f} to {max(told):.3f})"
            )

    def _measure(self, sizes: tuple[int, int]) -> None:
        self.stdout.write(f"{connection.vendor}; milliseconds to draw a page, the median of {ROUNDS}")
        known = truths(random.Random(SEED), QUESTIONS)
        bank = questions(known)
        panel = [User.objects.create(username=name, is_superuser=True) for name in ("lena", "paul")]
        client = Client(headers={"host": "localhost"})
        client.force_login(panel[0])
        found: dict[str, list[float]] = {page: [] for page in PAGES}
        for size in sizes:
            interviews(size - Interview.objects.count(), known, bank, panel, clock_now())
            began = perf_counter()
            refresh(clock_now())
            self.stdout.write(f"  {size:>6,} interviews  refreshed in {perf_counter() - began:.1f} s")
            for page in PAGES:
                queries, took = cost_of(client, page, ROUNDS)
                found[page].append(took)
                self.stdout.write(f"  {size:>6,} interviews  {page:<36} {took:6.1f} ms  {queries} queries")
        for page, (few, many) in found.items():
            self.stdout.write(f"{page} takes {many / few:.1f} times as long")
