"""Calibration: an interviewer judges sample answers as they would live ones, and sees how the reference judged them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.access import interviewers_only
from interviews.autosave import Refused
from interviews.calibrating import judge, uncalibrated
from interviews.calibration import Calibration, Own, calibration_of, comparison_of, overview, to_judge
from interviews.clock import now
from interviews.scoring import HEARD_OR_NOT

STALE = "That question was changed since its samples were judged. They wait for somebody to look at them again."


@require_safe
@interviewers_only
def index(request: HttpRequest) -> HttpResponse:
    context = {"overview": overview(request.user), "required": bool(uncalibrated([request.user]))}
    return render(request, "interviews/calibration.html", context)


@require_safe
@interviewers_only
def question(request: HttpRequest, ref: str) -> HttpResponse:
    """The next sample that is not judged yet; after the last one, what it all adds up to."""
    calibration = _calibration_or_404(request, ref)
    if calibration.next_position:
        return redirect("interviews:calibration-sample", ref, calibration.next_position)
    return render(request, "interviews/calibration_result.html", {"calibration": calibration})


@require_http_methods(["GET", "HEAD", "POST"])
@interviewers_only
def sample(request: HttpRequest, ref: str, position: int) -> HttpResponse:
    calibration = _calibration_or_404(request, ref)
    own = _own_or_404(calibration, position)
    if not calibration.fits:
        messages.warning(request, STALE)
        return redirect("interviews:calibration")
    if request.method == "POST":
        return _judge(request, calibration, own)
    if own.first is None or "again" in request.GET:
        return _to_judge(request, calibration, own)
    context = {"comparison": comparison_of(calibration, own), "calibration": calibration}
    return render(request, "interviews/calibration_compared.html", context)


@require_POST
@interviewers_only
def suggestion(request: HttpRequest, ref: str, position: int) -> HttpResponse:
    """What the marks chosen so far suggest; nothing is kept."""
    calibration = _calibration_or_404(request, ref)
    shown = to_judge(calibration, _own_or_404(calibration, position), *_chosen(request.POST, calibration))
    return render(request, "interviews/_suggestion.html", {"room": shown})


def _judge(request: HttpRequest, calibration: Calibration, own: Own) -> HttpResponse:
    marks, rating = _chosen(request.POST, calibration)
    try:
        judge(request.user, own.sample, marks, rating, now(), again="again" in request.POST)
    except Refused as refusal:
        return _to_judge(request, calibration, own, str(refusal), 422)
    return redirect("interviews:calibration-sample", calibration.question.ref, own.position)


def _to_judge(
    request: HttpRequest, calibration: Calibration, own: Own, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "sample": to_judge(calibration, own, *_chosen(request.POST, calibration)),
        "again": own.first is not None,
        "problem": problem,
        "phase": "",
    }
    return render(request, "interviews/calibration_sample.html", context, status=status)


def _chosen(data: QueryDict, calibration: Calibration) -> tuple[dict[str, str], int | None]:
    """The marks of the form, by key point's text, and the rating."""
    sent = {point.text: data.get(f"mark-{index}", "") for index, point in enumerate(calibration.points)}
    rating = data.get("rating", "")
    return (
        {text: mark for text, mark in sent.items() if mark in HEARD_OR_NOT},
        int(rating) if rating in ("1", "2", "3", "4", "5") else None,
    )


def _calibration_or_404(request: HttpRequest, ref: str) -> Calibration:
    calibration = calibration_of(request.user, ref)
    if calibration is None:
        raise Http404
    return calibration


def _own_or_404(calibration: Calibration, position: int) -> Own:
    own = next((own for own in calibration.own if own.position == position), None)
    if own is None:
        raise Http404
    return own
