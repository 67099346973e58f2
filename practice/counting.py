"""Counts the answers of marked mock interviews as reviews, for the schedule to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from config.prepared import Prepared
from interviews.models import AskedQuestion, Interview, Mark, Rating
from interviews.roles import Role
from interviews.scoring import HEARD_OR_NOT, essential_missed
from practice.models import Attempt, Card, Habit, How
from practice.practising import frozen, habit_of, learn
from practice.schedule import day_of, proposed_grade

CARD_FIELDS = "state step stability difficulty due last_review reviewed missed most_missed".split()


@dataclass
class Counted:
    """What became of one mock interview: answers that count, and those whose question was answered again since."""

    title: str
    reviews: list[Attempt] = field(default_factory=list)
    passed_over: list[AskedQuestion] = field(default_factory=list)


def marked(user_id: int) -> QuerySet[AskedQuestion]:
    """What this person marked in their mock interviews, submitted, and is not counted."""
    mine = {"seat__user": user_id, "seat__role": Role.SOLO, "submitted_at__isnull": False}
    sittings = Interview.objects.filter(**{f"scorecards__{name}": value for name, value in mine.items()})
    asked = AskedQuestion.objects.filter(interview__in=sittings, question__isnull=False, closed_at__isnull=False)
    heard_or_not = Mark.objects.filter(asked=OuterRef("pk"), value__in=HEARD_OR_NOT)
    passed = Rating.objects.filter(asked=OuterRef("pk"), not_observed=True)
    return asked.filter(Exists(heard_or_not), ~Exists(passed), attempt=None)


def countable(user_id: int) -> QuerySet[AskedQuestion]:
    """Of these, those whose question was not answered again since: a review cannot come before one that was made."""
    later = Card.objects.filter(user=user_id, question=OuterRef("question"), last_review__gt=OuterRef("closed_at"))
    return marked(user_id).exclude(Exists(later))


_any_countable = Prepared(lambda user_id: countable(user_id).order_by().values_list("pk")[:1])


def count_mocks(user: User) -> list[Counted]:
    """Make each marked answer of a submitted mock interview one review, at the moment at which it was answered.

    Done once, in the order of answering, with the grade that the marks propose; one a sitting of which anything was
    counted. Called where practice begins, since the sitting itself knows nothing of it.
    """
    if not _any_countable(user.pk):
        return []
    with transaction.atomic():
        # One at a time for each person: two pages that open at once must not count twice.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        sittings = list(countable(user.pk).values_list("interview", flat=True))
        asked = marked(user.pk).filter(interview__in=sittings).select_related("interview").order_by("closed_at", "pk")
        return _count(user, list(asked))


def _count(user: User, asked: Sequence[AskedQuestion]) -> list[Counted]:
    habit, marks = habit_of(user), _marks_of(asked)
    held = Card.objects.select_for_update().filter(user=user, question__in=[item.question_id for item in asked])
    cards = {card.question_id: card for card in held}
    found: dict[int, Counted] = {}
    for item in asked:
        counted = found.setdefault(item.interview_id, Counted(item.interview.title))
        card = cards.get(item.question_id)
        if card and card.last_review and card.last_review > item.closed_at:
            counted.passed_over.append(item)
            continue
        review = _review(user, item, marks[item.pk], habit, card)
        cards[item.question_id] = card = card or Card(user=user, question_id=item.question_id)
        learn(card, review, habit)
        counted.reviews.append(review)
    _store([review for counted in found.values() for review in counted.reviews], list(cards.values()))
    return [counted for counted in found.values() if counted.reviews]


def _marks_of(asked: Sequence[AskedQuestion]) -> dict[int, dict[str, str]]:
    marks: dict[int, dict[str, str]] = {}
    for item, point, value in Mark.objects.filter(asked__in=asked).values_list("asked_id", "point", "value"):
        marks.setdefault(item, {})[str(point)] = value
    return marks


def _review(user: User, asked: AskedQuestion, marks: dict[str, str], habit: Habit, card: Card | None) -> Attempt:
    at = asked.closed_at
    review = Attempt(
        user=user,
        question_id=asked.question_id,
        asked=asked,
        key_points=asked.key_points,
        started_at=at - asked.used(at),
        budget=asked.clock.allowed,
        timed=True,
        how=How.TYPED if asked.answer.strip() else How.SPOKEN,
        answer=asked.answer,
        revealed_at=at,
        marks=marks,
        graded_at=at,
        day=day_of(at, habit.zone, habit.day_starts_at),
        is_first=card is None,
        before=frozen(card),
    )
    review.coverage = review.covered()
    review.grade = proposed_grade(review.coverage, essential_missed(review.points, review.mark_of))
    return review


def _store(reviews: list[Attempt], cards: list[Card]) -> None:
    Attempt.objects.bulk_create(reviews)
    Card.objects.bulk_create([card for card in cards if card.pk is None])
    Card.objects.bulk_update([card for card in cards if card.pk is not None], CARD_FIELDS)
