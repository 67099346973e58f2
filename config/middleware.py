"""The htmx protocol, the headers of private pages and the bounds of a request, once for all views."""

from collections.abc import Callable
from urllib.parse import urlencode

from csp.constants import HEADER as CONTENT_SECURITY_POLICY
from csp.utils import build_policy
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from config.numbers import number_in

Answer = Callable[[HttpRequest], HttpResponse]


class SamePolicy:
    """The content security policy. Every page has the same one, so it is made once, where django-csp's own middleware
    makes it for each answer anew.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers[CONTENT_SECURITY_POLICY] = self.policy
        return response


class HtmxProtocol:
    """A redirect would put a whole page into a part of one, so htmx is told to go there instead."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if request.htmx and response.status_code in (301, 302, 303, 307, 308):
            return self._client_redirect(request, response)
        return response

    def _client_redirect(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        target = response.url
        login = resolve_url(settings.LOGIN_URL)
        if target.startswith(login):
            # After log-in the person wants the page back, not the part of it that was asked for.
            target = f"{login}?{urlencode({'next': request.htmx.current_url_abs_path or '/'})}"
        redirect = HttpResponseClientRedirect(target)
        redirect.cookies = response.cookies
        return redirect


class PrivatePages:
    """Nothing but static files may be kept by a browser: after log-out, the back button shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class Bounds:
    """What is too large is refused before a byte of it is read; what no column of the database can hold, such as
    a NUL in a search or a year of twenty digits, is a mistake of the sender's.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = number_in(request.META.get("CONTENT_LENGTH") or "0", digits=18)
        if length is None or length > settings.LARGEST_REQUEST:
            most = settings.LARGEST_REQUEST // 1_000_000
            return HttpResponse(f"A request may have {most} MB.\n", status=413, content_type="text/plain")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "400.html", status=400) if isinstance(exception, DataError | OverflowError) else None
