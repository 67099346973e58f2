"""What the page of question health shows: each published question, those that need a look first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from analysis.items import Item, PointItem, Reason, Sums, item_of, points_of, reasons_of
from analysis.models import Outcome, Refresh, Summary
from analysis.periods import ALL, periods_of
from analysis.refreshing import THE_ONE
from analysis.sittings import key_of_flag
from interviews.models import Interview
from questions.models import Question


@dataclass(frozen=True)
class Row:
    """One question, what many answers say of it, and why somebody should look."""

    question: Question
    item: Item
    points: list[PointItem]
    flags: list[PointItem]
    reasons: list[Reason]

    @property
    def weight(self) -> int:
        return sum(reason.weight for reason in self.reasons)


def rows(today: date, *, practice: bool = False, level: str = "", period: str = ALL) -> list[Row]:
    """All published questions of a level. The sums are there already, so the number of interviews does not matter."""
    found = Summary.objects.filter(practice=practice, period=period).values_list("question", "sums")
    return _rows({question: Sums.from_json(kept) for question, kept in found if kept}, level, today)


def rows_of_interviews(
    interviews: QuerySet[Interview], today: date, *, practice: bool = False, level: str = "", period: str = ALL
) -> list[Row]:
    """The same of some interviews alone, such as those of one plan: added up on the spot, at a cost that grows."""
    sums: dict[int, Sums] = {}
    for outcome in Outcome.objects.filter(interview__in=interviews, practice=practice).order_by("pk").iterator(2_000):
        if period in periods_of(outcome.on):
            sums.setdefault(outcome.question_id, Sums()).add(outcome.judged)
    return _rows(sums, level, today)


def _rows(sums: dict[int, Sums], level: str, today: date) -> list[Row]:
    published = Question.objects.published().matching(level=level).prefetch_related("key_points")
    slim = published.only("ref", "title", "prompt_html", "topic", "level", "last_checked", "red_flags")
    found = [row_of(question, sums.get(question.pk, Sums()), today) for question in slim]
    return sorted(found, key=lambda row: (-row.weight, row.question.ref))


def row_of(question: Question, sums: Sums, today: date) -> Row:
    item = item_of(sums)
    points = points_of(sums, [point.text for point in question.key_points.all()])
    flags = points_of(sums, question.red_flags, key_of_flag)
    return Row(question, item, points, flags, reasons_of(item, points, question.last_checked, today))


def of_question(question: Question, today: date) -> dict[str, Row]:
    """One question, of all time: live and practice, which never mix."""
    kept = dict(Summary.objects.filter(question=question, period=ALL).values_list("practice", "sums"))
    sums = {practice: Sums.from_json(kept[practice]) if kept.get(practice) else Sums() for practice in (False, True)}
    return {"live": row_of(question, sums[False], today), "practice": row_of(question, sums[True], today)}


def periods() -> list[str]:
    """The years and quarters of which there is something, the newest first."""
    return list(Summary.objects.exclude(period=ALL).order_by("-period").values_list("period", flat=True).distinct())


def as_of() -> Refresh | None:
    return Refresh.objects.filter(pk=THE_ONE, at__isnull=False).first()
