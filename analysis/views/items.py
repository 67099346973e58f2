"""Question health, for editors: what the answers say of the questions."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from analysis import health as reading
from analysis.forms import LookForm
from analysis.items import FEWEST, FEWEST_FOR_CORRELATION
from analysis.refreshing import refresh as refresh_now
from interviews.access import editors_only
from interviews.clock import now as clock_now
from questions.models import Question

PAGE = 30
AT_ONCE = 200


@require_safe
@editors_only
def health(request: HttpRequest) -> HttpResponse:
    form = LookForm(request.GET)
    chosen = form.chosen()
    practice = chosen["kind"] == "practice"
    today = clock_now().date()
    narrowed = {"practice": practice, "level": chosen["level"], "period": chosen["period"]}
    plan = chosen["plan"]
    rows = (
        reading.rows_of_interviews(plan.interviews.all(), today, **narrowed)
        if plan
        else reading.rows(today, **narrowed)
    )
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "needing": sum(bool(row.reasons) for row in rows),
        "practice": practice,
        "chosen": urlencode({name: getattr(value, "pk", value) for name, value in chosen.items() if value}),
        "as_of": reading.as_of(),
        "fewest": FEWEST,
        "fewest_for_correlation": FEWEST_FOR_CORRELATION,
    }
    return render(request, "analysis/questions.html", context)


@require_safe
@editors_only
def question(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Question.objects.for_detail(), ref=ref)
    context = {
        "question": found,
        "sides": reading.of_question(found, clock_now().date()),
        "as_of": reading.as_of(),
        "fewest": FEWEST,
        "fewest_for_correlation": FEWEST_FOR_CORRELATION,
    }
    return render(request, "analysis/question.html", context)


@require_POST
@editors_only
def refresh(request: HttpRequest) -> HttpResponse:
    """Take in what is new, so much of it as a person will wait for."""
    done = refresh_now(clock_now(), most=AT_ONCE)
    if done.waiting:
        messages.warning(
            request, "There is more than can be taken in at once. Refresh again, or let the command do it."
        )
    else:
        messages.success(request, "Everything that has been submitted is in.")
    return redirect("analysis:questions")
