"""The doors: to an attempt, which belongs to a person or to the browser of a guest, and to one's answer in a mock.

To anybody else neither is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from interviews.access import Entry as Seated
from interviews.access import seated
from interviews.clock import now as clock_now
from interviews.keeping import free_for
from interviews.roles import Action, Role
from interviews.states import QuestionState
from interviews.views.typing import asked_or_404
from practice.models import Attempt

GUEST_KEY = "attempt"
NOT_ALONE = "Recordings are kept of what one answers alone, not of an interview with others."
KEPT_BACK = "This question is part of an interview to come, or is no longer in the bank: your practice of it is closed."


@dataclass(frozen=True)
class Entry:
    """Whose attempt it is, and when they came."""

    attempt: Attempt
    user: User | None
    now: datetime


def own_attempt(view: Callable) -> Callable:
    """Guard a view of one attempt; it is called with an Entry in place of the attempt's number."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, attempt_id: int, **kwargs) -> HttpResponse:
        attempt = _attempt_of(request, attempt_id)
        if attempt is None and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if attempt is None:
            raise Http404
        if attempt.user and not free_for(attempt.user).filter(pk=attempt.question_id).exists():
            raise PermissionDenied(KEPT_BACK)
        return view(request, Entry(attempt, attempt.user, clock_now()), **kwargs)

    return guarded


def _attempt_of(request: HttpRequest, attempt_id: int) -> Attempt | None:
    attempts = Attempt.objects.select_related("question", "user", "recording").filter(pk=attempt_id)
    if request.user.is_authenticated:
        return attempts.filter(user=request.user).first()
    return attempts.filter(user=None).first() if request.session.get(GUEST_KEY) == attempt_id else None


def alone(view: Callable) -> Callable:
    """Guard a view of one answer in a mock interview, by the interview's own door; it is called with what was asked."""

    @seated(Action.ANSWER)
    @wraps(view)
    def guarded(request: HttpRequest, entry: Seated, position: int) -> HttpResponse:
        if entry.seat.role != Role.SOLO:
            raise PermissionDenied(NOT_ALONE)
        asked = asked_or_404(entry, position)
        if asked.state == QuestionState.QUEUED:
            raise PermissionDenied("This question is not open yet.")
        return view(request, entry, asked)

    return guarded
