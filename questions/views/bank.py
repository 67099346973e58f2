"""Browsing the bank."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questions.forms import BulkForm, FilterForm
from questions.models import Question, QuestionQuerySet, may_edit, may_see_answers
from questions.search import Found, matching
from questions.workshop import moves_from

PAGE = 25


def _visible(request: HttpRequest, status: str = "") -> QuestionQuerySet:
    if status and may_edit(request.user):
        return Question.objects.filter(status=status)
    return Question.objects.published()


def _found(request: HttpRequest, *, text: str = "", status: str = "", **filters: str) -> QuestionQuerySet | Found:
    questions = _visible(request, status).matching(**filters).for_list()
    return matching(questions, text, sees_answers=may_see_answers(request.user)) if text else questions


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET, for_editor=may_edit(request.user))
    chosen = form.chosen()
    found = _found(request, **chosen)
    context = {
        "form": form,
        "found": found,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "chosen": urlencode(chosen),
        "may_edit": form.for_editor,
        "bulk": BulkForm(auto_id="bulk-%s"),
    }
    part = request.htmx and request.htmx.target == "question-list"
    return render(request, "questions/_question_list.html" if part else "questions/list.html", context)


@require_safe
def question_detail(request: HttpRequest, ref: str) -> HttpResponse:
    visible = Question.objects.all() if may_edit(request.user) else Question.objects.published()
    question = get_object_or_404(visible.for_detail(), ref=ref)
    context = {
        "question": question,
        "sees_answers": may_see_answers(request.user),
        "may_edit": may_edit(request.user),
        "moves": moves_from(question.status),
    }
    return render(request, "questions/detail.html", context)
