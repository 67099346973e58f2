"""Takes all that names or quotes somebody out of interviews, in place. What was asked, marked and rated stays.

RULES decides of every column that can hold words, a list or a person whether it goes or stays. A test holds it to the
tables: a new column is decided upon, or the test fails.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from interviews import flow
from interviews.flow import record
from interviews.models import (
    AskedQuestion,
    Consensus,
    Debrief,
    Event,
    Interview,
    Mark,
    OpenStream,
    Plan,
    Rating,
    Sample,
    SampleJudgement,
    Scorecard,
    Seat,
)
from interviews.roles import Role
from interviews.states import PHASES, InterviewState, Phase

GONE = "somebody who has left"
UNTITLED = "Interview"
BATCH = 200
OVER = [state for state, phase in PHASES.items() if phase in (Phase.AFTER, Phase.OFF)]
# Of what a record tells, these are numbers and names of things. Whatever else may come is taken for words.
FACTS = frozenset({"position", "seconds", "whom", "hints", "show", "role", "value", "decision", "account"})


def facts_of(detail: dict) -> dict:
    return {name: value for name, value in detail.items() if name in FACTS}


@dataclass(frozen=True)
class Rule:
    """What becomes of the columns of one table.

    `interview` and `seat` are the ways from a row to its interview and to the seat of whoever made it, if somebody did.
    `goes` holds what stands in a column afterwards, or how that follows from what stood there.
    """

    interview: str
    seat: str = ""
    goes: Mapping[str, object | Callable] = field(default_factory=dict)
    stays: str = ""


RULES: dict[type[models.Model], Rule] = {
    Interview: Rule("pk", "seats", {"title": UNTITLED}, "state reveal share anchors"),
    Seat: Rule(
        "interview",
        "pk",
        {
            "name": GONE,
            "user": None,
            "seen_at": None,
            "invitation_nonce": "",
            "invitation_expires_at": None,
            "invitation_used_at": None,
        },
        "role",
    ),
    AskedQuestion: Rule(
        "interview",
        "",
        {"answer": "", "answer_stamp": ""},
        "ref title topic level prompt_html model_answer_html key_points follow_ups red_flags synonyms state",
    ),
    Scorecard: Rule("interview", "seat", {"summary": "", "summary_stamp": ""}, "recommendation"),
    Rating: Rule("scorecard__interview", "scorecard__seat", {"note": "", "note_stamp": ""}, "flags"),
    Mark: Rule("scorecard__interview", "scorecard__seat", {}, "value"),
    Debrief: Rule("interview", "", {"reason": ""}, "decision"),
    Consensus: Rule("asked__interview", "", {"note": ""}),
    Event: Rule("interview", "seat", {"detail": facts_of}, "verb"),
}


# Of no interview: a plan's owner is emptied with the account, and what somebody judged of samples goes with it.
OF_NO_INTERVIEW = (Plan, Sample, SampleJudgement, OpenStream)


def erase(numbers: Sequence[int], now: datetime) -> None:
    """Erase whole interviews that are over. What is erased already is left."""
    for batch in _batches(numbers):
        with transaction.atomic():
            held = Interview.objects.select_for_update().filter(pk__in=batch, state__in=OVER, erased_at=None)
            some = [interview.pk for interview in held]
            _take(RULES, some)
            _take_from_log(some)
            Interview.objects.filter(pk__in=some).update(erased_at=now)
            Event.objects.bulk_create(Event(interview_id=pk, at=now, verb="erase") for pk in some)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Some at a time: a statement holds so many numbers and no more."""
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


@transaction.atomic
def forget(seats: Collection[Seat], names: Collection[str] = ()) -> None:
    """Take a person out of the seats that are theirs; the interviews stay, for they are the others' record too.

    Where they were the candidate, the answers and all that was written about them go too. `names` are others that they
    are known by, for the log of the admin.
    """
    answered = [seat.interview_id for seat in seats if seat.role in (Role.CANDIDATE, Role.SOLO)]
    _take({model: rule for model, rule in RULES.items() if model is not Seat}, answered)
    _take_from_log(answered)
    unname_log({*names, *(seat.name for seat in seats)})
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(**RULES[Seat].goes)


@transaction.atomic
def forget_candidate(seat: Seat, by: Seat, now: datetime) -> None:
    """Take a candidate out of one interview, and record that it was done and by whom. Sent twice, it is done once."""
    held = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if held.name != seat.name:
        return
    forget([seat])
    record(seat.interview, by, "forget", now, whom=seat.pk)


def _take(rules: Mapping[type[models.Model], Rule], numbers: Collection[int]) -> None:
    for model, rule in rules.items():
        rows = model._base_manager.filter(**{f"{rule.interview}__in": numbers})
        if plain := {name: value for name, value in rule.goes.items() if not callable(value)}:
            rows.update(**plain)
        for name, follows in ((name, value) for name, value in rule.goes.items() if callable(value)):
            for pk, after in _changed(rows, name, follows):
                rows.filter(pk=pk).update(**{name: after})


def _changed(rows: models.QuerySet, name: str, follows: Callable) -> Iterator[tuple[int, object]]:
    for pk, value in rows.values_list("pk", name):
        if follows(value) != value:
            yield pk, follows(value)


def _take_from_log(numbers: Collection[int]) -> None:
    """The admin's log holds titles."""
    kind = ContentType.objects.get_for_model(Interview)
    of_these = LogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
    of_these.update(object_repr=UNTITLED, change_message="")


def unname_log(names: Collection[str]) -> None:
    """Take these names out of the admin's log, whatever they stand in."""
    for name in filter(None, names):
        there = LogEntry.objects.filter(Q(object_repr__icontains=name) | Q(change_message__icontains=name))
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        found = [one.pk for one in there if whole.search(one.object_repr) or whole.search(one.change_message)]
        LogEntry.objects.filter(pk__in=found).update(object_repr=GONE, change_message="")


def what_goes(numbers: Sequence[int], seats: Sequence[int] | None = None) -> dict[str, int]:
    """What `erase` would take from these interviews, or `forget` if only some seats are meant: how many of each."""
    counts: Counter[str] = Counter()
    for model, rule in RULES.items():
        only = model is Seat and seats is not None
        for batch in _batches(seats if only else numbers):
            rows = model._base_manager.filter(**{f"{'pk' if only else rule.interview}__in": batch})
            for name, value in rule.goes.items():
                counts[f"{model._meta.verbose_name}, {name.replace('_', ' ')}"] += _left(rows, name, value)
    return {what: count for what, count in counts.items() if count}


def _left(rows: models.QuerySet, name: str, value: object | Callable) -> int:
    """How many rows hold anything that would go."""
    return sum(1 for _ in _changed(rows, name, value)) if callable(value) else rows.exclude(**{name: value}).count()


def due(before: datetime, *, spare_solo: bool = False) -> dict[int, datetime]:
    """The interviews that were over, or given up, before that moment and are not erased yet, each with since when.

    What never began counts from when it was made or should have begun, what was left paused from its pause.
    """
    left = Interview.objects.filter(erased_at=None, created_at__lt=before)
    if spare_solo:
        left = left.exclude(pk__in=Seat.objects.filter(role=Role.SOLO).values("interview"))
    since = {interview.pk: _since(interview) for interview in left.defer("title", "share").iterator()}
    return {pk: at for pk, at in sorted(since.items()) if at < before}


def _since(interview: Interview) -> datetime:
    if interview.state == InterviewState.LIVE:
        return interview.clock.deadline
    moments = (interview.created_at, interview.starts_at, interview.paused_at, interview.ended_at)
    return max(moment for moment in moments if moment)


def give_up(numbers: Sequence[int], now: datetime) -> None:
    """Bring what nobody ended to its end: what ran out has ended, anything else is cancelled."""
    for batch in _batches(numbers):
        for interview in Interview.objects.filter(pk__in=batch).exclude(state__in=OVER):
            settled = flow.settle(interview, now)
            if settled.state not in OVER:
                flow.cancel(settled, None, now)
