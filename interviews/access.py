"""The one door to an interview: request -> (interview, seat), or a refusal.

A stranger gets 404, so that addresses tell nothing; somebody seated who may not do this, or not now, gets 403; nobody
in particular is asked to log in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from config.groups import groups_of
from config.prepared import Prepared
from interviews import flow
from interviews.clock import Clock
from interviews.clock import now as clock_now
from interviews.debriefing import awaits_decision
from interviews.models import Debrief, Interview, Scorecard, Seat
from interviews.roles import Action, Role, may
from interviews.states import Phase, QuestionState
from questions.models import INTERVIEWERS, may_edit

SESSION_KEY = "seat_of_interview"
NEEDS_SUBMISSION = (Action.READ_REPORT, Action.SHARE, Action.DECIDE)

WHEN_REFUSED = {
    Phase.BEFORE: "This interview has not begun, so that is not possible yet.",
    Phase.DURING: "This interview is under way, so that is not possible now.",
    Phase.AFTER: "That is not open to you for this interview, or not yet.",
    Phase.OFF: "This interview was cancelled.",
}


@dataclass
class Entry:
    """Somebody who came through the door: which interview, as what, and when."""

    interview: Interview
    seat: Seat
    now: datetime

    def may(self, action: Action) -> bool:
        return may(
            self.seat.role,
            action,
            self.interview.phase,
            submitted=action in NEEDS_SUBMISSION and has_submitted(self.seat),
            shared=self.interview.shared_at is not None,
            debriefed=action == Action.TALK and self.debrief is not None,
            decided=action != Action.SHARE or not awaits_decision(self.interview),
        )

    @cached_property
    def debrief(self) -> Debrief | None:
        return Debrief.objects.filter(interview=self.interview).first()


def has_submitted(seat: Seat) -> bool:
    return Scorecard.objects.filter(seat=seat, submitted_at__isnull=False).exists()


def remember_seat(request: HttpRequest, seat: Seat) -> None:
    """Let this browser sit down again without an account, for as long as this very invitation stands."""
    request.session[SESSION_KEY] = request.session.get(SESSION_KEY, {}) | as_remembered(seat)


def as_remembered(seat: Seat) -> dict[str, list]:
    """By interview, of which a browser without an account has one seat."""
    return {str(seat.interview_id): [seat.pk, seat.invitation_nonce]}


# What no room asks for. A column costs as much as a small table, and somebody comes in with every few words.
_LEFT_OUTSIDE = (
    *("invitation_expires_at", "invitation_used_at", "interview__plan", "interview__created_at", "interview__seed"),
    *("interview__starts_at", "interview__planned", "interview__extra_percent", "interview__share"),
    *("interview__archived_at", "interview__erased_at"),
)


def _seats_and_clock(interview_id: int, user_id: int, seat_id: int) -> QuerySet[Seat]:
    """With the clock of the question that is open: what time alone has done comes before anything else."""
    seats = Seat.objects.select_related("interview").defer(*_LEFT_OUTSIDE)
    seats = seats.filter(Q(user_id=user_id) | Q(pk=seat_id), revoked_at=None)
    asked = FilteredRelation("interview__asked", condition=Q(interview__asked__state=QuestionState.OPEN))
    clock = {f"open_{name}": F(f"open__{name}") for name in Clock.__match_args__}
    return seats.filter(interview_id=interview_id).annotate(open=asked).annotate(**clock)


_seats = Prepared(_seats_and_clock)
NOBODY = 0


def seat_of(request: HttpRequest, interview_id: int) -> Seat | None:
    """The seat that this person, or this browser, has in an interview."""
    seat_id, nonce = request.session.get(SESSION_KEY, {}).get(str(interview_id), (NOBODY, ""))
    user_id = request.user.pk or NOBODY
    seats = _seats(interview_id, user_id, seat_id)
    by_account = [seat for seat in seats if seat.user_id == user_id]
    by_invitation = [seat for seat in seats if seat.pk == seat_id and seat.invitation_nonce == nonce != ""]
    return next(iter(by_account + by_invitation), None)


def _open_clock_of(seat: Seat) -> Clock | None:
    clock = Clock(*(getattr(seat, f"open_{name}") for name in Clock.__match_args__))
    return clock if clock.started_at else None


def seated(action: Action) -> Callable:
    """Guard a view of one interview; it is called with an Entry in place of the interview's number."""

    def decorate(view: Callable) -> Callable:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, interview_id: int, **kwargs) -> HttpResponse:
            seat = seat_of(request, interview_id)
            if seat is None and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if seat is None:
                return _word_of_erased(request, interview_id)
            now = clock_now()
            entry = Entry(flow.settle_known(seat.interview, _open_clock_of(seat), now), seat, now)
            if not entry.may(action):
                raise PermissionDenied(WHEN_REFUSED[entry.interview.phase])
            return view(request, entry, **kwargs)

        return guarded

    return decorate


def _word_of_erased(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Nobody sits in an erased interview any more, and whoever kept its address learns why. Any other is not there."""
    erased = Interview.objects.filter(pk=interview_id, erased_at__isnull=False).first()
    if erased is None:
        raise Http404
    return render(request, "interviews/erased.html", {"erased_at": erased.erased_at}, status=410)


def may_plan(user: User) -> bool:
    return user.is_superuser or INTERVIEWERS in groups_of(user)


def _only(allowed: Callable[[User], bool], refusal: str) -> Callable:
    """Guard a view of people of one kind."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied(refusal)
            return view(request, **kwargs)

        return guarded

    return decorate


interviewers_only = _only(may_plan, "Interviews are made by interviewers. Ask an administrator to add you to them.")
editors_only = _only(may_edit, "The bank is kept by editors. Ask an administrator to add you to them.")


def is_candidate(entry: Entry) -> bool:
    return entry.seat.role == Role.CANDIDATE


def answers(entry: Entry) -> bool:
    """Whether the answers are this seat's own words."""
    return entry.seat.role in (Role.CANDIDATE, Role.SOLO)
