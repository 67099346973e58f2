"""Text that is saved as it is typed: the candidate's answer, a panellist's note, the summary of a scorecard."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from config.prepared import Prepared
from interviews import answering, marking
from interviews.access import Entry, seated
from interviews.autosave import Conflict, Refused, Typed, typed_in
from interviews.models import AskedQuestion
from interviews.roles import Action
from interviews.states import QuestionState
from interviews.views.parts import with_time

_asked = Prepared(
    lambda interview_id, position: AskedQuestion.objects.filter(interview_id=interview_id, position=position).only(
        "interview", "position", "state", "ref", "key_points", "red_flags"
    )
)
_answers = Prepared(
    lambda interview_id, position: AskedQuestion.objects.filter(interview_id=interview_id, position=position).only(
        "state", "answer", "answer_version", "answer_is_code"
    )
)


def asked_or_404(entry: Entry, position: int, columns: Prepared = _asked) -> AskedQuestion:
    asked = columns.first(entry.interview.pk, position)
    if asked is None:
        raise Http404
    return asked


def shows_pages(request: HttpRequest) -> bool:
    """Whether this is a form that a browser sends by itself, and not a script that asks for JSON."""
    return request.META.get("HTTP_ACCEPT") != "application/json" and request.accepts("text/html")


@require_http_methods(["GET", "POST"])
@seated(Action.ANSWER)
def answer(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    if request.method == "GET":
        asked = asked_or_404(entry, position, _answers)
        if asked.state == QuestionState.QUEUED:
            return _say(request, entry, 403, message=str(answering.NotOpenYet()))
        return _say(request, entry, 200, text=asked.answer, version=asked.answer_version, is_code=asked.answer_is_code)
    is_code = request.POST.get("is_code") == "on"
    try:
        return save(
            request, entry, lambda typed: answering.save_answer(entry.interview, position, typed, is_code, entry.now)
        )
    except AskedQuestion.DoesNotExist:
        raise Http404 from None


@require_POST
@seated(Action.SCORE)
def note(request: HttpRequest, entry: Entry, position: int) -> HttpResponse:
    asked = asked_or_404(entry, position)
    saved = save(request, entry, lambda typed: marking.save_note(entry.seat, asked, typed))
    if "blind" in request.POST and shows_pages(request):
        return redirect(blind_address(asked, request.POST["blind"]))
    return saved


def blind_address(asked: AskedQuestion, number: str) -> str:
    """Back to where this answer was rated without a name."""
    return resolve_url("interviews:blind", asked.ref) + (f"?n={number}" if number.isdecimal() else "")


@require_POST
@seated(Action.SCORE)
def summary(request: HttpRequest, entry: Entry) -> HttpResponse:
    return save(request, entry, lambda typed: marking.save_summary(entry.seat, typed))


def save(request: HttpRequest, entry: Entry, store: Callable[[Typed], int]) -> HttpResponse:
    status, what = outcome(request, store)
    return _say(request, entry, status, **what)


def outcome(request: HttpRequest, store: Callable[[Typed], int]) -> tuple[int, dict]:
    """200 saved; 403 not open yet; 409 somebody else was first, with their text; 410 too late or locked; 422 not
    savable as it is.
    """
    try:
        return 200, {"version": store(typed_in(request.POST))}
    except Conflict as conflict:
        return 409, {"message": str(conflict), "text": conflict.text, "version": conflict.version}
    except answering.NotOpenYet as early:
        return 403, {"message": str(early)}
    except (answering.TimeIsUp, marking.Locked) as closed:
        return 410, {"message": str(closed)}
    except Refused as refusal:
        return 422, {"message": str(refusal)}


def _say(request: HttpRequest, entry: Entry, status: int, **what) -> HttpResponse:
    if shows_pages(request):
        if message := what.get("message"):
            messages.warning(request, message)
        return redirect(
            (request.POST.get("back") == "scorecard" and "interviews:scorecard") or "interviews:show",
            entry.interview.pk,
        )
    return with_time(JsonResponse(what, status=status), entry)
