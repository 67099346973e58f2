"""Rating the answers to one question in a row, without knowing whose they are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.numbers import number_in
from interviews.access import seat_of
from interviews.blind import answers_to, waiting_for
from interviews.clock import now
from interviews.room import panel_room
from interviews.views.parts import with_parts
from interviews.views.rooms import REVIEWED, panel_parts


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    return render(request, "interviews/blind_list.html", {"waiting": waiting_for(request.user)})


@require_safe
def question(request: HttpRequest, ref: str) -> HttpResponse:
    """One answer, by its number in the order of chance."""
    blind = answers_to(ref, request.user)
    if not blind.answers:
        raise Http404
    asked_for = number_in(request.GET.get("n", ""), digits=5)
    number = blind.first_to_do if asked_for is None else asked_for
    if not 1 <= number <= len(blind.answers):
        raise Http404
    asked = blind.answers[number - 1]
    room = panel_room(asked.interview, seat_of(request, asked.interview_id), now(), asked.position)
    context = {"interview": asked.interview, "room": room, "now": now(), "phase": asked.interview.phase}
    context |= {"blind": blind, "number": number, "numbers": list(enumerate(blind.rated, start=1))}
    parts = [part for part in panel_parts(room) if part.name in REVIEWED]
    return render(request, "interviews/blind.html", with_parts(request, parts, context))
