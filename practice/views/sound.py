"""The recording of a spoken answer, of a drill or of a mock interview: kept, handed out in pieces, deleted."""

import re

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interviews.access import Entry as Seated
from interviews.autosave import Refused
from interviews.models import AskedQuestion
from interviews.views.rooms import address_of
from practice import recording
from practice.access import Entry, alone, own_attempt
from practice.forms import RecordingForm
from practice.models import Attempt, Recording


@require_http_methods(["GET", "POST"])
@own_attempt
def of_attempt(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _keep_or_play(request, entry.attempt, Recording.objects.filter(attempt=entry.attempt))


@require_http_methods(["GET", "POST"])
@alone
def of_mock(request: HttpRequest, entry: Seated, asked: AskedQuestion) -> HttpResponse:
    return _keep_or_play(request, asked, Recording.objects.filter(asked=asked))


@require_POST
@own_attempt
def remove_from_attempt(request: HttpRequest, entry: Entry) -> HttpResponse:
    _remove(request, Recording.objects.filter(attempt=entry.attempt))
    return redirect("practice:drill", entry.attempt.pk)


@require_POST
@alone
def remove_from_mock(request: HttpRequest, entry: Seated, asked: AskedQuestion) -> HttpResponse:
    _remove(request, Recording.objects.filter(asked=asked))
    return redirect(address_of(entry.interview, asked.position))


def _remove(request: HttpRequest, kept: QuerySet[Recording]) -> None:
    recording.remove(kept)
    messages.success(request, "The recording was deleted.")


def _keep_or_play(request: HttpRequest, whose: Attempt | AskedQuestion, kept: QuerySet[Recording]) -> HttpResponse:
    if request.method == "POST":
        return _keep(request, whose)
    return _in_pieces(request.headers.get("Range", ""), kept.first())


def _keep(request: HttpRequest, whose: Attempt | AskedQuestion) -> HttpResponse:
    """Keep it, and answer with what is then in the recorder's place."""
    form = RecordingForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused("No recording came with that.")
        kept = recording.attach(whose, form.cleaned_data["recording"])
    except recording.NoRoom as refusal:
        return JsonResponse({"message": str(refusal)}, status=507)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    return render(request, "practice/_sound.html", {"recording": kept, "just_kept": True}, status=201)


def _in_pieces(asked: str, kept: Recording | None) -> HttpResponse:
    """All of it, or the range of bytes that a player asks for."""
    if kept is None or not kept.file.storage.exists(kept.file.name):
        raise Http404
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", asked)
    first, last = _bounds(match, kept.size) if match else (0, kept.size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{kept.size}"})
    with kept.file.open() as file:
        file.seek(first)
        response = HttpResponse(file.read(last - first + 1), content_type=kept.content_type)
    response["Accept-Ranges"] = "bytes"
    if match:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{kept.size}"
    return response


def _bounds(match: re.Match, size: int) -> tuple[int, int]:
    """The first and last byte of a range (RFC 9110, 14.1.2); the first beyond the last where it cannot be met."""
    start, end = match[1], match[2]
    if not start:
        return (max(size - int(end), 0), size - 1) if end and int(end) else (1, 0)
    return int(start), min(int(end), size - 1) if end else size - 1
