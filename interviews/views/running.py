"""The lead's controls: buttons of plain forms that carry the state they were drawn from. htmx makes them smooth."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, reselect, reswap, retarget

from config.numbers import number_in
from interviews import flow
from interviews.access import Entry, seated
from interviews.forms import ExtendForm
from interviews.models import AskedQuestion, Interview
from interviews.roles import Action
from interviews.states import IllegalMove
from interviews.views.parts import with_time
from interviews.views.rooms import address_of, answer_with_parts, page, position_in

SITTING_VERBS: dict[str, Callable[..., Interview]] = {
    "start": flow.start,
    "pause": flow.pause,
    "resume": flow.resume,
    "end": flow.end,
    "cancel": flow.cancel,
}
QUESTION_VERBS: dict[str, Callable[..., Interview]] = {
    "open": flow.open_question,
    "skip": flow.skip_question,
    "close": flow.close_question,
}


@require_POST
@seated(Action.RUN)
def sitting(request: HttpRequest, entry: Entry, verb: str) -> HttpResponse:
    return _run(request, entry, SITTING_VERBS[verb])


@require_POST
@seated(Action.RUN)
def extend(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _refuse(request, entry, "The time can be extended by 1 or by 5 minutes.")
    return _run(request, entry, flow.extend, timedelta(minutes=form.cleaned_data["minutes"]))


@require_POST
@seated(Action.RUN)
def question(request: HttpRequest, entry: Entry, verb: str, position: int) -> HttpResponse:
    try:
        return _run(request, entry, QUESTION_VERBS[verb], position, show=position)
    except AskedQuestion.DoesNotExist:
        raise Http404 from None


def _run(request: HttpRequest, entry: Entry, verb: Callable, *args, show: int | None = None) -> HttpResponse:
    seen = number_in(request.POST.get("seen", ""), digits=9)
    try:
        interview = verb(entry.interview, entry.seat, entry.now, *args, seen=seen)
    except IllegalMove as refusal:
        return _refuse(request, entry, str(refusal))
    if interview.phase != entry.interview.phase:
        return redirect("interviews:show", interview.pk)
    address = address_of(interview, show or position_in(request))
    if not request.htmx:
        return redirect(address)
    now = Entry(interview, entry.seat, entry.now)
    if show and show != position_in(request):
        whole = reselect(retarget(reswap(page(request, now, show), "outerHTML"), "#room"), "#room")
        return push_url(whole, address)
    return with_time(answer_with_parts(request, now), entry)


def _refuse(request: HttpRequest, entry: Entry, message: str) -> HttpResponse:
    """Say why, and show how it stands now; nothing was changed."""
    if not request.htmx:
        messages.warning(request, message)
        return redirect(address_of(entry.interview, position_in(request)))
    now = Entry(Interview.objects.get(pk=entry.interview.pk), entry.seat, entry.now)
    response = answer_with_parts(request, now)
    response.status_code = 409
    response.content += render(request, "interviews/_refusal.html", {"message": message}).content
    return with_time(response, entry)
