"""A timed mock interview alone: the same clock, saving, lock and report as with an interviewer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from interviews import plans
from interviews.clock import now as clock_now
from interviews.keeping import free_for
from interviews.planning import Recipe, Unplannable, begin_alone, pool
from practice.forms import MockForm, PlannedMockForm
from practice.mock import fill

NOTHING_FITS = "No question fits these wishes and this time. Tick more, or give it more minutes."


@require_http_methods(["GET", "POST"])
def mock(request: HttpRequest) -> HttpResponse:
    """Begin by wishes (minutes, levels, topics), or by a plan that is open to practice."""
    planned = "plan" in request.POST
    form = (PlannedMockForm if planned else MockForm)(request.POST if request.method == "POST" else None)
    problems = []
    if form.is_bound and form.is_valid():
        free = set(free_for(request.user).values_list("ref", flat=True))
        recipe = _planned(request, form) if planned else _wished(request, form, free)
        try:
            interview = begin_alone(recipe, request.user, clock_now(), free, once="once" in request.POST)
        except Unplannable as problem:
            problems = problem.problems if planned else [NOTHING_FITS]
        else:
            return redirect("interviews:show", interview.pk)
    context = {"form": MockForm() if planned else form, "plans": plans.for_practice(), "problems": problems}
    return render(request, "practice/mock.html", context, status=422 if form.is_bound else 200)


def _planned(request: HttpRequest, form: PlannedMockForm) -> Recipe:
    wishes = form.cleaned_data
    return plans.alone(wishes["plan"], request.user, wishes["seed"], wishes["extra_percent"] or 0)


def _wished(request: HttpRequest, form: MockForm, free: set[str]) -> Recipe:
    wishes = form.cleaned_data
    entries = [entry for entry in pool() if entry.ref in free]
    return Recipe(
        title=_title(wishes),
        candidate_name=request.user.get_username(),
        minutes=wishes["minutes"],
        refs=fill(entries, wishes["minutes"], wishes["levels"], wishes["topics"], wishes["seed"]),
        seed=wishes["seed"],
        extra_percent=wishes["extra_percent"] or 0,
    )


def _title(wishes: dict) -> str:
    about = ", ".join([*wishes["levels"], *wishes["topics"]])
    return f"Practice: {about or 'all topics'}"[:120]
