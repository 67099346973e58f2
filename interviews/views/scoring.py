"""A panellist's own scorecard: marks and ratings in the room, gaps and the recommendation at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from config.numbers import number_in
from interviews import marking
from interviews.access import Entry, seated
from interviews.autosave import Refused, words_in
from interviews.debrief import panel_progress
from interviews.reports import panel_report
from interviews.roles import Action
from interviews.scoring import RECOMMENDATIONS
from interviews.views.parts import with_time
from interviews.views.rooms import address_of
from interviews.views.typing import asked_or_404, blind_address, shows_pages

NO_ROW = -1


@require_POST
@seated(Action.SCORE)
def mark(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    return _set(request, entry, position, marking.mark_points, entry.seat, asked, _chosen(request.POST, "mark"))


@require_POST
@seated(Action.SCORE)
def rate(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    value = request.POST.get("rating", "")
    if value == "not_observed":
        return _set(request, entry, position, marking.not_observed, entry.seat, asked)
    return _set(request, entry, position, marking.rate, entry.seat, asked, number_in(value, digits=2))


@require_POST
@seated(Action.SCORE)
def flag(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    heard = {index: value == "yes" for index, value in _chosen(request.POST, "flag").items()}
    return _set(request, entry, position, marking.flag, entry.seat, asked, heard)


def _chosen(sent: QueryDict, what: str) -> dict[int, str]:
    """What was chosen for each row of a form, as `mark-0` and `mark-1`; a script sends the one that changed."""
    rows = [(number_in(name.removeprefix(f"{what}-"), digits=5), name) for name in sent if name.startswith(f"{what}-")]
    return {NO_ROW if index is None else index: sent[name] for index, name in rows}


@require_POST
@seated(Action.SUBMIT)
def recommend(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _set(request, entry, None, marking.recommend, entry.seat, request.POST.get("recommendation", ""))


def _set(request: HttpRequest, entry: Entry, position: int | None, store, *args) -> HttpResponse:
    """Store one choice: 200 saved, 410 the scorecard is locked, 422 there is no such choice."""
    message, status = "", 200
    try:
        store(*args)
    except Refused as refusal:
        message, status = str(refusal), 410 if isinstance(refusal, marking.Locked) else 422
    if not shows_pages(request):
        return with_time(JsonResponse({"message": message} if message else {}, status=status), entry)
    if message:
        messages.warning(request, message)
    if position and "blind" in request.POST:
        return redirect(blind_address(asked_or_404(entry, position), request.POST["blind"]))
    return (
        redirect("interviews:scorecard", entry.interview.pk)
        if position is None
        else redirect(address_of(entry.interview, position))
    )


@require_safe
@seated(Action.SUBMIT)
def scorecard(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _scorecard(request, entry)


@require_POST
@seated(Action.SUBMIT)
def submit(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        if "rest_not_observed" in request.POST:
            marking.rest_not_observed(entry.seat)
            return redirect("interviews:scorecard", entry.interview.pk)
        if request.POST.get("recommendation"):
            marking.recommend(entry.seat, request.POST["recommendation"])
        marking.submit(entry.seat, entry.now)
    except marking.Locked:
        return redirect("interviews:report", entry.interview.pk)
    except Refused as refusal:
        return _scorecard(request, entry, problem=str(refusal), status=422)
    messages.success(request, "Submitted. This scorecard is locked now.")
    return redirect("interviews:report", entry.interview.pk)


@require_POST
@seated(Action.SUBMIT)
def reopen(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        marking.reopen(entry.seat, entry.now, words_in(request.POST, "reason"))
    except Refused as refusal:
        return _scorecard(request, entry, problem=str(refusal), status=422)
    messages.success(request, "Your scorecard is open again. The reason stands in the debrief.")
    return redirect("interviews:scorecard", entry.interview.pk)


def panel_status(entry: Entry) -> dict:
    """How far the panel has got, and whether this seat may begin the debrief."""
    panel = panel_progress(entry.interview)
    return {
        "panel": panel,
        "put": entry.interview.put_to_candidate.count() if panel else 0,
        "debrief": entry.debrief,
        "waiting_for": [judge for judge in panel if not judge.submitted],
        "may_begin": entry.may(Action.DECIDE) and not entry.debrief,
    }


def _scorecard(request: HttpRequest, entry: Entry, problem: str = "", status: int = 200) -> HttpResponse:
    card = marking.scorecard_of(entry.seat)
    context = {
        "interview": entry.interview,
        "seat": entry.seat,
        "card": card,
        "report": panel_report(entry.interview, entry.seat),
        "gaps": marking.unrated(card),
        "recommendations": RECOMMENDATIONS,
        "problem": problem,
        "phase": entry.interview.phase,
        "may_reopen": card.submitted_at and not entry.debrief and not entry.interview.shared_at,
        **panel_status(entry),
    }
    return with_time(render(request, "interviews/scorecard.html", context, status=status), entry)
