"""One question: answer, reveal, mark point by point, grade."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.numbers import number_in
from interviews.autosave import Refused, Typed, words_in
from interviews.clock import Clock, face_of
from interviews.clock import now as clock_now
from interviews.keeping import sample_question
from interviews.views.typing import outcome
from practice import practising
from practice.access import GUEST_KEY, Entry, own_attempt
from practice.drill import drill_of
from practice.models import Attempt, How
from practice.practising import habit_of
from practice.views.today import ask_next

MARKS = [("covered", "covered", "check", "c"), ("partly", "partly", "minus", "h"), ("missed", "missed", "x-mark", "m")]


@require_POST
@login_not_required
def try_one(request: HttpRequest) -> HttpResponse:
    """A guest's first question: their answer comes with it, so the model answer may be shown at once."""
    question, now = sample_question(), clock_now()
    if question is None:
        return redirect("home")
    attempt = practising.begin(None, question, now, "A question to begin with.")
    request.session[GUEST_KEY] = attempt.pk
    how = How.TYPED if request.POST.get("how") != How.UNKNOWN else How.UNKNOWN
    try:
        practising.save_answer(attempt, Typed(words_in(request.POST, "answer"), 0, "", 0))
        practising.reveal(attempt, how, now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("practice:drill", attempt.pk)


@require_safe
@own_attempt
def show(request: HttpRequest, entry: Entry) -> HttpResponse:
    if entry.attempt.revealed_at:
        return render(request, "practice/marking.html", _marking(entry, request.GET.get("point", "")))
    habit = habit_of(entry.user)
    clock = Clock(entry.attempt.started_at, entry.attempt.budget)
    context = {
        "attempt": entry.attempt,
        "question": entry.attempt.question,
        "hides_topic": habit.exam_like,
        "clock": face_of(clock, entry.now) if entry.attempt.timed else None,
        "now": entry.now,
    }
    return render(request, "practice/answering.html", context)


def _marking(entry: Entry, point: str = "") -> dict:
    habit = habit_of(entry.user)
    drill = drill_of(entry.attempt, habit.model, entry.now, number_in(point, digits=3))
    return {"drill": drill, "attempt": entry.attempt, "question": entry.attempt.question, "marks": MARKS}


@require_http_methods(["GET", "POST"])
@own_attempt
def answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    if request.method == "GET":
        return JsonResponse({"text": entry.attempt.answer, "version": entry.attempt.answer_version})
    return _typed(request, entry, practising.save_answer)


@require_POST
@own_attempt
def next_time(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _typed(request, entry, practising.save_next_time)


def _typed(request: HttpRequest, entry: Entry, store) -> HttpResponse:
    status, what = outcome(request, lambda typed: store(entry.attempt, typed))
    if not request.accepts("text/html"):
        return JsonResponse(what, status=status)
    if message := what.get("message"):
        messages.warning(request, message)
    return redirect("practice:drill", entry.attempt.pk)


@require_POST
@own_attempt
def reveal(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The words that come with the press of the button are saved first."""
    how, text = request.POST.get("how", ""), request.POST.get("text")
    if text is not None and not entry.attempt.revealed_at:
        status, what = outcome(request, lambda typed: practising.save_answer(entry.attempt, typed))
        if status != 200:
            messages.warning(request, what["message"])
            return redirect("practice:drill", entry.attempt.pk)
    return _do(request, entry, practising.reveal, how, entry.now)


@require_POST
@own_attempt
def mark(request: HttpRequest, entry: Entry) -> HttpResponse:
    sent = (number_in(text, digits=3) for text in request.POST.getlist("point"))
    indexes = [index for index in sent if index is not None]
    return _do(request, entry, practising.mark, indexes, request.POST.get("mark", ""))


@require_POST
@own_attempt
def grade(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        practising.grade(entry.attempt, number_in(request.POST.get("grade", ""), digits=1) or 0, entry.now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("practice:drill", entry.attempt.pk)
    return ask_next(request) if entry.user else redirect("practice:drill", entry.attempt.pk)


@require_POST
@own_attempt
def forget(request: HttpRequest, entry: Entry) -> HttpResponse:
    practising.forget(entry.attempt)
    return redirect("practice:today" if entry.user else "home")


def _do(request: HttpRequest, entry: Entry, verb, *args) -> HttpResponse:
    """Do it, then show how it stands: the part for htmx, the page by a redirect."""
    message = ""
    try:
        verb(entry.attempt, *args)
    except Refused as refusal:
        message = str(refusal)
    fresh = Entry(Attempt.objects.select_related("question", "user").get(pk=entry.attempt.pk), entry.user, entry.now)
    if request.htmx and fresh.attempt.revealed_at:
        context = _marking(fresh) | {"problem": message}
        return render(request, "practice/_marking.html", context, status=422 if message else 200)
    if message:
        messages.warning(request, message)
    return redirect("practice:drill", entry.attempt.pk)
