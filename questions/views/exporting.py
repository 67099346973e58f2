"""Documents out: the bank, or what a filter leaves of it, in a format that others read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.documents.writing import WRITERS
from questions.forms import ExportForm
from questions.models import Question, QuestionQuerySet, as_draft
from questions.rubric import Status
from questions.search import matching
from questions.views.doors import editors_only


@require_safe
@editors_only
def export(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.GET)
    found = _chosen(form)
    writer = WRITERS.get(form.cleaned_data.get("kind", ""))
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
    text = filters.pop("text", "")
    filters.pop("kind", None)
    status = filters.pop("status", Status.PUBLISHED)
    questions = Question.objects.all() if filters.pop("everything", False) else Question.objects.filter(status=status)
    questions = questions.matching(**filters)
    return questions.filter(pk__in=matching(questions, text, sees_answers=True).ids) if text else questions
