"""What any answer costs at the least: a view that does nothing, and a change that nothing but the streams hear of."""

from itertools import count

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as real
from interviews.hub import Change, hub

EMPTY = "/floor/empty/"
FAN_OUT = "/floor/fan-out/"

# Above any version that an interview reaches here, so that each of them is news to a stream.
_versions = count(1_000_000)


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@login_not_required
def fan_out(request: HttpRequest, interview_id: int) -> HttpResponse:
    version = next(_versions)
    hub.take(Change(interview_id, version))
    return HttpResponse(str(version))


urlpatterns = [
    *real,
    path("floor/empty/", empty),
    path("floor/fan-out/<number:interview_id>/", fan_out),
]
