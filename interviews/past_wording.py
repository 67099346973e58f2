"""What the wording of key points finds in answers that were given to a question: for those who write the question.

Only what is over counts, answers and submitted marks alike. Nobody's name goes along, and nobody's practice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import Truncator

from interviews.debriefing import beyond_swaying
from interviews.hints import Band, Hint
from interviews.models import AskedQuestion, Mark
from interviews.roles import Role
from interviews.scoring import Mark as MarkValue
from interviews.states import CLOSED, InterviewState
from interviews.wording import compared, marker_of
from questions.models import Question, points_of, synonyms_for, synonyms_of_bank
from questions.rubric import Point

PAST_ANSWERS = 20
READ = 20_000  # Characters of an answer: a page of many answers must not wait for one.
SHOWN = 200
FEWEST_MARKS = 3
NO_BAND = "the place alone is shown, for it has few words that the question does not give away"


@dataclass(frozen=True)
class Tried:
    """What one past answer holds of a key point's wording: its sentence, or else the answer's beginning."""

    says: str
    text: str
    is_place: bool


@dataclass(frozen=True)
class NeverFound:
    """A key point that every mark calls covered and no wording matches."""

    index: int
    text: str
    marks: int


def past_answers(question: Question) -> QuerySet[AskedQuestion]:
    """The newest typed answers, of interviews that are over and had a panel."""
    given = AskedQuestion.objects.filter(question=question, state__in=CLOSED, interview__state=InterviewState.ENDED)
    typed = given.exclude(answer="").exclude(interview__seats__role=Role.SOLO)
    return typed.only("answer", "key_points").order_by("-closed_at", "-pk")[:PAST_ANSWERS]


def tried(question: Question, points: Sequence[Point], synonyms: Sequence[str], index: int) -> list[Tried]:
    """One of these key points on past answers; neither they nor the question's synonyms need be stored."""
    synonyms = [*synonyms_of_bank(), *synonyms]
    answers = [asked.answer[:READ] for asked in past_answers(question) if asked.answer.strip()]
    return [
        _tried(index, compared(question.prompt_text, points, answer, synonyms)[index], answer) for answer in answers
    ]


def _tried(index: int, hint: Hint, answer: str) -> Tried:
    marker = marker_of(index, hint)
    says = f"{marker.says} {marker.shows}".strip() if hint.band else NO_BAND
    if marker.shows:
        return Tried(says, answer[hint.start : hint.end], is_place=True)
    return Tried(says, Truncator(answer.strip()).chars(SHOWN), is_place=False)


def never_found(question: Question) -> list[NeverFound]:
    """Key points that wording never finds although each of three marks or more says that they were there."""
    points, synonyms = points_of(question), synonyms_for(question)
    answers = {asked.pk: asked for asked in past_answers(question)}
    marks = _marks(answers)
    bands = {
        pk: [hint.band for hint in compared(question.prompt_text, points, asked.answer[:READ], synonyms)]
        for pk, asked in answers.items()
        if pk in {asked_id for asked_id, _ in marks}
    }
    found = []
    for index, point in enumerate(points):
        given = [(pk, value) for (pk, text), values in marks.items() if text == point.text for value in values]
        ticked = all(value == MarkValue.COVERED for _, value in given)
        if len(given) >= FEWEST_MARKS and ticked and {bands[pk][index] for pk, _ in given} == {Band.NO_MATCH}:
            found.append(NeverFound(index, point.text, len(given)))
    return found


def _marks(answers: dict[int, AskedQuestion]) -> dict[tuple[int, str], list[str]]:
    """Submitted marks that can sway nobody, by answer and by the key point's text as it was asked."""
    submitted = Mark.objects.filter(asked__in=list(answers), scorecard__submitted_at__isnull=False)
    given: Iterable[Mark] = submitted.filter(asked__interview__in=beyond_swaying())
    marks: dict[tuple[int, str], list[str]] = {}
    for mark in given:
        text = answers[mark.asked_id].key_points[mark.point]["text"]
        marks.setdefault((mark.asked_id, text), []).append(mark.value)
    return marks
