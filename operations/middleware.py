"""Answers probes before anything else is asked, and numbers, times and logs all other requests."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from operations import logs, metrics
from operations.probes import PROBES

logger = logging.getLogger("operations.requests")

Answer = Callable[[HttpRequest], HttpResponse]


class Probes:
    """First of all: a probe comes over plain HTTP, under whatever name, and must not cost a session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        response = probe(request)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Requests:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = number = logs.number_of(request.headers.get("X-Request-ID", ""))
        held = logs.request_id.set(number)
        started = perf_counter()
        try:
            response = self.get_response(request)
            _told(request, response.status_code, perf_counter() - started)
        finally:
            logs.request_id.reset(held)
        response["X-Request-ID"] = number
        return response


def _told(request: HttpRequest, status: int, seconds: float) -> None:
    route = logs.route_of(request)
    fields = {
        "method": request.method,
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "user": _user_of(request),
    }
    logger.info("%(method)s %(route)s %(status)s in %(milliseconds)s ms for %(user)s", fields, extra={"fields": fields})
    if settings.METRICS:
        metrics.answered(route, request.method, status, seconds)


def _user_of(request: HttpRequest) -> int | None:
    """The number of who asked, if anything has asked for it: the log alone is worth no query."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
