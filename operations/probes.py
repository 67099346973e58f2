"""Addresses for machines: does it live, can it serve, how does it fare. No session, no redirect, nothing kept."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from operations import metrics, readiness

TEXT = "text/plain; charset=utf-8"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP")


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type=TEXT)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    checks = readiness.checks()
    return JsonResponse(checks, status=200 if set(checks.values()) == {readiness.OK} else 503)


@login_not_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    if not (settings.METRICS and _may_read_figures(request)):
        return HttpResponse("There is nothing here.\n", content_type=TEXT, status=404)
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)


def _may_read_figures(request: HttpRequest) -> bool:
    """With the token where one is set; else from this machine itself, and not through a proxy that runs on it."""
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(name in request.headers for name in FORWARDED)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


PROBES = {"/healthz": alive, "/readyz": ready, "/metrics": figures}
