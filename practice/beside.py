"""What practice puts beside the lines of a report on a mock interview: what was said, and what became of the marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from interviews.models import AskedQuestion
from interviews.reports import Line
from practice.models import Attempt, Card, Recording
from practice.schedule import Grade

AGAIN_SINCE = "Does not count in your practice: you have answered this question again since."
TAKEN_BACK = "Its grade was taken back: it waits for you in your practice."
OUT_OF_THE_BANK = "Does not count in your practice: the question is no longer in the bank."
WAITS = "Counts in your practice from when you next open it."


@dataclass(frozen=True)
class Beside:
    """One line, its recording where it was kept, and in words whether its marks count in practice."""

    line: Line
    recording: Recording | None
    counts: str


def beside(lines: Sequence[Line], user: User | None) -> list[Beside]:
    asked = [line.asked for line in lines]
    recordings = {kept.asked_id: kept for kept in Recording.objects.filter(asked__in=asked)}
    reviews = dict(Attempt.objects.filter(asked__in=asked).values_list("asked_id", "grade"))
    cards = Card.objects.filter(user=user, question__in=[item.question_id for item in asked if item.question_id])
    last = dict(cards.values_list("question_id", "last_review"))
    return [
        Beside(line, recordings.get(line.asked.pk), _counts(line, reviews, last.get(line.asked.question_id)))
        for line in lines
    ]


def _counts(line: Line, reviews: dict[int, int | None], last: datetime | None) -> str:
    asked: AskedQuestion = line.asked
    if asked.pk in reviews:
        grade = reviews[asked.pk]
        return f"Counts in your practice as {Grade(grade).label}." if grade else TAKEN_BACK
    if not any(point.mark for point in line.points):
        return ""
    if not asked.question_id:
        return OUT_OF_THE_BANK
    return AGAIN_SINCE if last and last > asked.closed_at else WAITS
