"""The interviews that are mine, and putting those away that are over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from config.numbers import number_in
from interviews import archiving
from interviews.access import may_plan
from interviews.clock import now
from interviews.list_forms import ListForm
from interviews.lists import COUNTED, page_of

DIGITS = 15
VERBS = {"archive": archiving.archive, "unarchive": archiving.unarchive}


@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    """Mine, whatever seat I have; the address holds what they are narrowed to, their order and the page."""
    form = ListForm(request.GET, plans=may_plan(request.user))
    chosen = form.chosen()
    place = {name: number for name in ("before", "after") if (number := number_in(request.GET.get(name, ""), DIGITS))}
    page = page_of(request.user, form.wanted(), **place)
    context = {
        "form": form,
        "page": page,
        "chosen": urlencode(chosen),
        "here": urlencode(chosen | place),
        "archived": chosen.get("archived", ""),
        "counted": COUNTED,
        "ticks": any(row.may_archive for row in page.rows),
        "ticked": "ticked" in request.GET,
        "may_plan": may_plan(request.user),
    }
    part = request.htmx and request.htmx.target == "interview-list"
    return render(request, "interviews/_interview_list.html" if part else "interviews/list.html", context)


@require_POST
def archive(request: HttpRequest) -> HttpResponse:
    """Put the ticked ones away, or bring them back, and show the same list again."""
    ticked = [number for text in request.POST.getlist("interviews") if (number := number_in(text, DIGITS))]
    verb = request.POST.get("verb", "")
    moved = VERBS[verb](ticked, request.user, now()) if verb in VERBS and ticked else 0
    _say(request, verb, moved, len(ticked) - moved)
    # Only the query of the page that was left is taken over, so that nobody is sent anywhere else.
    return redirect(f"{resolve_url('interviews:list')}?{QueryDict(request.POST.get('back', '')).urlencode()}")


def _say(request: HttpRequest, verb: str, moved: int, left: int) -> None:
    if not moved and not left:
        messages.warning(request, "Nothing was ticked, so nothing was changed.")
    if moved:
        noun = "1 interview is" if moved == 1 else f"{moved} interviews are"
        where = "in the list again" if verb == "unarchive" else "archived; the filter “archived” finds them"
        messages.success(request, f"{noun} {where}.")
    if left:
        noun = "1 was" if left == 1 else f"{left} were"
        messages.warning(request, f"{noun} left as before: its lead archives an interview, and once it is over.")
