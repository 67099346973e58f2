"""The candidate's words, saved while there is time."""

from datetime import datetime

from django.db import transaction

from interviews.autosave import Refused, Typed, save_typed
from interviews.clock import GRACE
from interviews.flow import announce
from interviews.models import LONGEST_ANSWER, AskedQuestion, Interview
from interviews.states import CLOSED, QuestionState


class TimeIsUp(Refused):
    """It came after the question was closed, the network's grace included."""


def save_answer(asked: AskedQuestion, typed: Typed, is_code: bool, now: datetime) -> int:
    """Save an answer and return its version.

    Raises Refused for a text that is too long or a question that is not open, TimeIsUp after the end,
    autosave.Conflict where another tab was first.
    """
    if len(typed.text) > LONGEST_ANSWER:
        raise Refused(
            f"An answer may hold {LONGEST_ANSWER:,} characters and this one has {len(typed.text):,}. "
            "Nothing of it was saved yet; shorten it and it will be."
        )
    with transaction.atomic():
        # Every verb holds the interview before its questions; the other way round, two could wait for each other.
        Interview.objects.select_for_update().get(pk=asked.interview_id)
        fresh = AskedQuestion.objects.select_for_update().get(pk=asked.pk)
        _must_accept(fresh, now)
        rows = AskedQuestion.objects.filter(pk=asked.pk, state=fresh.state)
        version = save_typed(fresh, "answer", typed, rows, answer_is_code=is_code)
        if version != fresh.answer_version:
            announce(asked.interview_id)
    return version


def _must_accept(asked: AskedQuestion, now: datetime) -> None:
    if asked.state == QuestionState.QUEUED:
        raise Refused("This question is not open yet.")
    if asked.state in CLOSED and now > asked.closed_at + GRACE:
        raise TimeIsUp(
            "This question was closed before these words arrived, so they were not saved. "
            "They are still here: copy them if you want to keep them."
        )
