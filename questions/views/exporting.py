"""Documents out: the bank, or what a filter leaves of it, in a format that others read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.documents.writing import WRITERS
from questions.forms import ExportForm
from questions.models import Question, QuestionQuerySet, as_draft
from questions.views.doors import editors_only


@require_safe
@editors_only
def export(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.GET)
    found = _chosen(form)
    writer = WRITERS.get(form.cleaned_data["kind"])
    if writer is None:
        return render(request, "questions/export.html", {"form": form, "count": found.count()})
    drafts = [as_draft(question) for question in found.for_detail()]
    response = HttpResponse(writer.write(drafts), content_type=writer.media_type)
    response["Content-Disposition"] = f'attachment; filename="questions.{writer.ending}"'
    return response


@require_safe
@editors_only
def sheet(request: HttpRequest) -> HttpResponse:
    """Questions to print, with or without their answers."""
    form = ExportForm(request.GET)
    context = {"questions": _chosen(form).for_detail(), "answers": "answers" in request.GET}
    return render(request, "questions/sheet.html", context)


def _chosen(form: ExportForm) -> QuestionQuerySet:
    filters = form.chosen()
    filters.pop("kind", None)
    if filters.pop("everything", False):
        return Question.objects.matching(**{name: value for name, value in filters.items() if name != "status"})
    status = filters.pop("status", "published")
    return Question.objects.filter(status=status).matching(**filters)
