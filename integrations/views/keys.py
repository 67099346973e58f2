"""One's own keys: the calendar's address and the tokens of the API. A new one is shown in the answer that makes it.

Nothing is kept for a page to come, so that no session and no cookie ever holds a key.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from integrations import tokens
from integrations.forms import TokenForm
from integrations.models import CALENDAR, SCOPES, Token
from interviews.clock import now as clock_now


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **shown) -> HttpResponse:
    now = clock_now()
    kept = list(Token.objects.filter(user=request.user, revoked_at=None))
    context = {
        "feed": next((token for token in kept if token.scopes == [CALENDAR]), None),
        "tokens": [token for token in kept if token.scopes != [CALENDAR]],
        "form": TokenForm(user=request.user, now=now),
        "scopes": SCOPES,
        "now": now,
    }
    return render(request, "integrations/tokens.html", context | shown, status=status)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    form = TokenForm(request.POST, user=request.user, now=now)
    if not form.is_valid():
        return _page(request, 422, form=form)
    data = form.cleaned_data
    return _page(request, new_token=tokens.make(request.user, data["name"], data["scopes"], form.expires_at, now))


@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    key = tokens.make_feed(request.user, clock_now())
    return _page(request, new_feed=request.build_absolute_uri(reverse("integrations:feed", args=[key])))


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    if not tokens.revoke(request.user, token_id, clock_now()):
        raise Http404
    messages.success(request, "Revoked. It opens nothing any more.")
    return redirect("integrations:tokens")
