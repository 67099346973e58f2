"""Renders the parts of a room. A part is a file: `_clock.html` has the root id `clock` and is what a swap of `#clock`
brings.

Every part carries a digest of what it shows. A page says which digests it has, and gets only the parts that differ,
each to be swapped in place: nobody's focus or scroll is touched for the sake of something that did not change. A part
in which somebody may be typing names its own key, and so changes only when it is about something else; another names
one that says all it shows, so that a page which has it costs no drawing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from interviews.access import Entry
from interviews.clock import milliseconds

_PLACEHOLDER = 'data-part=""'
# Stands for the token of forms until a part is sent, so that a part is the same whoever looks at it. Nobody knows it.
_TOKEN = secrets.token_hex(16)


@dataclass(frozen=True)
class Part:
    name: str
    key: str | None = None

    @property
    def template(self) -> str:
        return f"interviews/_{self.name.replace('-', '_')}.html"


@lru_cache(64)
def _kept(name: str) -> Template:
    return get_template(name).template


def _template(part: Part) -> Template:
    # While it is worked on, a template is read anew whenever it is changed.
    return get_template(part.template).template if settings.DEBUG else _kept(part.template)


def _context(values: dict) -> Context:
    """What every part is drawn with: what its view says, and what stands for the token of its forms.

    There is no request here, and so no user, messages or groups. A date needs a filter that says how it is written.
    """
    values = values | {"part": mark_safe(_PLACEHOLDER), "csrf_token": _TOKEN}  # noqa: S308
    # Numbers are written in one way here, and to find out in which takes longer than to write one.
    return Context(values, use_l10n=False)


class _Drawn(NamedTuple):
    part: str
    digest: str
    html: str


def _drawn(parts: list[Part], values: dict, *, swap: bool = False) -> list[_Drawn]:
    """The markup of each part, with its digest; `swap` marks it to be put in place of the one that the page has."""
    if not parts:
        return []
    context, templates = _context(values), [_template(part) for part in parts]
    # All with one of them, since each by itself takes as long as a small part.
    with context.bind_template(templates[0]):
        return [_draw(part, template, context, swap) for part, template in zip(parts, templates, strict=True)]


def _draw(part: Part, template: Template, context: Context, swap: bool) -> _Drawn:
    html = template.render(context)
    digest = _digest(part.key or html.replace(_TOKEN, ""))
    attributes = f'data-part="{digest}"' + (' hx-swap-oob="true"' if swap else "")
    return _Drawn(part.name, digest, html.replace(_PLACEHOLDER, attributes, 1))


def _with_token(html: str, token: str) -> SafeString:
    return mark_safe(html.replace(_TOKEN, token))  # noqa: S308


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def with_parts(request: HttpRequest, parts: list[Part], context: dict) -> dict:
    """What a whole page is drawn with: its context, in it every part; a hyphen in a name becomes an underscore."""
    token = get_token(request)
    drawn = {each.part.replace("-", "_"): _with_token(each.html, token) for each in _drawn(parts, context)}
    return context | {"parts": drawn, "csrf_token": token}


def changed_parts(request: HttpRequest, parts: list[Part], context: dict) -> HttpResponse:
    """Only what differs from what the page says it has in `have` (`clock:1a2b,rail:3c4d`)."""
    sent = request.POST.get("have") or request.GET.get("have", "")
    have = dict(pair.split(":", 1) for pair in sent.split(",") if ":" in pair)
    # A key alone says that nothing differs, before anything is drawn.
    unsure = [part for part in parts if part.key is None or have.get(part.name) != _digest(part.key)]
    drawn = _drawn(unsure, context, swap=True)
    news = "".join(each.html for each in drawn if have.get(each.part) != each.digest)
    return HttpResponse(_with_token(news, get_token(request)) if _TOKEN in news else news)


def with_time(response: HttpResponse, entry: Entry) -> HttpResponse:
    """Every answer of a room says what time it is here, so that a page never trusts its own date."""
    response["X-Server-Now"] = str(milliseconds(entry.now))
    return response
