"""What a day of practice holds for one person: what is due, what comes next and why, how ready they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Avg, Count, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Floor, Greatest, Power

from config.prepared import Prepared
from interviews.keeping import free_for, free_for_account
from practice.models import Attempt, Card, Habit
from practice.practising import habit_of
from practice.queue import OFTEN, Known, Pick, Strength, Unseen, added_up, is_turn_of_new, pick
from practice.schedule import Memory, begin_of, day_of, days_since_1970, spread
from questions.models import Question, QuestionQuerySet
from questions.rubric import Level, Status

LOOKED_AT = 200  # Of very many questions that wait, those that have waited longest.
WEEKS = 12
USUAL_MINUTES = 5


class DayDone(NamedTuple):
    """One square of the calendar."""

    day: date
    count: int

    @property
    def depth(self) -> int:
        return min(4, -(-self.count // 2))


class Counts(NamedTuple):
    """Questions that were answered before: how many, how many due today and later today, and their mean minutes."""

    seen: int = 0
    today: int = 0
    later: int = 0
    minutes: float | None = None


@dataclass(frozen=True)
class Misses:
    text: str
    times: int
    question: Question


_counts = Prepared(
    lambda user_id, now, day_ends: (
        _answered_by(user_id)
        .order_by()
        .values_list("user")
        .annotate(
            seen=Count("pk"),
            today=Count("pk", filter=Q(due__lt=day_ends)),
            later=Count("pk", filter=Q(due__lt=day_ends, due__gt=now)),
            minutes=Avg("question__minutes"),
        )
    ),
    of=(int, datetime, datetime),
)
_free = Prepared(
    lambda user_id: free_for_account(user_id).order_by().values_list("status").annotate(Count("pk")),
)
_done = Prepared(
    lambda user_id, day: (
        Attempt.objects.filter(user=user_id, day=day)
        .order_by()
        .values_list("user")
        .annotate(count=Count("pk"), new=Count("pk", filter=Q(is_first=True)))
    ),
    of=(int, date),
)
_done_since = Prepared(
    lambda user_id, first: (
        Attempt.objects.filter(user=user_id, day__gte=first).order_by().values_list("day").annotate(Count("pk"))
    ),
    of=(int, date),
)
_waiting = Prepared(lambda user_id: Attempt.objects.filter(user=user_id, grade=None).select_related("question")[:1])
_totals = Prepared(lambda: Question.objects.published().order_by().values_list("topic", "level").annotate(Count("pk")))
_often_missed = Prepared(
    lambda user_id: (
        _answered_by(user_id).filter(most_missed__gte=OFTEN).select_related("question").order_by("-most_missed")[:10]
    )
)


def _recalled_by(user_id: int, today: float, factor: float, power: float) -> QuerySet[Card]:
    """What the curve says of every card, with `today` in days since 1970, added up for each topic and level."""
    # A clock that was put back must not make a day negative; the package reckons so, too.
    days = Greatest(Floor(Value(today) - F("reviewed"), output_field=FloatField()), Value(0.0))
    recall = Power(Value(1.0) + Value(factor) * days / F("stability"), Value(power), output_field=FloatField())
    cards = Card.objects.filter(user=user_id, question__status=Status.PUBLISHED).order_by()
    rows = cards.values_list("question__topic", "question__level")
    return rows.annotate(seen=Count("pk"), recalled=Coalesce(Sum(recall), 0.0))


_recalled = Prepared(_recalled_by, of=(int, float, float, float))


def _answered_by(user_id: int) -> QuerySet[Card]:
    return Card.objects.filter(user=user_id, question__in=free_for_account(user_id))


def _graded_by(user_id: int) -> QuerySet[Attempt]:
    graded = Attempt.objects.filter(user=user_id, graded_at__isnull=False).order_by("-graded_at", "-pk")
    return graded.select_related("question").defer("answer", "marks", "next_time")


@cache
def _latest(count: int) -> Prepared:
    return Prepared(lambda user_id: _graded_by(user_id)[:count])


class Today:
    """A reading: nothing is asked of the database that is not shown."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user, self.now = user, now
        self.habit: Habit = habit_of(user)
        self.day = day_of(now, self.habit.zone, self.habit.day_starts_at)
        self.day_ends = begin_of(self.day + timedelta(days=1), self.habit.zone, self.habit.day_starts_at)

    @property
    def due_cards(self) -> QuerySet[Card]:
        return _answered_by(self.user.pk).filter(due__lt=self.day_ends)

    @property
    def unseen_questions(self) -> QuerySet[Question]:
        return self.free.exclude(cards__user=self.user)

    @property
    def free(self) -> QuestionQuerySet:
        """Questions of an interview to come are not asked before it."""
        return free_for(self.user)

    @cached_property
    def due(self) -> int:
        return self._counted.today

    @property
    def due_later(self) -> int:
        """How many of them come back later today."""
        return self._counted.later

    @cached_property
    def unseen(self) -> int:
        return sum(count for _, count in _free(self.user.pk)) - self._counted.seen

    @cached_property
    def _counted(self) -> Counts:
        counted = _counts.first(self.user.pk, self.now, self.day_ends)
        return Counts(*counted[1:]) if counted else Counts()

    @cached_property
    def done_today(self) -> dict:
        _, count, new = _done.first(self.user.pk, self.day) or (None, 0, 0)
        return {"count": count, "new": new}

    @property
    def days_left(self) -> int | None:
        """Days until the interview; None without one, or once it is past."""
        left = (self.habit.interview_on - self.day).days if self.habit.interview_on else -1
        return left if left >= 0 else None

    @property
    def new_a_day(self) -> int:
        if self.days_left is None:
            return self.habit.new_a_day
        return spread(self.days_left, self.unseen + self.done_today["new"])

    @property
    def new(self) -> int:
        """New questions that today still holds."""
        return max(min(self.unseen, self.new_a_day - self.done_today["new"]), 0)

    @property
    def left(self) -> int:
        return self.due + self.new

    @property
    def minutes(self) -> int:
        return round(self.left * (self._counted.minutes or USUAL_MINUTES))

    @property
    def waiting(self) -> Attempt | None:
        """An attempt that was begun and not graded."""
        return _waiting.first(self.user.pk)

    def _known(self, cards: QuerySet[Card]) -> list[Known]:
        model, facts = self.habit.model, ("state", "step", "stability", "difficulty", "due", "last_review")
        rows = cards.values_list("question_id", "question__topic", "question__level", "most_missed", *facts)
        return [
            Known(question, topic, level, model.recall(memory, self.now), memory.due, missed)
            for question, topic, level, missed, *rest in rows
            for memory in (Memory(*rest),)
        ]

    @cached_property
    def totals(self) -> dict[tuple[str, str], int]:
        return {(topic, level): count for topic, level, count in _totals()}

    @cached_property
    def _recalled(self) -> list[tuple[str, str, int, float]]:
        """Topic, level, how many were answered, and the sum of the chances that each is recalled now."""
        return _recalled(self.user.pk, days_since_1970(self.now), *self.habit.model.curve)

    @property
    def topics(self) -> list[Strength]:
        return self._strengths(0)

    @property
    def levels(self) -> list[Strength]:
        return sorted(self._strengths(1), key=lambda strength: list(Level).index(strength.name))

    def _strengths(self, place: int) -> list[Strength]:
        totals: Counter[str] = Counter()
        for kind, count in self.totals.items():
            totals[kind[place]] += count
        return added_up(((row[place], *row[2:]) for row in self._recalled), totals)

    @property
    def readiness(self) -> float:
        return sum(recalled for *_, recalled in self._recalled) / max(sum(self.totals.values()), 1)

    @property
    def seen(self) -> int:
        return self._counted.seen

    def next(self, last: Question | None = None, more: bool = False) -> Pick | None:
        """What to ask now; `more` goes on when the day's plan is done, with what is weakest."""
        waiting = self._known(self.due_cards.order_by("due")[:LOOKED_AT]) if self.due else []
        due = [item for item in waiting if item.due <= self.now]
        done = self.done_today
        if is_turn_of_new(len(due), self.new, done["count"], done["new"]):
            due, unseen = [], self._unseen()
        else:
            unseen = self._unseen() if more and not due else []
        # What was just failed comes back later today; who has nothing else to do need not wait for it.
        later = [] if due or unseen else waiting
        ahead = self._known(_answered_by(self.user.pk)) if more and not (due or unseen or later) else []
        return pick(due, unseen, self.topics, last.topic if last else "", ahead, later)

    def _unseen(self) -> list[Unseen]:
        return [Unseen(*row) for row in self.unseen_questions.order_by("pk").values_list("pk", "topic", "level")]

    @property
    def never_said(self) -> list[Misses]:
        found = [
            Misses(text, times, card.question)
            for card in _often_missed(self.user.pk)
            for text, times in card.missed.items()
            if times >= OFTEN
        ]
        return sorted(found, key=lambda miss: -miss.times)[:5]

    @property
    def calendar(self) -> list[list[DayDone]]:
        """Twelve weeks, a column each, Monday first, this week last."""
        monday = self.day - timedelta(days=self.day.weekday())
        first = monday - timedelta(weeks=WEEKS - 1)
        counts = dict(_done_since(self.user.pk, first))
        days = [first + timedelta(days=number) for number in range(7 * WEEKS)]
        squares = [DayDone(day, counts.get(day, 0)) for day in days if day <= self.day]
        return [squares[start : start + 7] for start in range(0, len(squares), 7)]

    def latest(self, count: int = 5, before: int | None = None) -> list[Attempt]:
        """The last attempts, or those before one of them: counting pages of very many would cost more than a page."""
        if before is None:
            return _latest(count)(self.user.pk)
        until = Attempt.objects.filter(user=self.user, pk=before).values("graded_at")
        return list(_graded_by(self.user.pk).filter(graded_at__lt=until)[:count])
