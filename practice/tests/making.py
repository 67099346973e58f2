"""A person who practises, for tests: everything goes through the app's own writers, with the time handed in."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from interviews.autosave import Typed
from interviews.models import Interview
from interviews.planning import Recipe, begin_alone
from interviews.tests.making import NOW
from practice import practising
from practice.models import Attempt, How
from questions.models import Question


def answered(user: User | None, question: Question, at: datetime = NOW, words: str = "My words") -> Attempt:
    """An attempt whose answer was given and whose model answer is in view."""
    attempt = practising.begin(user, question, at)
    practising.save_answer(attempt, Typed(words, attempt.answer_version, "test", 1))
    practising.reveal(attempt, How.TYPED, at + timedelta(minutes=3))
    return Attempt.objects.get(pk=attempt.pk)


def graded(user: User | None, question: Question, at: datetime = NOW, grade: int = 3, mark: str = "covered") -> Attempt:
    attempt = answered(user, question, at)
    practising.mark(attempt, range(len(attempt.key_points)), mark)
    practising.grade(attempt, grade, at + timedelta(minutes=4))
    return Attempt.objects.get(pk=attempt.pk)


def mock(user: User, *questions: Question, at: datetime = NOW) -> Interview:
    """A mock interview alone over these questions, an hour long, its first question open."""
    refs = tuple(question.ref for question in questions)
    return begin_alone(Recipe("Practice", user.username, 60, refs=refs), user, at)
