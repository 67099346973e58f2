"""Browsing the bank."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from config.prepared import Prepared, padded
from questions.forms import BulkForm
from questions.list_forms import FilterForm
from questions.listing import Line, Listed
from questions.models import Question, may_edit, may_see_answers
from questions.rubric import Status
from questions.search import Found, matching
from questions.words import plain
from questions.workshop import moves_from

PAGE = 25
SHOWN_WORDS = 32


def _found(request: HttpRequest, *, text: str = "", status: str = "", **filters: str) -> Listed | Found:
    status = status if status and may_edit(request.user) else Status.PUBLISHED
    if not text:
        return Listed(status, **filters)
    questions = Question.objects.filter(status=status).matching(**filters).for_rows()
    return matching(questions, text, sees_answers=may_see_answers(request.user))


class Row(NamedTuple):
    """What a list shows of a question. `prompt` is how its prompt begins, `goes_on` whether that is not all of it.

    Of one that was searched for, `title` has the words marked, and `snippet` is where they stand; else it is empty.
    """

    ref: str
    title: str
    snippet: str
    prompt: str
    goes_on: bool
    level: str
    topic: str
    minutes: int
    tags: tuple[str, ...]


@lru_cache(1024)
def _beginning(prompt_html: str) -> tuple[str, bool]:
    words = plain(prompt_html).split()
    return " ".join(words[:SHOWN_WORDS]), len(words) > SHOWN_WORDS


_tags = Prepared(
    lambda *pks: (
        Question.tags.through.objects.filter(question__in=pks)
        .order_by("tag__name")
        .values_list("question_id", "tag__name")
    )
)


def _rows(questions: Sequence[Question | Line]) -> list[Row]:
    tags = defaultdict(list)
    for pk, name in _tags(*padded([question.pk for question in questions], PAGE)) if questions else ():
        tags[pk].append(name)
    return [
        Row(
            question.ref,
            getattr(question, "marked_title", question.short_title),
            getattr(question, "snippet", ""),
            *_beginning(question.prompt_html),
            question.level,
            question.topic,
            question.minutes,
            tuple(tags[question.pk]),
        )
        for question in questions
    ]


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET, for_editor=may_edit(request.user))
    chosen = form.chosen()
    found = _found(request, **chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "found": found if isinstance(found, Found) else None,
        "page": page,
        "rows": _rows(page.object_list),
        "chosen": urlencode(chosen),
        "may_edit": form.for_editor,
        "bulk": BulkForm(auto_id="bulk-%s") if form.for_editor else None,
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
