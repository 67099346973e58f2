"""When a question is asked again: the free spaced repetition scheduler (FSRS), and the day that people live by.

The memory model is that of the `fsrs` package (Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing
Spaced Repetition Scheduling", KDD 2022, version 6 of its formulas). Its fuzz is off, so that a date can be explained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

RETENTION = 0.9
DAY_STARTS_AT = 4
# What was just failed is asked again while the session lasts.
STEPS = (timedelta(minutes=10),)


class Grade(IntEnum):
    """How an answer went, as the scheduler counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Memory:
    """What the scheduler knows of one question in one head. `stability` is the days until recall falls to 90 %."""

    state: int
    step: int | None
    stability: float | None
    difficulty: float | None
    due: datetime
    last_review: datetime | None


@dataclass(frozen=True)
class Model:
    """How somebody forgets (`parameters`, empty for the package's own) and how much they want to keep, 0.7 to 0.99."""

    retention: float = RETENTION
    parameters: tuple[float, ...] = ()

    def after(self, memory: Memory | None, grade: Grade, at: datetime) -> Memory:
        """The memory once an answer was graded at a moment; None stands for a question never seen."""
        card = Card(card_id=0, due=at) if memory is None else _card(memory)
        return _memory(_scheduler(self).review_card(card, Rating(int(grade)), at.astimezone(UTC))[0])

    def recall(self, memory: Memory, at: datetime) -> float:
        """The chance, 0 to 1, that it would be recalled at a moment."""
        return _scheduler(self).get_card_retrievability(_card(memory), at.astimezone(UTC))

    @property
    def curve(self) -> tuple[float, float]:
        """The factor and the power of the forgetting curve: recall after so many whole days is
        (1 + factor * days / stability) ** power, by which it is 0.9 when the days are the stability."""
        power = -(self.parameters or DEFAULT_PARAMETERS)[20]
        return 0.9 ** (1 / power) - 1, power


def days_since_1970(at: datetime | None) -> float:
    return at.timestamp() / 86_400 if at else 0.0


@lru_cache(maxsize=256)
def _scheduler(model: Model) -> Scheduler:
    options = {"parameters": model.parameters} if model.parameters else {}
    return Scheduler(
        desired_retention=model.retention, learning_steps=STEPS, relearning_steps=STEPS, enable_fuzzing=False, **options
    )


def _card(memory: Memory) -> Card:
    last = memory.last_review and memory.last_review.astimezone(UTC)
    due = memory.due.astimezone(UTC)
    return Card(0, State(memory.state), memory.step, memory.stability, memory.difficulty, due, last)


def _memory(card: Card) -> Memory:
    return Memory(int(card.state), card.step, card.stability, card.difficulty, card.due, card.last_review)


def proposed_grade(coverage: float | None, essential_missed: bool) -> Grade:
    """The grade that the marks speak for.

    Under 40 % of the weighted key points is again, under 65 % hard, under 90 % good; an essential point missed holds it
    at hard, for what one would fail by has not been learnt.
    """
    share = coverage or 0.0
    least = {Grade.EASY: 0.90, Grade.GOOD: 0.65, Grade.HARD: 0.40}
    grade = next((grade for grade, needed in least.items() if share >= needed - 1e-9), Grade.AGAIN)
    return min(grade, Grade.HARD) if essential_missed else grade


def day_of(at: datetime, zone: ZoneInfo, starts_at: int = DAY_STARTS_AT) -> date:
    """The day of practice that a moment belongs to: a night owl's two o'clock is still the day before.

    It never runs backwards: a day that has begun has begun, also if the clocks are then set back to before its hour.
    """
    today = at.astimezone(UTC).astimezone(zone).date()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    return next(day for day in (tomorrow, today, yesterday) if day == yesterday or at >= begin_of(day, zone, starts_at))


def begin_of(day: date, zone: ZoneInfo, starts_at: int = DAY_STARTS_AT) -> datetime:
    """The moment at which a day of practice begins: the first at which its clock shows that hour or a later one.

    Of an hour that comes twice it is the first; one that is left out gives way to the moment the clocks are changed.
    """
    wall = datetime.combine(day, time(starts_at))
    moment, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    # Only for an hour that is left out is the second reading the earlier one (PEP 495); the change is between the two.
    while other < moment:
        middle = other + (moment - other) // 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            moment = middle
        else:
            other = middle + timedelta.resolution
    return moment


def spread(days_left: int, unseen: int) -> int:
    """New questions a day, so that all have been seen by an interview, the last two days left for going over them."""
    return -(-unseen // max(days_left - 2, 1))


def missed_in_a_row(before: dict[str, int], missed: Sequence[str], heard: Sequence[str]) -> dict[str, int]:
    """How often each key point was missed since it was last heard."""
    kept = {text: count for text, count in before.items() if text not in heard}
    return kept | {text: kept.get(text, 0) + 1 for text in missed}
