"""The candidate's words, saved while there is time."""

from datetime import datetime

from django.db import transaction

from config.prepared import Prepared
from interviews.autosave import Refused, Typed, save_typed
from interviews.clock import GRACE
from interviews.flow import announce
from interviews.models import LONGEST_ANSWER, AskedQuestion, Interview
from interviews.states import CLOSED, QuestionState

_asked = Prepared(
    lambda interview_id, position: (
        AskedQuestion.objects.select_for_update()
        .filter(interview_id=interview_id, position=position)
        .only("state", "closed_at", "answer", "answer_version", "answer_stamp")
    )
)


class TimeIsUp(Refused):
    """It came after the question was closed, the network's grace included."""


class NotOpenYet(Refused):
    """The candidate may know that there is such a question, and no more."""

    def __init__(self) -> None:
        super().__init__("This question is not open yet.")


def save_answer(interview: Interview, position: int, typed: Typed, is_code: bool, now: datetime) -> int:
    """Save an answer and return its version.

    Raises AskedQuestion.DoesNotExist, NotOpenYet, Refused for a text that is too long, TimeIsUp after the end,
    autosave.Conflict where another tab was first.
    """
    if len(typed.text) > LONGEST_ANSWER:
        raise Refused(
            f"An answer may hold {LONGEST_ANSWER:,} characters and this one has {len(typed.text):,}. "
            "Nothing of it was saved yet; shorten it and it will be."
        )
    with transaction.atomic():
        # Counting holds the interview. Every verb does so before it holds a question; the other way round, two could
        # wait for each other.
        announce(interview.pk)
        asked = _asked.get(interview.pk, position)
        _must_accept(asked, now)
        version = save_typed(asked, "answer", typed, {"state": asked.state}, answer_is_code=is_code)
        if version == asked.answer_version:
            transaction.set_rollback(True)
    return version


def _must_accept(asked: AskedQuestion, now: datetime) -> None:
    if asked.state == QuestionState.QUEUED:
        raise NotOpenYet
    # Either way: where the computer's clock was set back, its end lies in the future.
    if asked.state in CLOSED and abs(now - asked.closed_at) > GRACE:
        raise TimeIsUp(
            "This question was closed before these words arrived, so they were not saved. "
            "They are still here: copy them if you want to keep them."
        )
