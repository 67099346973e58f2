"""Does the queue work? A simulated candidate practises by it, and by two simpler orders, with the same minutes a day.

The candidate's memory is not the scheduler's: no stability, no difficulty, no interval, but the activation model of
Pavlik and Anderson ("Practice and Forgetting Effects on Vocabulary Memory", Cognitive Science 29, 2005). Every study of
a question leaves a trace that fades by a power of time, the faster the more active the question was when it was
studied, which is the spacing effect; an answer succeeds if the sum of the traces, and a chance noise, pass a threshold.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, stdev
from typing import Protocol
from zoneinfo import ZoneInfo

from practice.queue import Known, Unseen, is_turn_of_new, pick, strengths
from practice.schedule import Grade, Memory, Model, begin_of, day_of, proposed_grade

QUESTIONS, TOPICS, DAYS, MINUTES, NEW_A_DAY = 60, 8, 60, 20, 5
SEED, SEEDS = 1, 21
FIRST_EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
SURE = 0.9

# The model's parameters, of the size found for people who learn words: how fast a trace fades at least, how much faster
# if it was laid on what was still active, the threshold, its noise, and how much slower forgetting is between sessions.
FADING, CROWDING, THRESHOLD, NOISE, BETWEEN = 0.177, 0.217, -0.704, 0.255, 0.025
NEXT_DAY = 0.6  # The chance that the middle question is recalled a day after it was first studied.
SPREAD = 0.4  # How far easy and hard questions lie apart, as a standard deviation of activation.
SHORTEST, LONGEST, FAILED = 2.0, 6.0, 1.5  # Minutes that an answer takes, and how much longer a failed one does.


def _odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


class Candidate:
    """Somebody who met every question once, some time ago, and forgets as people do."""

    def __init__(self, seed: int, next_day: float = NEXT_DAY) -> None:
        rng = Random(f"candidate {seed}")
        middle = THRESHOLD + NOISE * _odds(next_day) + FADING * math.log(24 * 3600 * BETWEEN)
        self.ease = [rng.gauss(middle, SPREAD) for _ in range(QUESTIONS)]
        self.minutes = [rng.uniform(SHORTEST, LONGEST) for _ in range(QUESTIONS)]
        long_ago = [-rng.uniform(200, 1000) * 24 * 3600 * BETWEEN for _ in range(QUESTIONS)]
        self.traces = [[(moment, FADING)] for moment in long_ago]
        # The same luck at the same try of the same question, in whichever order they are asked.
        self.luck = [Random(f"luck {seed} {question}") for question in range(QUESTIONS)]
        self.clock = 0.0

    def works(self, minutes: float) -> None:
        self.clock += minutes * 60

    def lives(self, minutes: float) -> None:
        self.clock += minutes * 60 * BETWEEN

    def recall(self, question: int) -> float:
        """The true chance that it would be recalled now."""
        return _chance(self._margin(question))

    def answer(self, question: int) -> float:
        """Answer, read the model answer, and return the coverage: recalled is 0.4 and more, up to 1 with ease."""
        chance = self.luck[question].uniform(1e-9, 1 - 1e-9)
        coverage = _chance((self._margin(question) + _odds(chance)) / 2 + _odds(0.4))
        fading = FADING + CROWDING * math.exp(self._activation(question))
        self.works(self.minutes[question] * (1 if coverage >= 0.4 else FAILED))
        self.traces[question].append((self.clock, fading))
        return coverage

    def _margin(self, question: int) -> float:
        return (self._activation(question) + self.ease[question] - THRESHOLD) / NOISE

    def _activation(self, question: int) -> float:
        return math.log(sum(max(self.clock - moment, 1.0) ** -fading for moment, fading in self.traces[question]))


class Order(Protocol):
    """In which order somebody practises."""

    def next(self, at: datetime) -> int: ...

    def heard(self, question: int, coverage: float, at: datetime) -> None: ...


class RoundRobin:
    def __init__(self, seed: int) -> None:
        self.asked = 0

    def next(self, at: datetime) -> int:
        return self.asked % QUESTIONS

    def heard(self, question: int, coverage: float, at: datetime) -> None:
        self.asked += 1


class AtRandom(RoundRobin):
    def __init__(self, seed: int) -> None:
        self.rng = Random(f"order {seed}")
        self.asked = 0

    def next(self, at: datetime) -> int:
        return self.rng.randrange(QUESTIONS)


class Queue:
    """The app's: its memory model, its turns and its pick, of somebody who goes on while there are minutes left."""

    def __init__(self, seed: int, model: Model | None = None) -> None:
        self.model = model or Model()
        self.memories: dict[int, Memory] = {}
        self.missed: dict[int, int] = {}
        self.day, self.done, self.new, self.last_topic = None, 0, 0, ""

    def next(self, at: datetime) -> int:
        self._begin_day(at)
        ends = begin_of(self.day + timedelta(days=1), ZONE)
        waiting = [question for question, memory in self.memories.items() if memory.due < ends]
        due = [question for question in waiting if self.memories[question].due <= at]
        unseen = QUESTIONS - len(self.memories)
        left = min(unseen, NEW_A_DAY - self.new) if due or self.new < NEW_A_DAY else unseen
        if is_turn_of_new(len(due), left, self.done, self.new):
            return self._picked([], self._unseen(), [], at)
        return self._picked(due or waiting, [], [] if due or waiting else list(self.memories), at)

    def heard(self, question: int, coverage: float, at: datetime) -> None:
        self._begin_day(at)
        grade = proposed_grade(coverage, essential_missed=False)
        self.done, self.new = self.done + 1, self.new + (question not in self.memories)
        self.memories[question] = self.model.after(self.memories.get(question), grade, at)
        self.missed[question] = self.missed.get(question, 0) + 1 if grade < Grade.GOOD else 0
        self.last_topic = topic_of(question)

    def _begin_day(self, at: datetime) -> None:
        if day_of(at, ZONE) != self.day:
            self.day, self.done, self.new = day_of(at, ZONE), 0, 0

    def _picked(self, due: list[int], unseen: list[Unseen], ahead: list[int], at: datetime) -> int:
        totals = Counter(map(topic_of, range(QUESTIONS)))
        topics = strengths(self._known(self.memories, at), totals, lambda item: item.topic) if unseen else []
        return pick(self._known(due, at), unseen, topics, self.last_topic, self._known(ahead, at)).question

    def _known(self, questions: Sequence[int], at: datetime) -> list[Known]:
        return [
            Known(q, topic_of(q), "", self.model.recall(self.memories[q], at), self.memories[q].due, self.missed[q])
            for q in questions
        ]

    def _unseen(self) -> list[Unseen]:
        return [Unseen(q, topic_of(q), "") for q in range(QUESTIONS) if q not in self.memories]


def topic_of(question: int) -> str:
    return f"Topic {question % TOPICS + 1}"


@dataclass(frozen=True)
class Outcome:
    """What came of it: the true chances at the end, on average and how many are above 0.9; and what it took."""

    recall: float
    sure: float
    answers: int
    minutes: float


def practise(candidate: Candidate, order: Order, days: int = DAYS, minutes: float = MINUTES) -> Outcome:
    """So many days of so many minutes; what the last answer of a day takes too long is taken off the next day.

    The end is a day after the last session, at the same hour.
    """
    answers, total, overdrawn = 0, 0.0, 0.0
    for day in range(days):
        begun, used = FIRST_EVENING + timedelta(days=day), overdrawn
        while used < minutes:
            question, before = order.next(begun + timedelta(minutes=used - overdrawn)), candidate.clock
            coverage = candidate.answer(question)
            used += (candidate.clock - before) / 60
            answers += 1
            order.heard(question, coverage, begun + timedelta(minutes=used - overdrawn))
        candidate.lives(24 * 60 - (used - overdrawn))
        total, overdrawn = total + used - overdrawn, used - minutes
    chances = [candidate.recall(question) for question in range(QUESTIONS)]
    return Outcome(mean(chances), mean(chance > SURE for chance in chances), answers, total)


ORDERS: dict[str, Callable[[int], Order]] = {"queue": Queue, "round robin": RoundRobin, "random": AtRandom}


def outcomes(seed: int, next_day: float = NEXT_DAY) -> dict[str, Outcome]:
    """What one candidate keeps by each order: the same person, the same questions, the same minutes."""
    return {name: practise(Candidate(seed, next_day), order(seed)) for name, order in ORDERS.items()}


@dataclass(frozen=True)
class Summary:
    """An order over many candidates; `ahead` is how many of them kept more by the queue, and by how much on average."""

    order: str
    recall: float
    deviation: float
    lowest: float
    highest: float
    sure: float
    answers: float
    ahead: int
    lead: float
    lead_error: float


def summaries(found: Sequence[dict[str, Outcome]]) -> list[Summary]:
    return [_summary(order, found) for order in ORDERS]


def _summary(order: str, found: Sequence[dict[str, Outcome]]) -> Summary:
    own = [each[order] for each in found]
    recalls = [outcome.recall for outcome in own]
    leads = [each["queue"].recall - each[order].recall for each in found]
    many = len(found) > 1
    return Summary(
        order=order,
        recall=mean(recalls),
        deviation=stdev(recalls) if many else 0.0,
        lowest=min(recalls),
        highest=max(recalls),
        sure=mean(outcome.sure for outcome in own),
        answers=mean(outcome.answers for outcome in own),
        ahead=sum(lead > 0 for lead in leads),
        lead=mean(leads),
        lead_error=stdev(leads) / len(leads) ** 0.5 if many else 0.0,
    )


def as_json(found: Sequence[dict[str, Outcome]], first_seed: int, next_day: float) -> dict:
    return {
        "questions": QUESTIONS,
        "topics": TOPICS,
        "days": DAYS,
        "minutes_a_day": MINUTES,
        "new_a_day": NEW_A_DAY,
        "next_day": next_day,
        "orders": [asdict(summary) for summary in summaries(found)],
        "candidates": [
            {"seed": first_seed + number, **{order: asdict(outcome) for order, outcome in each.items()}}
            for number, each in enumerate(found)
        ],
    }
