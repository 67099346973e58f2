"""The debrief: the panel reads what each of them judged, agrees question by question, and the lead decides."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from config.numbers import number_in
from interviews import debriefing, presence
from interviews.access import Entry, seated
from interviews.autosave import Refused, words_in
from interviews.debrief import DebriefRoom, debrief_room
from interviews.live import stream_address
from interviews.roles import Action
from interviews.scoring import ANCHORS, RECOMMENDATIONS
from interviews.views.parts import Part, changed_parts, with_parts, with_time
from interviews.views.rooms import position_in
from interviews.views.typing import asked_or_404


@require_safe
@seated(Action.TALK)
def show(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _page(request, entry)


@require_safe
@seated(Action.TALK)
def parts(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What changed since the page was drawn."""
    presence.arrive(entry.seat, entry.now)
    room, context = _drawn(request, entry)
    return with_time(changed_parts(request, _parts_of(room), context), entry)


@require_POST
@seated(Action.DECIDE)
def begin(request: HttpRequest, entry: Entry) -> HttpResponse:
    close = request.POST.get("close_the_rest") == "on"
    verb = partial(debriefing.open_debrief, entry.interview, entry.seat, entry.now, close)
    return _refused(request, entry, verb) or _on(entry)


@require_POST
@seated(Action.DECIDE)
def agree(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    value = request.POST.get("rating", "")
    if value != "not_observed" and value not in map(str, ANCHORS):
        return _not_done(request, entry, "Choose the rating that you agree on, or “not observed”.", position)
    rating = None if value == "not_observed" else int(value)
    verb = partial(debriefing.agree, asked, entry.seat, entry.now, rating, words_in(request.POST, "note"))
    return _refused(request, entry, verb, position) or _on(entry, _next_after(entry, position))


def _next_after(entry: Entry, position: int) -> int:
    """The question to talk through next; the one in view, if none is left."""
    room = debrief_room(entry.interview, entry.debrief, entry.seat, entry.now, position)
    return room.next_position or position


@require_POST
@seated(Action.TALK)
def revise(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    rating = number_in(request.POST.get("rating", ""), digits=2)
    verb = partial(debriefing.revise, entry.seat, asked, entry.now, rating)
    return _refused(request, entry, verb, position) or _on(entry, position)


@require_POST
@seated(Action.DECIDE)
def decide(request: HttpRequest, entry: Entry) -> HttpResponse:
    decision, reason = request.POST.get("decision", ""), words_in(request.POST, "reason")
    verb = partial(debriefing.decide, entry.interview, entry.seat, entry.now, decision, reason)
    return _refused(request, entry, verb) or _on(entry)


def _refused(
    request: HttpRequest, entry: Entry, verb: Callable[[], object], position: int | None = None
) -> HttpResponse | None:
    """Run a verb; None if it was done."""
    try:
        verb()
    except Refused as refusal:
        return _not_done(request, entry, str(refusal), position)
    return None


def _not_done(request: HttpRequest, entry: Entry, problem: str, position: int | None) -> HttpResponse:
    """Say why in the debrief, with what was written still there; before it has begun, on the scorecard."""
    if entry.may(Action.TALK):
        return _page(request, entry, position, problem)
    messages.warning(request, problem)
    return redirect("interviews:scorecard", entry.interview.pk)


def _on(entry: Entry, position: int | None = None) -> HttpResponse:
    place = f"?question={position}" if position else ""
    return redirect(resolve_url("interviews:debrief", entry.interview.pk) + place)


def _page(request: HttpRequest, entry: Entry, position: int | None = None, problem: str = "") -> HttpResponse:
    presence.arrive(entry.seat, entry.now)
    room, context = _drawn(request, entry, position)
    whole = with_parts(request, _parts_of(room), context) | {
        "stream": "" if room.decided else stream_address(entry.seat),
        "problem": problem,
    }
    return with_time(render(request, "interviews/debrief.html", whole, status=422 if problem else 200), entry)


def _drawn(request: HttpRequest, entry: Entry, position: int | None = None) -> tuple[DebriefRoom, dict]:
    room = debrief_room(entry.interview, entry.debrief, entry.seat, entry.now, position or position_in(request))
    written = {name: request.POST.get(name, "") for name in ("rating", "note", "decision", "reason")}
    context = {
        "interview": entry.interview,
        "room": room,
        "now": entry.now,
        "phase": entry.interview.phase,
        "anchors": entry.interview.rating_anchors,
        "recommendations": RECOMMENDATIONS,
        "written": written if request.method == "POST" else {},
    }
    return room, context


def _parts_of(room: DebriefRoom) -> list[Part]:
    shown = room.shown.pk if room.shown else None
    writing = f"{shown}:{room.decided}" if room.leads else None
    return [
        Part("debrief-rail"),
        Part("debrief-opinions"),
        Part("debrief-agree", key=writing),
        Part("debrief-totals"),
        Part("debrief-decision", key=f"{room.decided}:{bool(room.left)}" if room.leads else None),
        Part("people"),
    ]
