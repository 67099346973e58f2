"""The one door to the API: a token lets its person in, narrowed to a scope. A session opens nothing here."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from integrations import tokens
from integrations.models import Token
from integrations.problems import Problem
from integrations.throttle import Throttle
from interviews.clock import now as clock_now

FAILURES = Throttle(20, timedelta(minutes=15))
CHALLENGE = 'Bearer realm="Rehearse"'


@dataclass(frozen=True)
class Caller:
    """Whose program asks, and when."""

    user: User
    now: datetime


def api(view: Callable[..., dict]) -> Callable:
    """Make an answer of what a view returns, or of the Problem that it raises. Nothing but reading is possible."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Problem(405, "Here things can be read, and nothing else.", headers={"Allow": "GET, HEAD"})
            return fresh(request, JsonResponse(view(request, **kwargs), json_dumps_params={"ensure_ascii": False}))
        except Problem as problem:
            return problem.response()

    return answered


def fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With a tag, so that whoever asks again gets nothing where nothing has changed."""
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag, None, response)


def with_token(scope: str) -> Callable:
    """Guard a view of the API; it is called with a Caller before its other arguments."""

    def decorate(view: Callable[..., dict]) -> Callable:
        @api
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs) -> dict:
            now = clock_now()
            token = _token_of(request, now)
            if scope not in token.scopes:
                raise Problem(403, f"This token does not have the scope {scope}. Make one that has.")
            return view(request, Caller(token.user, now), **kwargs)

        return guarded

    return decorate


def _token_of(request: HttpRequest, now: datetime) -> Token:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        detail = "Send a token of your account: “Authorization: Bearer rh_…”."
        raise Problem(401, detail, headers={"WWW-Authenticate": CHALLENGE})
    if waits := waiting(request, now):
        detail = f"Too many wrong tokens came from your address. Try again in {math.ceil(waits / 60)} min."
        raise Problem(429, detail, headers={"Retry-After": str(waits)})
    token = token_of(request, key.strip(), now)
    if token is None:
        detail = "This token is not known, was revoked, or has expired. Make a new one on the page of your account."
        raise Problem(401, detail, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
    return token


def waiting(request: HttpRequest, now: datetime) -> int:
    """For how many seconds the address that asks is not listened to, because it guessed too often."""
    return math.ceil(FAILURES.waits(_address_of(request), now).total_seconds())


def token_of(request: HttpRequest, key: str, now: datetime) -> Token | None:
    """The token of a key; one that opens nothing counts against the address from which it came."""
    token = tokens.token_of(key, now)
    if token is None:
        FAILURES.failed(_address_of(request), now)
    return token


def _address_of(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
