"""What people see of themselves, panels of their candidates, administrators of interviewers."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from analysis import people
from analysis.access import administrators_only
from analysis.raters import FEWEST_ANSWERS, FEWEST_SITTINGS

FEWEST = {"fewest_sittings": FEWEST_SITTINGS, "fewest_answers": FEWEST_ANSWERS}


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    context = {
        "calibration": people.calibration_of(request.user) if people.judged_by(request.user).exists() else None,
        "trend": people.own_sittings(request.user),
        "met_again": people.met_again(request.user),
        **FEWEST,
    }
    return render(request, "analysis/me.html", context)


@require_safe
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """A stranger gets 404, so that addresses tell nothing."""
    person = get_object_or_404(User, pk=candidate_id)
    trend = people.sittings_of(person, request.user)
    if not trend.steps:
        raise Http404
    return render(request, "analysis/candidate.html", {"person": person, "trend": trend})


@require_safe
@administrators_only
def interviewers(request: HttpRequest) -> HttpResponse:
    return render(request, "analysis/interviewers.html", {"people": people.interviewers(), **FEWEST})


@require_safe
@administrators_only
def interviewer(request: HttpRequest, interviewer_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=interviewer_id)
    context = {"person": person, "calibration": people.calibration_of(person), **FEWEST}
    return render(request, "analysis/interviewer.html", context)
