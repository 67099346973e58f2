"""Answers whose truth is known, to see whether the figures find it.

The model is the logistic one with two parameters of Birnbaum (1968): a candidate of ability t says a key point of a
question with the chance 1 / (1 + exp(-a (t - b))), where b is the question's difficulty and a its discrimination.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from analysis.figures import spearman
from analysis.items import Item, Sums, item_of
from analysis.sittings import Answer, Card, Sitting, judged
from interviews.scoring import Mark
from questions.rubric import Kind, Point

SEED, CANDIDATES, QUESTIONS = 1, 200, 60
KINDS = (Kind.ESSENTIAL, Kind.GOOD, Kind.GOOD, Kind.BONUS)


@dataclass(frozen=True)
class Truth:
    difficulty: float
    discrimination: float
    points: tuple[Point, ...]

    def chance(self, ability: float) -> float:
        return 1 / (1 + exp(-self.discrimination * (ability - self.difficulty)))


@dataclass(frozen=True)
class Found:
    """How well what was found ranks the questions as the truth does."""

    difficulty: float
    discrimination: float
    questions: int


def truths(rng: random.Random, count: int) -> list[Truth]:
    """Questions of 5 to 10 key points; few are easy or hard for all, few tell nobody from anybody."""
    return [
        Truth(
            difficulty=rng.gauss(0, 1),
            discrimination=rng.lognormvariate(0, 0.5),
            points=tuple(
                Point(f"Point {number}", rng.choice(KINDS) if number else Kind.ESSENTIAL, rng.choice((1, 2, 3)))
                for number in range(rng.randint(5, 10))
            ),
        )
        for _ in range(count)
    ]


def sittings(rng: random.Random, questions: list[Truth], candidates: int, asked: int) -> Iterator[Sitting]:
    """Each candidate sits once, is asked that many of the questions, and is judged by one who makes no mistakes."""
    for _ in range(candidates):
        ability = rng.gauss(0, 1)
        chosen = rng.sample(range(len(questions)), asked)
        yield Sitting([_answer(rng, number, questions[number], ability) for number in sorted(chosen)])


def _answer(rng: random.Random, number: int, truth: Truth, ability: float) -> Answer:
    chance = truth.chance(ability)
    marks = {i: Mark.COVERED if rng.random() < chance else Mark.MISSED for i in range(len(truth.points))}
    return Answer(number, truth.points, [Card(marks, None)], None)


def simulate(
    seed: int = SEED, candidates: int = CANDIDATES, questions: int = QUESTIONS, asked: int = QUESTIONS
) -> Found:
    """The rank correlation of what the figures say with the truth."""
    rng = random.Random(seed)
    known = truths(rng, questions)
    sums = [Sums() for _ in known]
    for sitting in sittings(rng, known, candidates, asked):
        for number, one in judged(sitting):
            sums[number].add(one)
    return _compared(known, [item_of(one) for one in sums])


def _compared(known: list[Truth], items: list[Item]) -> Found:
    told = [(truth, item) for truth, item in zip(known, items) if item.facility and item.discrimination]
    easy = spearman([-truth.difficulty for truth, _ in told], [item.facility.value for _, item in told])
    apart = spearman([truth.discrimination for truth, _ in told], [item.discrimination.value for _, item in told])
    return Found(easy or 0.0, apart or 0.0, len(told))
