"""The workshop: writing a question, its history, its way from draft to published, the health of the bank."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions import library, workshop
from questions.forms import BulkForm, WorkshopForm
from questions.models import Question, Revision
from questions.views.doors import editors_only


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def new(request: HttpRequest) -> HttpResponse:
    return _workbench(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    return _workbench(request, get_object_or_404(Question.objects.for_detail(), ref=ref))


def _workbench(request: HttpRequest, question: Question | None) -> HttpResponse:
    form = WorkshopForm(question, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if wish := request.POST.get("points"):
        form.points = workshop.rearranged(form.points, wish)
        return render(request, "questions/_key_points.html", {"form": form}) if request.htmx else _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    if form.is_stale():
        form.rebase()
        messages.warning(request, "Somebody changed this question meanwhile. Your text is below; nothing was lost.")
        return _page(request, form, status=409)
    draft = form.draft()
    library.store([draft], library.Hand(request.user, form.cleaned_data["why"] or "edited"))
    return _moved(request, Question.objects.get(ref=draft.ref), request.POST.get("then", ""))


def _page(request: HttpRequest, form: WorkshopForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "question": form.question,
        "preview": workshop.preview_of(form.draft(), timezone.localtime()),
        "moves": workshop.moves_from(form.question.status if form.question else "draft"),
    }
    return render(request, "questions/edit.html", context, status=status)


def _moved(request: HttpRequest, question: Question, verb: str) -> HttpResponse:
    """Go to the question's page, after a move if one was asked for; what keeps it back is said there."""
    if verb in workshop.LABELS:
        try:
            library.move(question, verb, request.user)
        except library.NotReady as refusal:
            messages.warning(request, f"It is still {question.get_status_display()}. {refusal}")
    return redirect("questions:detail", question.ref)


@require_POST
@editors_only
def preview(request: HttpRequest) -> HttpResponse:
    form = WorkshopForm(Question.objects.filter(ref=request.POST.get("ref", "")).first(), request.POST)
    context = {"preview": workshop.preview_of(form.draft(), timezone.localtime())}
    return render(request, "questions/_preview.html", context)


@require_POST
@editors_only
def move(request: HttpRequest, ref: str) -> HttpResponse:
    return _moved(request, get_object_or_404(Question, ref=ref), request.POST.get("verb", ""))


@require_safe
@editors_only
def history(request: HttpRequest, ref: str) -> HttpResponse:
    question = get_object_or_404(Question, ref=ref)
    page = Paginator(question.revisions.select_related("by"), workshop.PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if page.paginator.count else 0
    shown = list(question.revisions.select_related("by")[start : start + workshop.PAGE + 1])
    context = {"question": question, "page": page, "changes": workshop.changes_of(shown)}
    return render(request, "questions/history.html", context)


@require_POST
@editors_only
def revert(request: HttpRequest, ref: str, revision_id: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.select_related("question"), pk=revision_id, question__ref=ref)
    try:
        library.revert(revision, request.user)
        messages.success(request, "It is again as it was then. What it was until now is in its history.")
    except library.NotReady as refusal:
        messages.warning(request, f"It cannot be brought back: {refusal}")
    return redirect("questions:history", ref)


@require_safe
@editors_only
def health(request: HttpRequest) -> HttpResponse:
    return render(request, "questions/health.html", {"health": workshop.health_now(timezone.localtime())})


@require_POST
@editors_only
def bulk(request: HttpRequest) -> HttpResponse:
    form = BulkForm(request.POST)
    refs = request.POST.getlist("refs")
    if form.is_valid() and refs:
        done = library.change_all(refs, form.cleaned_data, request.user)
        messages.success(request, f"{done} changed." if done else "All of these say that already.")
    else:
        reasons = [*form.non_field_errors(), *(error for errors in form.errors.values() for error in errors)]
        messages.warning(request, " ".join(dict.fromkeys(map(str, reasons))) or "Tick at least one question.")
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/questions/?") else "questions:list")
