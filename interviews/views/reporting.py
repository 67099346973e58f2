"""The report, for the panel and for the candidate with whom it was shared."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from interviews import sharing
from interviews.access import Entry, answers, is_candidate, seated
from interviews.autosave import Refused
from interviews.debrief import DebriefRoom, debrief_room
from interviews.forms import ShareForm
from interviews.learning import lessons
from interviews.report_files import as_json, as_rows
from interviews.reports import Report, candidate_report, panel_report, shares_possible
from interviews.roles import Action
from interviews.views.scoring import panel_status


def report_for(entry: Entry) -> Report:
    return candidate_report(entry.interview) if is_candidate(entry) else panel_report(entry.interview, entry.seat)


@require_safe
@seated(Action.READ_REPORT)
def report(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _page(request, entry)


def _page(request: HttpRequest, entry: Entry, form: ShareForm | None = None, status: int = 200) -> HttpResponse:
    possible = shares_possible(entry.interview)
    chosen = entry.interview.share if entry.interview.shared_at else [name for name in possible if name != "notes"]
    report = report_for(entry)
    context = {
        "interview": entry.interview,
        "seat": entry.seat,
        "report": report,
        "lessons": lessons(report) if answers(entry) else None,
        "for_candidate": answers(entry),
        "share_form": (form or ShareForm(initial={"show": chosen}, possible=possible))
        if entry.may(Action.SHARE)
        else None,
        **(panel_status(entry) if entry.may(Action.SUBMIT) else {}),
    }
    return render(request, "interviews/report.html", context, status=status)


def debrief_for(entry: Entry) -> DebriefRoom | None:
    """What the panel judged, for those who may read it."""
    return debrief_room(entry.interview, entry.debrief, entry.seat, entry.now) if entry.may(Action.TALK) else None


def _file_name(entry: Entry, ending: str) -> str:
    return f'attachment; filename="{slugify(entry.interview.title) or "interview"}-{entry.interview.pk}.{ending}"'


@require_safe
@seated(Action.READ_REPORT)
def report_csv(request: HttpRequest, entry: Entry) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _file_name(entry, "csv")
    csv.writer(response).writerows(as_rows(report_for(entry), debrief_for(entry)))
    return response


@require_safe
@seated(Action.READ_REPORT)
def report_json(request: HttpRequest, entry: Entry) -> HttpResponse:
    report = as_json(report_for(entry), debrief_for(entry))
    response = JsonResponse(report, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = _file_name(entry, "json")
    return response


@require_POST
@seated(Action.SHARE)
def share(request: HttpRequest, entry: Entry) -> HttpResponse:
    if "stop" in request.POST:
        sharing.stop_sharing(entry.interview, entry.seat, entry.now)
        messages.success(request, "The candidate can no longer read this report.")
        return redirect("interviews:report", entry.interview.pk)
    form = ShareForm(request.POST, possible=shares_possible(entry.interview))
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    try:
        sharing.share(entry.interview, entry.seat, entry.now, form.cleaned_data["show"])
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("interviews:scorecard", entry.interview.pk)
    messages.success(request, "Shared. The candidate reads it at the address of the interview.")
    return redirect("interviews:report", entry.interview.pk)
