"""Takes in what has been judged since the last time: each submission once, and anew if it was reopened.

It works in small transactions, so that nobody waits for it, and whatever breaks off is gone on with by the next one.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from analysis.facts import Record, records
from analysis.items import Sums
from analysis.models import Outcome, Refresh, Summary, Taken
from analysis.periods import ALL, periods_of
from analysis.sittings import Answer, Card, Judged, Sitting, judged
from interviews.debriefing import beyond_swaying
from interviews.models import Scorecard
from practice.models import Attempt

BATCH = 100
THE_ONE = 1

Cell = tuple[int, bool]  # a question, and whether it was practice


@dataclass(frozen=True)
class Done:
    interviews: int
    people: int
    waiting: bool


def refresh(now: datetime, most: int | None = None) -> Done:
    """Take in what is due, at most so many interviews and as many people who practise."""
    interviews = _in_batches(_due_interviews, _take_interviews, most)
    people = _in_batches(_due_people, _take_people, most)
    for question, practice in Summary.objects.filter(due=True).values_list("question", "practice").distinct():
        _sum(question, practice)
    waiting = most is not None and (_due_interviews().exists() or _due_people().exists())
    Refresh.objects.update_or_create(pk=THE_ONE, defaults={"at": now, "waiting": waiting})
    return Done(interviews, people, waiting)


def _in_batches(due: Callable[[], QuerySet], take: Callable[[list[int]], None], most: int | None) -> int:
    """What is due is asked within the transaction that takes it, so that two who refresh do not do so twice."""
    done = 0
    while most is None or done < most:
        with transaction.atomic():
            _hold()
            batch = list(due()[: BATCH if most is None else min(BATCH, most - done)])
            take(batch)
        done += len(batch)
        if not batch:
            break
    return done


def _hold() -> None:
    Refresh.objects.get_or_create(pk=THE_ONE)
    Refresh.objects.select_for_update().get(pk=THE_ONE)


def _due_interviews() -> QuerySet:
    """Those with a submission that is not taken as it stands, or one taken that was reopened.

    A panel that has not talked is left out: what one of them judged must reach no other, not even in a mean.
    """
    is_new = Q(submitted_at__isnull=False) & (Q(taken=None) | ~Q(taken__at=F("submitted_at")))
    is_reopened = Q(submitted_at=None, taken__isnull=False)
    due = Scorecard.objects.filter(is_new | is_reopened, interview__in=beyond_swaying()).order_by("interview_id")
    return due.values_list("interview_id", flat=True).distinct()


def _take_interviews(interviews: list[int]) -> None:
    changed = _clear(Outcome.objects.filter(interview__in=interviews))
    Taken.objects.filter(scorecard__interview__in=interviews).delete()
    found = records(interviews)
    _store([row for record in found for row in _rows_of_interview(record)], changed)
    cards = [card for record in found for card in record.cards]
    Taken.objects.bulk_create([Taken(scorecard=card, at=card.submitted_at) for card in cards])


def _rows_of_interview(record: Record) -> Iterable[Outcome]:
    for question, one in judged(record.sitting()):
        yield _row(question, one, record.at, interview=record.interview, practice=record.is_practice)


def _due_people() -> QuerySet:
    """Those with a first grade that is not taken as it stands, or one taken that they took back.

    First attempts alone count: whoever tries again has read the answer. Nobody knows whose a guest's attempts are.
    """
    is_new = Q(is_first=True, coverage__isnull=False) & (Q(taken=None) | ~Q(taken__at=F("graded_at")))
    is_undone = Q(is_first=False, taken__isnull=False)
    due = Attempt.objects.filter(is_new | is_undone, user__isnull=False).order_by("user_id")
    return due.values_list("user_id", flat=True).distinct()


def _take_people(people: list[int]) -> None:
    changed = _clear(Outcome.objects.filter(attempt__user__in=people))
    Taken.objects.filter(attempt__user__in=people).delete()
    by_person: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(user__in=people, is_first=True, coverage__isnull=False).order_by("pk"):
        by_person.setdefault(attempt.user_id, []).append(attempt)
    _store([row for attempts in by_person.values() for row in _rows_of_person(attempts)], changed)
    firsts = [attempt for attempts in by_person.values() for attempt in attempts]
    Taken.objects.bulk_create([Taken(attempt=attempt, at=attempt.graded_at) for attempt in firsts])


def _rows_of_person(attempts: list[Attempt]) -> Iterable[Outcome]:
    answers = [_answer(attempt) for attempt in attempts]
    for attempt, (question, one) in zip(attempts, judged(Sitting(answers)), strict=True):
        yield _row(question, one, attempt.graded_at, attempt=attempt, practice=True)


def _answer(attempt: Attempt) -> Answer:
    time = attempt.seconds / attempt.budget.total_seconds() if attempt.budget else None
    return Answer(attempt.question_id, attempt.points, [Card(attempt.mark_of, None)], time)


def _row(question: int, one: Judged, at: datetime, **where) -> Outcome:
    return Outcome(
        question_id=question,
        on=at.date(),
        coverage=one.coverage,
        rest=one.rest,
        time=one.time,
        ratings=list(one.ratings),
        points={key: list(values) for key, values in one.points.items()},
        **where,
    )


def _clear(outcomes: QuerySet[Outcome]) -> set[Cell]:
    """Remove outcomes that are made anew, and say of which questions they were."""
    cells = set(outcomes.values_list("question", "practice"))
    outcomes.delete()
    return cells


def _store(rows: list[Outcome], changed: Collection[Cell]) -> None:
    """Store outcomes, and write down whose sums are due with them: what breaks off here is summed by the next one."""
    Outcome.objects.bulk_create(rows, batch_size=500)
    cells = {(row.question_id, row.practice) for row in rows} | set(changed)
    Summary.objects.bulk_create(
        [Summary(question_id=question, practice=practice, period=ALL, due=True) for question, practice in cells],
        update_conflicts=True,
        unique_fields=["practice", "period", "question"],
        update_fields=["due"],
    )


@transaction.atomic
def _sum(question: int, practice: bool) -> None:
    """Add up all outcomes of one question anew: quick enough, and nothing can drift."""
    _hold()
    sums = sums_by_period(Outcome.objects.filter(question=question, practice=practice))
    Summary.objects.filter(question=question, practice=practice).delete()
    Summary.objects.bulk_create(
        [
            Summary(question_id=question, practice=practice, period=period, sums=one.as_json())
            for period, one in sums.items()
        ]
    )


def sums_by_period(outcomes: QuerySet[Outcome]) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for outcome in outcomes.order_by("pk").iterator(2_000):
        for period in periods_of(outcome.on):
            found.setdefault(period, Sums()).add(outcome.judged)
    return found
