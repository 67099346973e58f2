"""The only writer of the bank."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction

from questions.indexing import drop, index
from questions.markdown import render
from questions.models import KeyPoint, Question, Tag
from questions.rubric import Draft, Status

PLAIN = ("title", "prompt", "topic", "level", "minutes", "model_answer", "last_checked")
LISTS = ("follow_ups", "red_flags", "references", "corrections")


class NotReady(Exception):
    """A question that cannot be published yet; `reasons` says what it lacks."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass
class Summary:
    """What storing some drafts did, by ref."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{len(self.created)} created, {len(self.updated)} updated, {len(self.unchanged)} unchanged"


@transaction.atomic
def store(drafts: Iterable[Draft]) -> Summary:
    """Create or update questions by ref, all or none; a draft that says what the bank says writes nothing."""
    drafts = list(drafts)
    known = {q.ref: q for q in Question.objects.filter(ref__in=[d.ref for d in drafts]).for_detail()}
    summary, written = Summary(), []
    for draft in drafts:
        question = known.get(draft.ref)
        if question and _says(question, draft):
            summary.unchanged.append(draft.ref)
            continue
        (summary.updated if question else summary.created).append(draft.ref)
        written.append(_write(question or Question(ref=draft.ref), draft))
    index(written)
    return summary


def _says(question: Question, draft: Draft) -> bool:
    return (
        all(getattr(question, name) == getattr(draft, name) for name in PLAIN)
        and all(getattr(question, name) == list(getattr(draft, name)) for name in LISTS)
        and draft.status in (None, question.status)
        and sorted(set(draft.tags)) == sorted(tag.name for tag in question.tags.all())
        and [asdict(point) for point in draft.points]
        == [{"text": p.text, "kind": p.kind, "weight": p.weight} for p in question.key_points.all()]
    )


def _write(question: Question, draft: Draft) -> int:
    for name in PLAIN:
        setattr(question, name, getattr(draft, name))
    for name in LISTS:
        setattr(question, name, list(getattr(draft, name)))
    question.status = draft.status or question.status
    _save(question)
    question.tags.set([Tag.objects.get_or_create(name=name)[0] for name in draft.tags])
    question.key_points.all().delete()
    KeyPoint.objects.bulk_create(
        KeyPoint(question=question, position=position, **asdict(point)) for position, point in enumerate(draft.points)
    )
    return question.pk


@transaction.atomic
def save(question: Question) -> None:
    """Save a question with the HTML of its Markdown, and let it be found by what it says now."""
    _save(question)
    index([question.pk])


def _save(question: Question) -> None:
    question.prompt_html = render(question.prompt)
    question.model_answer_html = render(question.model_answer)
    question.save()


def publish(question: Question) -> None:
    """Put a question into use.

    Raises NotReady where it lacks something.
    """
    lacks = [
        f"The {name} is empty." for name in ("prompt", "model answer") if not getattr(question, name.replace(" ", "_"))
    ]
    if not question.key_points.exists():
        lacks.append("It has no key points.")
    if lacks:
        raise NotReady(lacks)
    Question.objects.filter(pk=question.pk).update(status=Status.PUBLISHED)


def retire(question: Question) -> None:
    """Take a question out of use; interviews that asked it keep their copies."""
    Question.objects.filter(pk=question.pk).update(status=Status.RETIRED)


@transaction.atomic
def delete(questions: Iterable[Question]) -> None:
    """Take questions out of the bank, and out of what can be found."""
    ids = [question.pk for question in questions]
    Question.objects.filter(pk__in=ids).delete()
    drop(ids)
