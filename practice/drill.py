"""What one attempt shows at one moment; nothing of the model answer is in it before the reveal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from interviews.models import AskedQuestion, Mark, Rating
from interviews.roles import Role
from interviews.room import PointRow
from interviews.scoring import Mark as MarkValue
from interviews.scoring import coverage, essential_missed
from practice.models import Attempt
from practice.schedule import Grade, Model, proposed_grade
from practice.telling import look_again, with_marks
from questions.models import synonyms_for

PAST = 5
# One a key point, to go back to it. None is a key of marking here (c h m x) or in an interviewer's room (j k w o f n).
LETTERS = "abdegilpqrstuvyz"


@dataclass(frozen=True)
class Choice:
    """One grade to choose, and when the question would come back."""

    grade: Grade
    wait: timedelta
    proposed: bool


@dataclass(frozen=True)
class Judged:
    """What an interviewer marked at the same question, as far as it was shared."""

    title: str
    at: datetime
    coverage: float | None
    rating: int | None

    def apart(self, mine: float | None) -> int | None:
        """How much higher I marked myself, in points of a hundred."""
        return None if self.coverage is None or mine is None else round((mine - self.coverage) * 100)


@dataclass(frozen=True)
class LetteredRow(PointRow):
    """A key point and the key that leads to it; of very many points the last have none."""

    @property
    def letter(self) -> str:
        return LETTERS[self.index : self.index + 1]


@dataclass(frozen=True)
class Drill:
    attempt: Attempt
    rows: list[LetteredRow]
    current: LetteredRow | None
    coverage: float | None
    proposed: Grade
    choices: list[Choice]
    note: str
    past: list[Attempt]
    model_answer: SafeString
    look_again: list[tuple[str, str]]
    judged: list[tuple[Judged, int | None]]

    @property
    def marked(self) -> int:
        return sum(bool(row.mark) for row in self.rows)

    @property
    def heard(self) -> int:
        return sum(row.mark in (MarkValue.PARTLY, MarkValue.COVERED) for row in self.rows)


def drill_of(attempt: Attempt, model: Model, now: datetime, point: int | None = None) -> Drill:
    """The reading of a revealed attempt; `point` is one to mark again."""
    marks = attempt.mark_of
    rows = [LetteredRow(index, p, marks.get(index, "")) for index, p in enumerate(attempt.points)]
    unmarked = next((row for row in rows if not row.mark), None)
    share = coverage(attempt.points, marks)
    proposed = proposed_grade(share, essential_missed(attempt.points, marks))
    return Drill(
        attempt=attempt,
        rows=rows,
        current=rows[point] if point is not None and point < len(rows) and not attempt.grade else unmarked,
        coverage=share,
        proposed=proposed,
        choices=_choices(attempt, model, now, proposed) if unmarked is None and not attempt.grade else [],
        note=note_before(attempt),
        past=_past(attempt),
        **(_told(attempt, rows) if unmarked is None else {"model_answer": "", "look_again": []}),
        judged=[(judged, judged.apart(share)) for judged in judged_of(attempt.user, attempt)],
    )


def _told(attempt: Attempt, rows: list[LetteredRow]) -> dict:
    prompt = attempt.question.prompt_text
    points, marks = [row.point for row in rows], [row.mark for row in rows]
    synonyms = synonyms_for(attempt.question)
    again = look_again(prompt, points, marks, attempt.answer, synonyms)
    return {
        "model_answer": with_marks(attempt.question.model_answer_html, prompt, points, marks, synonyms),
        "look_again": [(points[index].text, sentence) for index, sentence in again.items()],
    }


def _choices(attempt: Attempt, model: Model, now: datetime, proposed: Grade) -> list[Choice]:
    card = attempt.question.cards.filter(user=attempt.user).first() if attempt.user else None
    memory = card.memory if card else None
    return [Choice(g, model.after(memory, g, now).due - now, g == proposed) for g in Grade]


def _earlier(attempt: Attempt):
    if attempt.user is None:
        return Attempt.objects.none()
    mine = Attempt.objects.filter(user=attempt.user, question=attempt.question_id, grade__isnull=False)
    return mine.exclude(pk=attempt.pk).filter(graded_at__lt=attempt.graded_at or attempt.revealed_at)


def note_before(attempt: Attempt) -> str:
    """What this person told themselves to say next time, when they last answered this question."""
    notes = _earlier(attempt).exclude(next_time="").order_by("-graded_at").values_list("next_time", flat=True)
    return notes.first() or ""


def _past(attempt: Attempt) -> list[Attempt]:
    return list(_earlier(attempt).order_by("-graded_at")[:PAST])


def judged_of(user: User | None, attempt: Attempt) -> list[Judged]:
    """An interviewer's submitted marks of the same question, from interviews whose report shares the key points."""
    if user is None:
        return []
    asked = AskedQuestion.objects.filter(
        question=attempt.question_id,
        interview__shared_at__isnull=False,
        interview__seats__user=user,
        interview__seats__role=Role.CANDIDATE,
        interview__seats__revoked_at=None,
    ).select_related("interview")
    shown = [item for item in asked if "marks" in item.interview.share and "ratings" in item.interview.share]
    marks, ratings = _marks_by_lead(shown), _ratings_by_lead(shown)
    return [_judged(item, marks, ratings) for item in shown]


def _judged(asked: AskedQuestion, marks: dict[int, dict[int, str]], ratings: dict[int, int]) -> Judged:
    interview = asked.interview
    share = coverage(asked.points, marks.get(asked.pk, {}))
    return Judged(interview.title, interview.started_at, share, ratings.get(asked.pk))


def _marks_by_lead(asked: list[AskedQuestion]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    by_lead = Mark.objects.filter(asked__in=asked, scorecard__seat__role=Role.LEAD)
    for item, point, value in by_lead.values_list("asked_id", "point", "value"):
        found.setdefault(item, {})[point] = value
    return found


def _ratings_by_lead(asked: list[AskedQuestion]) -> dict[int, int]:
    return dict(
        Rating.objects.filter(asked__in=asked, scorecard__seat__role=Role.LEAD).values_list("asked_id", "value")
    )
