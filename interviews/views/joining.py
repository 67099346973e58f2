"""Invitations: the lead hands out and takes back links, a candidate follows one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interviews import inviting
from interviews.access import Entry, remember_seat, seat_of, seated
from interviews.clock import minutes
from interviews.clock import now as clock_now
from interviews.models import Seat
from interviews.roles import Action, Role


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    now = clock_now()
    try:
        seat = inviting.seat_named(token)
        mine = seat_of(request, seat.interview_id)
        if mine and mine.pk == seat.pk:
            return redirect("interviews:show", seat.interview_id)
        seat = inviting.seat_invited(token, now)
        if seat.invitation_used_at:
            raise inviting.NotValid(inviting.Unusable.USED)
        if seat.user_id and request.user.is_authenticated and not mine:
            raise inviting.NotValid(inviting.Unusable.OTHERS)
        if request.method == "POST" and not mine:
            return _sit_down(request, seat, now)
    except inviting.NotValid as problem:
        return render(request, "interviews/join_not_valid.html", {"reason": problem.reason.value}, status=410)
    return render(request, "interviews/join.html", _what_will_happen(seat) | {"mine": mine})


def _sit_down(request: HttpRequest, seat: Seat, now) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    inviting.accept(seat, user, now)
    if user is None:
        # A session that was planted before must not be the one that holds the seat.
        request.session.cycle_key()
        remember_seat(request, seat)
    return redirect("interviews:show", seat.interview_id)


def _what_will_happen(seat: Seat) -> dict:
    interview = seat.interview
    lead = interview.seats.filter(role=Role.LEAD).first()
    return {
        "interview": interview,
        "seat": seat,
        "lead": lead.name if lead else "",
        "questions": interview.asked.count(),
        "minutes": minutes(interview.clock.allowed),
    }


def _candidate_of(entry: Entry) -> Seat:
    return entry.interview.seats.get(role=Role.CANDIDATE)


@require_POST
@seated(Action.INVITE)
def renew(request: HttpRequest, entry: Entry) -> HttpResponse:
    inviting.invite(_candidate_of(entry), entry.now, by=entry.seat)
    messages.success(request, "There is a new link. The one before it does not work any more.")
    return redirect("interviews:show", entry.interview.pk)


@require_POST
@seated(Action.INVITE)
def revoke(request: HttpRequest, entry: Entry) -> HttpResponse:
    inviting.revoke(_candidate_of(entry), entry.now, entry.seat)
    messages.success(request, "The link does not work any more, and nobody sits in the candidate's seat.")
    return redirect("interviews:show", entry.interview.pk)
