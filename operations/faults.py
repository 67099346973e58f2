"""The pages of what fails here. They say under which number the log has it."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from operations import logs

AGAIN_AFTER_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database does not do its part and the same request may pass a little later.

    Made without the request: what is asked for a page of somebody may be what has failed.
    """
    number = {"number": logs.request_id.get()}
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        headers = {"Retry-After": str(AGAIN_AFTER_SECONDS)}
        return HttpResponse(render_to_string("503.html", number), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html", number), status=500)
