"""The only writer of the bank."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Subquery

from questions.documents.front_matter import read, to_markdown
from questions.documents.stored import frozen
from questions.documents.table import read_rows
from questions.indexing import drop, index
from questions.markdown import render
from questions.matching import ForAll, Item, Outcome, outcome_of, plan, refs_for
from questions.models import Import, KeyPoint, Question, Revision, SynonymList, Tag, as_draft, synonyms_of_bank
from questions.rubric import STATUS_MOVES, Draft, Status

PLAIN = ("title", "prompt", "topic", "level", "minutes", "model_answer", "last_checked")
LISTS = ("follow_ups", "red_flags", "references", "corrections", "synonyms")
BATCH = 500


class NotReady(Exception):
    """A question that cannot move on yet; `reasons` says what it lacks."""

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


@dataclass(frozen=True)
class Hand:
    """Who writes, and why; from which import, if it is one."""

    by: User | None = None
    why: str = ""
    source: Import | None = None


NOBODY = Hand()


def planned(drafts: Sequence[Draft], for_all: ForAll | None = None) -> list[Item]:
    """What an import of these drafts would do to the bank as it stands."""
    prompts = dict(Question.objects.order_by("ref").values_list("ref", "prompt"))
    met = set(refs_for(drafts, prompts)) & set(prompts)
    return plan(drafts, prompts, {q.ref: as_draft(q) for q in _by_ref(met)}, for_all)


def _by_ref(refs: Iterable[str]) -> Iterable[Question]:
    for some in _batches(sorted(refs)):
        yield from Question.objects.filter(ref__in=some).for_detail()


def _batches(items: list) -> Iterator[list]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


@transaction.atomic
def store(drafts: Iterable[Draft], hand: Hand = NOBODY) -> Summary:
    """Create or update questions by ref, all or none; a draft that says what the bank says writes nothing."""
    drafts = list(drafts)
    known = {question.ref: question for question in _by_ref({draft.ref for draft in drafts})}
    summary, written = Summary(), []
    for draft in drafts:
        question = known.get(draft.ref)
        outcome = outcome_of(as_draft(question) if question else None, draft)
        if outcome == Outcome.UNCHANGED:
            summary.unchanged.append(draft.ref)
            continue
        (summary.updated if question else summary.created).append(draft.ref)
        written.append(_write(question or Question(ref=draft.ref), draft))
    _take_note(written, hand)
    return summary


def _take_note(written: list[int], hand: Hand) -> None:
    """What was written is in its history, and can be found."""
    remember(written, hand)
    index(written)


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


def remember(ids: Sequence[int], hand: Hand = NOBODY) -> None:
    """Keep these questions as they now stand in their history, but for those that stand there like this already."""
    last = Revision.objects.filter(question=OuterRef("pk")).values("document")[:1]
    for some in _batches(ids):
        standing = Question.objects.filter(pk__in=some).for_detail().annotate(last=Subquery(last))
        documents = ((question, to_markdown(as_draft(question))) for question in standing)
        Revision.objects.bulk_create(
            Revision(question=question, document=document, by=hand.by, why=hand.why, source=hand.source)
            for question, document in documents
            if document != question.last
        )


def move(question: Question, verb: str, by: User | None = None) -> None:
    """Move a question from one status to the next.

    Raises NotReady where no move leads there, where it lacks something, or where a second pair of eyes is asked for.
    """
    sources, target = STATUS_MOVES[verb]
    if question.status not in sources:
        raise NotReady([f"It is {question.get_status_display()}: it cannot go from there to {target.label}."])
    if target == Status.PUBLISHED and (lacks := _lacks(question) + _own_work(question, by)):
        raise NotReady(lacks)
    changed = Question.objects.filter(pk=question.pk, status=question.status).update(status=target)
    if changed:
        question.status = target
        remember([question.pk], Hand(by, f"moved to {target.label}"))


def _lacks(question: Question) -> list[str]:
    lacks = [
        f"The {name} is empty." for name in ("prompt", "model answer") if not getattr(question, name.replace(" ", "_"))
    ]
    return lacks if question.key_points.exists() else [*lacks, "It has no key points."]


def _own_work(question: Question, by: User | None) -> list[str]:
    if not settings.SECOND_PAIR_OF_EYES:
        return []
    if question.status != Status.IN_REVIEW:
        return ["Send it to review first: here a second person publishes."]
    written_by = question.revisions.exclude(why__startswith="moved to ").values_list("by", flat=True).first()
    return ["You wrote it last; somebody else has to publish it."] if by and written_by == by.pk else []


def publish(question: Question, by: User | None = None) -> None:
    move(question, "publish", by)


def retire(question: Question, by: User | None = None) -> None:
    """Take a question out of use; interviews that asked it keep their copies."""
    move(question, "retire", by)


@transaction.atomic
def revert(revision: Revision, by: User | None) -> None:
    """Make a question what it was; its status stays, and what is replaced stays in its history."""
    draft, problems = read(revision.document)
    if draft is None:
        raise NotReady([problem.message for problem in problems])
    written = _write(revision.question, replace(draft, status=Status(revision.question.status)))
    _take_note([written], Hand(by, f"back to {revision.at:%-d %b %Y %H:%M}"))


@transaction.atomic
def change_all(refs: Iterable[str], changes: dict, by: User) -> int:
    """Give many questions a topic, a level, more tags; how many of them that changed."""
    for_all = ForAll(changes.get("topic", ""), changes.get("level", ""), tuple(changes.get("tags", ())))
    drafts = [for_all.applied(as_draft(question)) for question in _by_ref(set(refs))]
    return len(store(drafts, Hand(by, "changed with others")).updated)


def keep_synonyms(lines: Sequence[str], by: User | None = None) -> None:
    """Let these be the synonyms of the whole bank; what they were until now is kept."""
    if list(lines) != synonyms_of_bank():
        SynonymList.objects.create(lines=list(lines), by=by)


def begin_synonyms(lines: Sequence[str]) -> int:
    """Let a bank that never had a list of synonyms begin with these; how many it took. A list that is kept stays."""
    if not lines or SynonymList.objects.exists():
        return 0
    keep_synonyms(lines)
    return len(lines)


def bring(name: str, kind: str, content: dict, by: User) -> Import:
    """Keep what was read of a document until its editor has looked at it. Nothing of it is in the bank yet."""
    return Import.objects.create(name=name[:200], kind=kind, content=content, by=by)


def read_anew(document: Import, columns: dict[str, str]) -> None:
    """Read a table again, with these meanings of its columns."""
    reading = read_rows(document.content["rows"], document.name, columns)
    content = frozen(reading) | {"rows": reading.rows, "columns": columns}
    Import.objects.filter(pk=document.pk).update(content=content)


def discard(document: Import) -> None:
    Import.objects.filter(pk=document.pk, state=Import.PREVIEW).delete()


@transaction.atomic
def take_in(document: Import, items: Iterable[Item], by: User | None) -> Summary:
    """Store the chosen items of an import and say so on it; all of them or none."""
    if not Import.objects.filter(pk=document.pk, state=Import.PREVIEW).update(state=Import.DONE):
        return Summary()  # a second press of the button
    summary = store([item.draft for item in items if item.writes], Hand(by, f"import of {document.name}", document))
    Import.objects.filter(pk=document.pk).update(result=asdict(summary))
    return summary


@transaction.atomic
def undo(document: Import, by: User | None) -> tuple[list[str], list[str]]:
    """Take an import back: refs of what was undone, and of what somebody has changed since, which stays."""
    undone, kept, written = [], [], []
    for revision in document.revisions.select_related("question").order_by("pk"):
        question = revision.question
        latest, *before = question.revisions.all()[:2]
        if latest.pk != revision.pk:
            kept.append(question.ref)
            continue
        undone.append(question.ref)
        if not before:
            delete([question])
        else:
            draft, _ = read(before[0].document)
            written.append(_write(question, draft))
    _take_note(written, Hand(by, f"import of {document.name} undone"))
    Import.objects.filter(pk=document.pk).update(state=Import.UNDONE)
    return undone, kept


@transaction.atomic
def delete(questions: Iterable[Question]) -> None:
    """Take questions out of the bank, and out of what can be found."""
    ids = [question.pk for question in questions]
    Question.objects.filter(pk__in=ids).delete()
    drop(ids)
