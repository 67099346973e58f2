"""The htmx protocol and the headers of private pages, once for all views."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

Answer = Callable[[HttpRequest], HttpResponse]


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
