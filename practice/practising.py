"""Writes a drill: the answer first, then the marks, then a grade, which schedules the question."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.dateparse import parse_datetime

from config.prepared import Prepared
from interviews.autosave import Refused, Typed, save_typed
from interviews.keeping import free_for
from interviews.models import LONGEST_ANSWER
from interviews.scoring import HEARD_OR_NOT, Mark
from practice.models import Attempt, Card, Habit, How
from practice.schedule import Grade, day_of, days_since_1970, missed_in_a_row
from questions.models import Question, copied_points

LONGEST_NOTE = 5_000
GUESTS_ARE_KEPT = timedelta(days=30)


_habits = Prepared(lambda user_id: Habit.objects.filter(user=user_id))


def habit_of(user: User | None) -> Habit:
    """How they practise; somebody who never said so, and a guest, practise as most do."""
    return (_habits.first(user.pk) if user else None) or Habit(user=user)


def keep_habit(habit: Habit) -> None:
    habit.save()


@transaction.atomic
def begin(user: User | None, question: Question, now: datetime, why: str = "") -> Attempt:
    """A new attempt, or the one at this question that was begun and not brought to an end."""
    if user:
        # Held, so that of two presses at once the later one finds what the other began.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user and (waiting := Attempt.objects.filter(user=user, question=question, grade=None).first()):
        return waiting
    if user is None:
        Attempt.objects.filter(user=None, started_at__lt=now - GUESTS_ARE_KEPT).delete()
    return Attempt.objects.create(
        user=user,
        question=question,
        key_points=copied_points(question),
        why=why,
        started_at=now,
        budget=timedelta(minutes=question.minutes),
        timed=habit_of(user).timed,
    )


@transaction.atomic
def save_answer(attempt: Attempt, typed: Typed) -> int:
    """Save the answer and return its version. Raises Refused once the model answer was shown, autosave.Conflict."""
    held = _held(attempt)
    if held.revealed_at:
        raise Refused("The model answer has been shown, so this answer can no longer be changed.")
    _must_fit(typed.text, LONGEST_ANSWER, "An answer")
    return save_typed(held, "answer", typed, {"revealed_at": None})


@transaction.atomic
def reveal(attempt: Attempt, how: str, now: datetime) -> None:
    """Show what a good answer says, once there is an answer: typed, spoken, or the honest word that there is none.

    Raises Refused without one. Whoever does not know has missed every key point, and need not mark them.
    """
    held = _held(attempt)
    if held.revealed_at:
        return
    if not free_for(held.user).filter(pk=held.question_id).exists():
        raise Refused("This question is part of an interview to come, so its answer stays closed until that is over.")
    if how not in How.values:
        raise Refused("Say how you answered: typed, aloud, or that you don’t know.")
    if how == How.TYPED and not held.answer.strip():
        raise Refused("Answer first: write it, say it aloud, or say that you don’t know. Nothing was shown yet.")
    marks = {str(index): Mark.MISSED for index in range(len(held.key_points))} if how == How.UNKNOWN else {}
    Attempt.objects.filter(pk=held.pk).update(how=how, revealed_at=now, marks=marks)


@transaction.atomic
def mark(attempt: Attempt, indexes: Sequence[int], value: str) -> None:
    """Mark some key points. Raises Refused before the reveal, after the grade, and for what does not exist."""
    held = _held(attempt)
    _must_be_open_to_marks(held)
    if value not in HEARD_OR_NOT:
        raise Refused(f"A mark is missed, partly or covered, not {value!r}.")
    if not all(0 <= index < len(held.key_points) for index in indexes):
        raise Refused("This question has no such key point.")
    Attempt.objects.filter(pk=held.pk).update(marks=held.marks | {str(index): value for index in indexes})


@transaction.atomic
def save_next_time(attempt: Attempt, typed: Typed) -> int:
    """Save what to say next time and return its version. Raises Refused before the reveal, autosave.Conflict."""
    held = _held(attempt)
    if not held.revealed_at:
        raise Refused("There is nothing to note before the model answer was shown.")
    _must_fit(typed.text, LONGEST_NOTE, "A note")
    return save_typed(held, "next_time", typed)


@transaction.atomic
def grade(attempt: Attempt, value: int, now: datetime) -> None:
    """Bring an attempt to its end and schedule the question. Raises Refused while a key point is not marked."""
    held = _held(attempt)
    _must_be_open_to_marks(held)
    if not held.all_marked:
        raise Refused("Mark every key point first; then the grade.")
    if value not in set(Grade):
        raise Refused("A grade is again, hard, good or easy.")
    habit, card = habit_of(held.user), _card_of(held)
    held.grade, held.graded_at, held.coverage = value, now, held.covered()
    held.day = day_of(now, habit.zone, habit.day_starts_at)
    held.is_first, held.before = card is None, frozen(card)
    held.save(update_fields=["grade", "graded_at", "coverage", "day", "is_first", "before"])
    if held.user:
        _remember(card, held, habit)


def _remember(card: Card | None, attempt: Attempt, habit: Habit) -> None:
    card = card or Card(user=attempt.user, question=attempt.question)
    learn(card, attempt, habit)
    card.save()


def learn(card: Card, attempt: Attempt, habit: Habit) -> None:
    """Bring a graded attempt into the card; whoever calls saves it."""
    memory = card.memory if card.last_review else None
    card.remember(habit.model.after(memory, Grade(attempt.grade), attempt.graded_at))
    marked = [(point.text, attempt.mark_of.get(index)) for index, point in enumerate(attempt.points)]
    missed = [text for text, mark in marked if mark == Mark.MISSED]
    heard = [text for text, mark in marked if mark in (Mark.PARTLY, Mark.COVERED)]
    card.missed = missed_in_a_row(card.missed, missed, heard)
    card.most_missed = max(card.missed.values(), default=0)


@transaction.atomic
def undo(user: User) -> Attempt | None:
    """Take the last grade back: the card is as it was, and the attempt waits for its grade again."""
    last = Attempt.objects.select_for_update().filter(user=user, grade__isnull=False).order_by("-graded_at").first()
    if last is None:
        return None
    card = Card.objects.filter(user=user, question=last.question_id)
    if last.is_first:
        card.delete()
    else:
        card.update(**_thawed(last.before))
    Attempt.objects.filter(pk=last.pk).update(
        grade=None, graded_at=None, day=None, coverage=None, is_first=False, before=None
    )
    return last


@transaction.atomic
def claim(user: User, attempt_id: int | None) -> None:
    """A guest who signs up keeps the attempt that they made, and its schedule if it was graded."""
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, user=None).first()
    if attempt is None:
        return
    attempt.user = user
    card = _card_of(attempt)
    attempt.is_first, attempt.before = bool(attempt.grade) and card is None, frozen(card)
    attempt.save(update_fields=["user", "is_first", "before"])
    if attempt.grade:
        _remember(card, attempt, habit_of(user))


def forget(attempt: Attempt) -> None:
    """Remove an attempt that was begun and never graded."""
    Attempt.objects.filter(pk=attempt.pk, grade=None).delete()


def _held(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("question", "user").get(pk=attempt.pk)


def _must_be_open_to_marks(attempt: Attempt) -> None:
    if not attempt.revealed_at:
        raise Refused("Answer first; the key points are marked after that.")
    if attempt.grade:
        raise Refused("This attempt has been graded. Take the grade back to change it.")


def _must_fit(text: str, longest: int, what: str) -> None:
    if len(text) > longest:
        raise Refused(f"{what} may hold {longest:,} characters and this one has {len(text):,}. Shorten it to save it.")


def _card_of(attempt: Attempt) -> Card | None:
    cards = Card.objects.select_for_update().filter(question=attempt.question_id)
    return cards.filter(user=attempt.user).first() if attempt.user else None


def frozen(card: Card | None) -> dict | None:
    """The card as it is, for taking a grade back."""
    if card is None:
        return None
    memory = asdict(card.memory) | {"due": card.due.isoformat()}
    memory["last_review"] = card.last_review.isoformat() if card.last_review else None
    return memory | {"missed": card.missed, "most_missed": card.most_missed}


def _thawed(before: dict) -> dict:
    times = {name: parse_datetime(before[name]) if before[name] else None for name in ("due", "last_review")}
    return before | times | {"reviewed": days_since_1970(times["last_review"])}
