"""What the API tells: of the bank and of interviews, to one person, no more than the pages show to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from interviews.models import Scorecard, Seat
from interviews.roles import Action, may
from interviews.states import PHASES, InterviewState, lapse
from questions.models import Question, QuestionQuerySet, Revision, may_edit, may_see_answers
from questions.rubric import Status


@dataclass(frozen=True)
class Reader:
    """Who reads the bank, and what of it that person may."""

    sees_answers: bool
    edits: bool


def reader_of(user: User) -> Reader:
    return Reader(may_see_answers(user), may_edit(user))


def bank_for(reader: Reader, status: str = "") -> QuestionQuerySet:
    """The questions that a reader may see, each with the moment it last changed in any way.

    A move to another status leaves `updated_at` alone, but it is in the history.
    """
    bank = Question.objects.filter(status=status or Status.PUBLISHED) if reader.edits else Question.objects.published()
    return with_changes(bank)


def with_changes(bank: QuestionQuerySet) -> QuestionQuerySet:
    last = Revision.objects.filter(question=OuterRef("pk")).order_by().values("question").annotate(last=Max("at"))
    moved = Coalesce(Subquery(last.values("last")), F("updated_at"))
    return bank.annotate(changed_at=Greatest("updated_at", moved)).for_detail()


def question_record(question: Question, reader: Reader, whole: Callable[[str], str]) -> dict:
    """A question as a record; who may not see answers gets none of the fields that would hold some."""
    record = {
        "ref": question.ref,
        "title": question.short_title,
        "topic": question.topic,
        "level": question.level,
        "tags": [tag.name for tag in question.tags.all()],
        "minutes": question.minutes,
        "status": question.status,
        "prompt": question.prompt,
        "updated_at": question.changed_at,
        "url": whole(reverse("questions:detail", args=[question.ref])),
    }
    if reader.sees_answers:
        record |= _answer(question)
    if reader.edits:
        record["corrections"] = question.corrections
    return record


def _answer(question: Question) -> dict:
    points = [{"text": point.text, "kind": point.kind, "weight": point.weight} for point in question.key_points.all()]
    return {
        "model_answer": question.model_answer,
        "key_points": points,
        "follow_ups": question.follow_ups,
        "red_flags": question.red_flags,
        "references": question.references,
        "last_checked": question.last_checked,
    }


def seats_of(user: User) -> QuerySet[Seat]:
    """The seats that somebody has, each with its interview and whether its own scorecard is in."""
    submitted = Scorecard.objects.filter(seat=OuterRef("pk"), submitted_at__isnull=False)
    seats = Seat.objects.filter(user=user, revoked_at=None).select_related("interview")
    return seats.annotate(submitted=Exists(submitted))


def interview_record(seat: Seat, now: datetime, whole: Callable[[str], str]) -> dict:
    """An interview as one seat sees it. One whose time has run out is over, whether or not that is written yet."""
    interview = seat.interview
    ran_out = lapse(interview.state, interview.clock, None, now).interview_ended_at
    state = InterviewState.ENDED if ran_out else InterviewState(interview.state)
    shared = interview.shared_at is not None
    readable = may(seat.role, Action.READ_REPORT, PHASES[state], submitted=seat.submitted, shared=shared)
    return {
        "id": interview.pk,
        "title": interview.title,
        "state": state,
        "role": seat.role,
        "created_at": interview.created_at,
        "starts_at": interview.starts_at,
        "started_at": interview.started_at,
        "ended_at": ran_out or interview.ended_at,
        "url": whole(reverse("interviews:show", args=[interview.pk])),
        "report": whole(reverse("integrations:api-report", args=[interview.pk])) if readable else None,
    }
