"""Parts of the page on which an editor writes a question: its key points beside answers that were given to it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from config.numbers import number_in
from interviews.access import editors_only
from interviews.past_wording import never_found, tried
from questions.models import Question
from questions.rubric import LONGEST_POINT, MOST_PHRASES, Point
from questions.synonyms import LONGEST, MOST_OF_QUESTION

MOST_POINTS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def past(request: HttpRequest, ref: str) -> HttpResponse:
    """Which key points are never found; posted, what one of them, as it is being written, would have found."""
    question = get_object_or_404(Question.objects.for_detail(), ref=ref)
    if request.method != "POST":
        return render(request, "interviews/_never_found.html", {"points": never_found(question)})
    points, index = points_in(request.POST), number_in(request.POST.get("try", ""), digits=3) or 0
    is_written = index < len(points) and bool(points[index].text)
    found = tried(question, points, synonyms_in(request.POST), index) if is_written else []
    context = {"is_written": is_written, "tried": found}
    return render(request, "interviews/_tried.html", context)


def points_in(data: QueryDict) -> list[Point]:
    """The key points of the form as far as their wording goes."""
    texts, also = data.getlist("point_text")[:MOST_POINTS], data.getlist("point_also")
    also += [""] * (len(texts) - len(also))
    return [Point(text.strip()[:LONGEST_POINT], also_accept=_phrases(lines)) for text, lines in zip(texts, also)]


def synonyms_in(data: QueryDict) -> list[str]:
    """Those of the form, its mistakes included: a line that is no entry has no effect."""
    return [line[:LONGEST] for line in data.get("synonyms", "").splitlines()[:MOST_OF_QUESTION]]


def _phrases(lines: str) -> tuple[str, ...]:
    phrases = [line.strip()[:LONGEST_POINT] for line in lines.splitlines() if line.strip()]
    return tuple(phrases[:MOST_PHRASES])
