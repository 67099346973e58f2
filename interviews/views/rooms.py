"""The one address of an interview: a lobby before it, a room during it, a word about what comes next after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from config.numbers import number_in
from interviews import presence
from interviews.access import Entry, answers, has_submitted, is_candidate, seated
from interviews.candidate_room import CandidateRoom, candidate_room, revealed_of
from interviews.inviting import token_of
from interviews.live import stream_address
from interviews.models import Interview
from interviews.panel_forms import AskersForm
from interviews.roles import Action, Role
from interviews.room import HEAVY, PanelRoom, panel_room, people_of
from interviews.seating import OPEN_TO_ALL
from interviews.states import Phase
from interviews.views.parts import Part, changed_parts, with_parts, with_time


@require_safe
@seated(Action.SEE)
def show(request: HttpRequest, entry: Entry) -> HttpResponse:
    presence.arrive(entry.seat, entry.now)
    judges = entry.may(Action.SUBMIT)
    if judges and entry.interview.phase == Phase.AFTER and not position_in(request):
        return redirect(f"interviews:{'report' if has_submitted(entry.seat) else 'scorecard'}", entry.interview.pk)
    return page(request, entry, position_in(request))


def page(request: HttpRequest, entry: Entry, position: int | None) -> HttpResponse:
    """The whole page, with the question at `position` in view."""
    template, parts, context = drawn_for(entry, position, request)
    whole = with_parts(request, parts, context) | {"stream": _stream_of(entry)}
    return with_time(render(request, f"interviews/{template}", whole), entry)


@require_safe
@seated(Action.SEE)
def parts(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What changed since the page was drawn; a page of another phase is sent to the interview's own address."""
    presence.arrive(entry.seat, entry.now)
    return with_time(answer_with_parts(request, entry), entry)


def answer_with_parts(request: HttpRequest, entry: Entry) -> HttpResponse:
    drawn_in = request.POST.get("phase") or request.GET.get("phase")
    if drawn_in and drawn_in != entry.interview.phase:
        return HttpResponseClientRedirect(resolve_url("interviews:show", entry.interview.pk))
    _, parts, context = drawn_for(entry, position_in(request), request)
    return changed_parts(request, parts, context)


def drawn_for(entry: Entry, position: int | None, request: HttpRequest) -> tuple[str, list[Part], dict]:
    """The template, the parts and the context of this interview's page, for this seat, now."""
    context = {"interview": entry.interview, "seat": entry.seat, "now": entry.now, "phase": entry.interview.phase}
    # Parts ask for it in each row, and a name that is not there takes longest to look for.
    context["blind"] = None
    if entry.interview.phase == Phase.DURING:
        return _room(entry, position, context)
    if entry.interview.phase == Phase.AFTER and position and entry.may(Action.SUBMIT):
        return _review(entry, position, context)
    if entry.interview.phase == Phase.BEFORE:
        return "lobby.html", [Part("lobby-people"), Part("lobby-start")], context | _lobby(request, entry)
    return "over.html", [], context | {"revealed": revealed_of(entry.interview) if is_candidate(entry) else []}


def _room(entry: Entry, position: int | None, context: dict) -> tuple[str, list[Part], dict]:
    if answers(entry):
        room = candidate_room(entry.interview, entry.now, entry.seat)
        return "room_candidate.html", candidate_parts(room), context | {"room": room}
    room = panel_room(entry.interview, entry.seat, entry.now, position)
    return "room_panel.html", panel_parts(room), context | {"room": room}


def _review(entry: Entry, position: int, context: dict) -> tuple[str, list[Part], dict]:
    """One answer, after the sitting, with all that a panellist judges it by."""
    room = panel_room(entry.interview, entry.seat, entry.now, position)
    parts = [part for part in panel_parts(room) if part.name in REVIEWED]
    return "review.html", parts, context | {"room": room}


def position_in(request: HttpRequest) -> int | None:
    asked_for = request.POST.get("question") or request.GET.get("question", "")
    return number_in(asked_for, digits=5)


REVIEWED = ("question", "answer", "points", "flags", "hints", "rating", "suggestion", "notes")


def panel_parts(room: PanelRoom) -> list[Part]:
    about = f"{room.shown.pk}:{room.judgement.locked}:{room.may_score}"
    stands = f"{room.interview.phase}:{room.interview.moves}"
    may_open = room.may_run and not room.is_paused and not room.shown_is_open
    return [
        Part("clocks", key=f"{room.question_clock}:{room.clock}"),
        Part("controls", key=stands),
        Part("rail", key=f"{stands}:{room.rail}"),
        Part("question", key=f"{room.shown.pk}:{room.open_position}:{may_open and stands}"),
        Part("answer"),
        Part("points", key=about),
        Part("flags", key=about),
        Part("hints", key=f"{room.wording and room.wording.markers}"),
        Part("rating", key=about),
        Part("suggestion"),
        Part("notes", key=about),
        Part("people", key=f"{room.people}"),
    ]


def candidate_parts(room: CandidateRoom) -> list[Part]:
    writing = room.question
    about = f"{writing.position}:{writing.locked}:{writing.locked and writing.answer_version}" if writing else "none"
    return [
        Part("progress", key=f"{writing and writing.position}:{room.question_clock}:{room.clock}"),
        Part("cover"),
        Part("writing", key=about),
        # Keyed by what is asked and whether it still is, so that no swap takes a recording that is being made.
        *([Part("aloud", key=about.rpartition(":")[0])] if room.is_solo else []),
        Part("solo"),
        Part("newest"),
        Part("revealed"),
    ]


def _lobby(request: HttpRequest, entry: Entry) -> dict:
    interview = entry.interview
    candidate = next(seat for seat in interview.seats.all() if seat.role == Role.CANDIDATE)
    may_invite = entry.may(Action.INVITE)
    asked = interview.asked.select_related("asker")
    return {
        "people": people_of(interview, entry.now),
        "asked": [] if is_candidate(entry) else list(asked.defer(*HEAVY)),
        "total": interview.asked.count(),
        "candidate": candidate,
        "may_run": entry.may(Action.RUN),
        "may_invite": may_invite,
        "panel": [seat for seat in interview.seats.all() if seat.role in OPEN_TO_ALL and not seat.revoked_at],
        "askers": AskersForm(interview=interview) if entry.may(Action.ASSIGN) else None,
        "invitation": _invitation_address(request, candidate) if may_invite else "",
    }


def _invitation_address(request: HttpRequest, candidate) -> str:
    token = token_of(candidate)
    return request.build_absolute_uri(f"/join/{token}/") if token and not candidate.revoked_at else ""


def _stream_of(entry: Entry) -> str:
    over = entry.interview.phase in (Phase.AFTER, Phase.OFF)
    return "" if over else stream_address(entry.seat)


def address_of(interview: Interview, position: int | None = None) -> str:
    return f"/interviews/{interview.pk}/" + (f"?question={position}" if position else "")
