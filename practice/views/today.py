"""The candidate's day: what is due, how they stand, how they practise, and everything of theirs to take away."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.numbers import number_in
from interviews.clock import now as clock_now
from interviews.keeping import free_for
from practice import mine, practising
from practice.counting import count_mocks
from practice.forms import HabitForm
from practice.today import Today
from questions.models import Question

PAGE = 25


def with_mocks_counted(request: HttpRequest) -> None:
    """At the doors of practice: what was marked in mock interviews meanwhile counts from here on."""
    for mock in count_mocks(request.user):
        messages.success(request, f"“{mock.title}” counts in your practice now: {_how_many(len(mock.reviews))}.")
        if mock.passed_over:
            left = _how_many(len(mock.passed_over))
            messages.info(request, f"{left} of it not, as you have answered the same question again since.")


def _how_many(answers: int) -> str:
    return f"{answers} answer{'' if answers == 1 else 's'}"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    with_mocks_counted(request)
    return render(request, "practice/today.html", {"today": Today(request.user, clock_now())})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Ask what is next, or the question that was chosen."""
    now = clock_now()
    if ref := request.POST.get("ref"):
        question = get_object_or_404(Question.objects.published().for_detail(), ref=ref)
        if not free_for(request.user).filter(pk=question.pk).exists():
            messages.warning(request, "This question is part of an interview to come: practise it once that is over.")
            return redirect("questions:detail", ref)
        attempt = practising.begin(request.user, question, now, "You chose it.")
        return redirect("practice:drill", attempt.pk)
    return ask_next(request, more="more" in request.POST)


def ask_next(request: HttpRequest, more: bool = False) -> HttpResponse:
    """The attempt that waits, or a new one at what comes next, or the word that the day's plan is done."""
    with_mocks_counted(request)
    today = Today(request.user, clock_now())
    if waiting := today.waiting:
        return redirect("practice:drill", waiting.pk)
    latest = today.latest(1)
    picked = today.next(last=latest[0].question if latest else None, more=more)
    if picked is None:
        messages.success(request, "That is all for today. Well done.")
        return redirect("practice:today")
    question = today.free.for_detail().get(pk=picked.question)
    return redirect("practice:drill", practising.begin(request.user, question, today.now, picked.why).pk)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    attempt = practising.undo(request.user)
    if attempt is None:
        messages.warning(request, "There is no grade to take back.")
        return redirect("practice:today")
    messages.success(request, "The last grade was taken back. Grade it again.")
    return redirect("practice:drill", attempt.pk)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    today = Today(request.user, clock_now())
    found = today.latest(PAGE + 1, number_in(before, digits=15))
    context = {"today": today, "attempts": found[:PAGE], "more": len(found) > PAGE, "before": before}
    return render(request, "practice/progress.html", context)


@require_http_methods(["GET", "POST"])
def habit(request: HttpRequest) -> HttpResponse:
    form = HabitForm(request.POST if request.method == "POST" else None, instance=practising.habit_of(request.user))
    if request.method == "POST" and form.is_valid():
        practising.keep_habit(form.instance)
        messages.success(request, "Kept.")
        return redirect("practice:today")
    status = 422 if form.is_bound else 200
    return render(request, "practice/habit.html", {"form": form}, status=status)


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    everything = mine.as_json(request.user)
    answer = JsonResponse(everything, json_dumps_params={"indent": 2, "ensure_ascii": False})
    return _download(answer, "my-practice.json")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    return _download(HttpResponse(mine.as_csv(request.user), content_type="text/csv; charset=utf-8"), "my-practice.csv")


@require_safe
def as_zip(request: HttpRequest) -> FileResponse:
    return FileResponse(mine.as_zip(request.user), as_attachment=True, filename="my-practice.zip")


@require_safe
def misses(request: HttpRequest) -> HttpResponse:
    deck = mine.misses_as_anki(request.user)
    return _download(HttpResponse(deck, content_type="application/octet-stream"), "my-misses.apkg")
