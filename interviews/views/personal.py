"""What is held of a candidate without an account: their lead hands it out, or erases it. Nobody else could find it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from interviews import erasing
from interviews.access import Entry, has_submitted, seated
from interviews.debriefing import awaits_decision
from interviews.held import held_of
from interviews.models import Seat
from interviews.roles import Action, Role
from interviews.states import Phase

HAS_ACCOUNT = "This candidate has an account here: they take it away or delete it themselves, or ask an administrator."
NOT_YET = "It holds what the others wrote. Submit your own scorecard first; a panel also decides first."


def _candidate_of(entry: Entry) -> Seat:
    """The candidate's seat. Raises PermissionDenied where an account holds it, for there may be more of them."""
    seat = entry.interview.seats.get(role=Role.CANDIDATE)
    if seat.user_id:
        raise PermissionDenied(HAS_ACCOUNT)
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@seated(Action.GIVE_OR_ERASE)
def candidate(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What is held, what would go and what would stay; posted with the candidate's name, it is erased."""
    seat = _candidate_of(entry)
    if request.method == "POST" and request.POST.get("name", "").strip() == seat.name:
        erasing.forget_candidate(seat, entry.seat, entry.now)
        messages.success(
            request, "Erased. The interview stays, without the name, the words and what was written of them."
        )
        return redirect("interviews:list")
    context = {
        "interview": entry.interview,
        "candidate": seat,
        "goes": erasing.what_goes([entry.interview.pk], [seat.pk]),
        "may_give": _may_give(entry),
        "problem": request.method == "POST",
    }
    return render(request, "interviews/candidate.html", context, status=422 if context["problem"] else 200)


@require_safe
@seated(Action.GIVE_OR_ERASE)
def candidate_json(request: HttpRequest, entry: Entry) -> HttpResponse:
    seat = _candidate_of(entry)
    if not _may_give(entry):
        raise PermissionDenied(NOT_YET)
    held = {"schema": "rehearse/person/1", "interviews": held_of(Seat.objects.filter(pk=seat.pk))}
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="candidate-of-{entry.interview.pk}.json"'
    return response


def _may_give(entry: Entry) -> bool:
    """Nobody reads what the others judged before they have judged themselves."""
    if entry.interview.phase == Phase.OFF:
        return True
    return has_submitted(entry.seat) and not awaits_decision(entry.interview)
