"""Keeps sample answers and what interviewers judge of them; says who has calibrated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count

from interviews.autosave import Refused
from interviews.models import Sample, SampleJudgement
from interviews.samples import SampleDraft, SampleSet, unfit
from interviews.scoring import ANCHORS, HEARD_OR_NOT
from questions.models import Question, points_of
from questions.rubric import Place, Problem


@dataclass
class Counts:
    """What storing some samples did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def __str__(self) -> str:
        told = f"{self.created} samples created, {self.updated} updated, {self.unchanged} unchanged"
        return f"{told}, {self.removed} removed" if self.removed else told


def misfits(sets: Sequence[SampleSet]) -> list[Problem]:
    """Where samples do not fit the bank: its question is not there, or its key points say something else."""
    asked = {q.ref: q for q in Question.objects.filter(ref__in=[s.ref for s in sets]).prefetch_related("key_points")}
    found: list[Problem] = []
    for samples in sets:
        if samples.ref in asked:
            found += unfit(samples, points_of(asked[samples.ref]))
        else:
            place = Place(samples.check.file, samples.check.lines.get(("question",), 1))
            found.append(Problem(place, f"There is no question “{samples.ref}” in the bank. Import it first."))
    return found


@transaction.atomic
def store(sets: Sequence[SampleSet]) -> Counts:
    """Make the samples of each question here those of its document, and no others. They have to fit the bank."""
    counts = Counts()
    for samples in sets:
        question = Question.objects.get(ref=samples.ref)
        known = {sample.name: sample for sample in question.samples.all()}
        for draft in samples.samples:
            _store_one(question, known.pop(draft.name, None), draft, counts)
        for gone in known.values():
            gone.delete()
            counts.removed += 1
    return counts


def _store_one(question: Question, known: Sample | None, draft: SampleDraft, counts: Counts) -> None:
    facts = {"answer": draft.answer, "rating": draft.rating, "reasons": draft.reasons, "marks": dict(draft.marks)}
    if known is None:
        Sample.objects.create(question=question, name=draft.name, **facts)
        counts.created += 1
    elif all(getattr(known, name) == value for name, value in facts.items()):
        counts.unchanged += 1
    else:
        Sample.objects.filter(pk=known.pk).update(**facts)
        counts.updated += 1


@transaction.atomic
def judge(
    user: User, sample: Sample, marks: Mapping[str, str], rating: int | None, now: datetime, again: bool = False
) -> None:
    """Keep what somebody judges of a sample. Their first judgement stands for good; `again` writes beside it.

    Raises Refused while a key point lacks a mark, or without a rating. A first judgement that comes a second time, by
    a double click or from a page that the reference has overtaken, changes nothing.
    """
    missing = [text for text in sample.marks if marks.get(text) not in HEARD_OR_NOT]
    if missing or rating not in ANCHORS:
        lack = [f"{len(missing)} key point{'s lack' if len(missing) > 1 else ' lacks'} a mark"] if missing else []
        lack += [] if rating in ANCHORS else ["the rating is missing"]
        raise Refused(f"Nothing is compared yet: {' and '.join(lack)}. Judge the whole of it, then see the reference.")
    judged = {"marks": {text: marks[text] for text in sample.marks}, "rating": rating, "at": now}
    first, made = SampleJudgement.objects.get_or_create(user=user, sample=sample, is_first=True, defaults=judged)
    if again and not made:
        SampleJudgement.objects.update_or_create(user=user, sample=sample, is_first=False, defaults=judged)


def uncalibrated(users: Sequence[User]) -> list[User]:
    """Who of them may not judge yet: where calibration is required, whoever has not finished one question's samples."""
    if not settings.CALIBRATION_REQUIRED:
        return []
    there = dict(Sample.objects.order_by().values_list("question").annotate(Count("pk")))
    first = SampleJudgement.objects.order_by().filter(user__in=users, is_first=True)
    judged = first.values_list("user", "sample__question").annotate(Count("pk"))
    finished = {user for user, question, count in judged if count == there[question]}
    return [user for user in users if user.pk not in finished]
