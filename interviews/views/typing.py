"""Text that is saved as it is typed: the candidate's answer, a panellist's note, the summary of a scorecard."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from interviews import answering, marking
from interviews.access import Entry, seated
from interviews.autosave import Conflict, Refused, Typed
from interviews.forms import TypedForm
from interviews.models import AskedQuestion
from interviews.roles import Action
from interviews.states import QuestionState
from interviews.views.parts import with_time


def asked_or_404(entry: Entry, position: int) -> AskedQuestion:
    return get_object_or_404(entry.interview.asked, position=position)


@require_http_methods(["GET", "POST"])
@seated(Action.ANSWER)
def answer(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    if asked.state == QuestionState.QUEUED:
        return _say(request, entry, 403, message="This question is not open yet.")
    if request.method == "GET":
        return _say(request, entry, 200, text=asked.answer, version=asked.answer_version, is_code=asked.answer_is_code)
    is_code = request.POST.get("is_code") == "on"
    return save(request, entry, lambda typed: answering.save_answer(asked, typed, is_code, entry.now))


@require_POST
@seated(Action.SCORE)
def note(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    return save(request, entry, lambda typed: marking.save_note(entry.seat, asked, typed))


@require_POST
@seated(Action.SCORE)
def summary(request: HttpRequest, entry: Entry) -> HttpResponse:
    return save(request, entry, lambda typed: marking.save_summary(entry.seat, typed))


def save(request: HttpRequest, entry: Entry, store: Callable[[Typed], int]) -> HttpResponse:
    """200 saved; 409 somebody else was first, with their text; 410 too late or locked; 422 not savable as it is."""
    form = TypedForm(request.POST)
    if not form.is_valid():
        problem = "; ".join(f"{name}: {errors[0]}" for name, errors in form.errors.items())
        return _say(request, entry, 422, message=f"Nothing was saved. {problem}")
    try:
        return _say(request, entry, 200, version=store(form.typed()))
    except Conflict as conflict:
        return _say(request, entry, 409, message=str(conflict), text=conflict.text, version=conflict.version)
    except (answering.TimeIsUp, marking.Locked) as closed:
        return _say(request, entry, 410, message=str(closed))
    except Refused as refusal:
        return _say(request, entry, 422, message=str(refusal))


def _say(request: HttpRequest, entry: Entry, status: int, **what) -> HttpResponse:
    if request.accepts("text/html"):
        if message := what.get("message"):
            messages.warning(request, message)
        return redirect(
            (request.POST.get("back") == "scorecard" and "interviews:scorecard") or "interviews:show",
            entry.interview.pk,
        )
    return with_time(JsonResponse(what, status=status), entry)
