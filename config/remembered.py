"""`{% remembered "a/template.html" name=value %}`: an `{% include ... only %}` that is drawn once for the same values.

What such a template shows depends on nothing but what it is told, the time zone and where the app is served from, so
nothing can be out of date and nothing has to be forgotten when data change. Django draws a form's five hundredth radio
button as slowly as the first.
"""

from collections.abc import Hashable
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone

register = template.Library()

# Of a few kilobytes each, what they were told included: rows and parts of rows, and nothing that is as long as a page.
KEPT = 4096
_PLAIN = {SafeString, str, int, bool, type(None), date, datetime, timedelta, frozenset}


class _Told:
    """The values of one include, compared with their kinds: `1` and `True` are equal and shown as two texts, and the
    same text is shown in two ways, as it is or escaped.
    """

    __slots__ = ("known_by", "values")

    def __init__(self, values: dict) -> None:
        self.values = values
        self.known_by = _known_by(values)

    def __hash__(self) -> int:
        return hash(self.known_by)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and self.known_by == other.known_by


def _known_by(value: object) -> Hashable:
    """Raises TypeError for what could change and stay equal, as a model does."""
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if isinstance(value, dict):
        return kind, tuple((key, _known_by(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return kind, tuple(map(_known_by, value))
    if isinstance(value, Enum):
        return kind, value
    if is_dataclass(value) and value.__dataclass_params__.frozen:
        return kind, tuple(map(_known_by, vars(value).values()))
    raise TypeError(f"{type(value).__name__} cannot be told to a remembered template: name the plain values it needs.")


@register.simple_tag
def remembered(template_name: str, **values: object) -> SafeString:
    """Raises TypeError for a value that is neither plain nor a list, tuple, dict or frozen dataclass of plain ones."""
    told = _Told(values)
    # While it is worked on, a template is read anew whenever it is changed.
    draw = _draw if settings.DEBUG else _drawn
    return draw(template_name, told, get_script_prefix(), get_current_timezone())


def _draw(template_name: str, told: _Told, prefix: str, zone: tzinfo) -> SafeString:
    """The last two decide what comes out, although templates ask for them by themselves."""
    return get_template(template_name).render(told.values)


_drawn = lru_cache(KEPT)(_draw)
