"""The API: the bank and one's own interviews, to be read by programs."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from integrations.doors import Caller, api, with_token
from integrations.forms import InterviewsQuery, QuestionsQuery
from integrations.models import BANK, REPORTS
from integrations.openapi import document
from integrations.problems import Problem
from integrations.records import bank_for, interview_record, question_record, reader_of, seats_of, with_changes
from interviews import flow
from interviews.access import WHEN_REFUSED, Entry
from interviews.report_files import as_json
from interviews.roles import Action
from interviews.views.reporting import debrief_for, report_for
from questions.models import Question
from questions.rubric import Status


@api
def openapi(request: HttpRequest) -> dict:
    return document(request.build_absolute_uri("/"))


@api
def missing(request: HttpRequest, rest: str) -> dict:
    raise Problem(404, "There is nothing at this address. /api/openapi.json lists what there is.")


@with_token(BANK)
def questions(request: HttpRequest, caller: Caller) -> dict:
    chosen = QuestionsQuery(request.GET).chosen()
    reader = reader_of(caller.user)
    if not reader.edits and chosen["status"] not in ("", Status.PUBLISHED):
        raise Problem(403, "Questions that are not published are for editors.")
    bank = bank_for(reader, chosen["status"]).order_by("ref")
    bank = bank.matching(**{name: chosen[name] for name in ("topic", "level", "tag")})
    if chosen["updated_since"]:
        bank = bank.filter(changed_at__gte=chosen["updated_since"])
    if chosen["after"]:
        bank = bank.filter(ref__gt=chosen["after"])
    page, more = _page(bank, chosen["limit"])
    records = [question_record(question, reader, request.build_absolute_uri) for question in page]
    return _listed(request, records, page[-1].ref if more else None)


@with_token(BANK)
def question(request: HttpRequest, caller: Caller, ref: str) -> dict:
    reader = reader_of(caller.user)
    visible = Question.objects.all() if reader.edits else Question.objects.published()
    found = with_changes(visible.filter(ref=ref)).first()
    if found is None:
        raise Problem(404, "There is no such question, or none that you may see.")
    return question_record(found, reader, request.build_absolute_uri)


@with_token(REPORTS)
def interviews(request: HttpRequest, caller: Caller) -> dict:
    chosen = InterviewsQuery(request.GET).chosen()
    seats = seats_of(caller.user).order_by("interview_id")
    if chosen["state"]:
        seats = seats.filter(interview__state=chosen["state"])
    if chosen["after"] is not None:
        seats = seats.filter(interview__gt=chosen["after"])
    page, more = _page(seats, chosen["limit"])
    records = [interview_record(seat, caller.now, request.build_absolute_uri) for seat in page]
    return _listed(request, records, page[-1].interview_id if more else None)


@with_token(REPORTS)
def report(request: HttpRequest, caller: Caller, interview_id: int) -> dict:
    """The report that the pages would show to this person, and on the same conditions."""
    seat = seats_of(caller.user).filter(interview=interview_id).first()
    if seat is None:
        raise Problem(404, "You have no interview of this number.")
    entry = Entry(flow.settle(seat.interview, caller.now), seat, caller.now)
    if not entry.may(Action.READ_REPORT):
        raise Problem(403, WHEN_REFUSED[entry.interview.phase])
    return as_json(report_for(entry), debrief_for(entry))


def _page(rows: QuerySet, limit: int) -> tuple[Sequence[Model], bool]:
    """The first rows, and whether there are more."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def _listed(request: HttpRequest, records: list[dict], last: Any) -> dict:
    if last is None:
        return {"items": records, "next": None}
    query = request.GET.copy()
    query["after"] = str(last)
    return {"items": records, "next": request.build_absolute_uri(f"{request.path}?{query.urlencode()}")}
