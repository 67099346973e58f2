"""The synonyms of the whole bank, for wording hints."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from questions import library, workshop
from questions.forms import SynonymsForm
from questions.models import SynonymList
from questions.views.doors import editors_only


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def synonyms(request: HttpRequest) -> HttpResponse:
    lists = list(SynonymList.objects.select_related("by")[: workshop.PAGE + 1])
    form = SynonymsForm(lists[0] if lists else None, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form, lists)
    if not form.is_valid():
        return _page(request, form, lists, status=422)
    if form.is_stale():
        form.rebase()
        messages.warning(request, "Somebody changed this list meanwhile. Your text is below; nothing was lost.")
        return _page(request, form, lists, status=409)
    library.keep_synonyms(form.cleaned_data["lines"], request.user)
    messages.success(request, "Kept. Interviews that are made from now on, and practice, go by it.")
    return redirect("questions:synonyms")


def _page(request: HttpRequest, form: SynonymsForm, lists: list[SynonymList], status: int = 200) -> HttpResponse:
    context = {"form": form, "changes": workshop.changes_of(lists)}
    return render(request, "questions/synonyms.html", context, status=status)
