"""The lead's say in who else comes, and who puts which question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from interviews import seating
from interviews.access import Entry, seated
from interviews.autosave import Refused
from interviews.models import Seat
from interviews.panel_forms import AskersForm, SeatsForm
from interviews.roles import Action


@require_POST
@seated(Action.ASSIGN)
def add(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = SeatsForm(request.POST)
    if not form.is_valid():
        return _back(request, entry, " ".join(error for errors in form.errors.values() for error in errors))
    try:
        seating.add(entry.interview, form.cleaned_data["people"], form.cleaned_data["role"], entry.seat, entry.now)
    except Refused as refusal:
        return _back(request, entry, str(refusal))
    return _back(request, entry)


@require_POST
@seated(Action.ASSIGN)
def remove(request: HttpRequest, entry: Entry, seat_id: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=seat_id, interview=entry.interview)
    try:
        seating.remove(seat, entry.seat, entry.now)
    except Refused as refusal:
        return _back(request, entry, str(refusal))
    return _back(request, entry)


@require_POST
@seated(Action.ASSIGN)
def assign(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Each question's asker as chosen, or all in turn by the button `turns`."""
    if "turns" in request.POST:
        seating.take_turns(entry.interview)
        return _back(request, entry)
    form = AskersForm(request.POST, interview=entry.interview)
    if not form.is_valid():
        return _back(request, entry, "Somebody among them is not of this panel any more. Nothing was changed.")
    seating.assign(entry.interview, form.askers())
    return _back(request, entry)


def _back(request: HttpRequest, entry: Entry, problem: str = "") -> HttpResponse:
    if problem:
        messages.warning(request, problem)
    return redirect("interviews:show", entry.interview.pk)
