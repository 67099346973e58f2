"""`{% remembered "a/template.html" name=value %}`: an `{% include ... only %}` that is drawn once for the same values.

What such a template shows depends on nothing but what it is told and where the app is served from, for no request has
a time zone of its own. So nothing can be out of date and nothing has to be forgotten when data change. Django draws a
form's five hundredth radio button as slowly as the first.
"""

from collections.abc import Hashable, Iterable
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from threading import Lock

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

register = template.Library()

# Drawings, and signs of all of them; what they were told takes as much again.
KEPT, SIGNS = 16_384, 8_000_000
_PLAIN = {SafeString, str, int, bool, type(None), date, datetime, timedelta, frozenset}


def _known_by(value: object) -> Hashable:
    """What is not plain, with its kind: `1` and `True` are equal and shown as two texts, and the same text is shown in
    two ways, as it is or escaped. Raises TypeError for what could change and stay equal, as a model does.
    """
    kind = type(value)
    if isinstance(value, list | tuple):
        return kind, _each_known_by(value)
    if isinstance(value, Enum):
        return kind, value
    if isinstance(value, dict):
        return kind, tuple(value), _each_known_by(value.values())
    if is_dataclass(value) and value.__dataclass_params__.frozen:
        return kind, _each_known_by(vars(value).values())
    raise TypeError(f"{type(value).__name__} cannot be told to a remembered template: name the plain values it needs.")


def _each_known_by(values: Iterable) -> tuple[Hashable, ...]:
    # What is plain is not asked about by a call of its own: there are hundreds of values in a page.
    return tuple([(kind, value) if (kind := type(value)) in _PLAIN else _known_by(value) for value in values])


class _Drawings:
    """What was drawn of late. Who finds something asks nobody else; one at a time adds to it."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, SafeString] = {}
        self._signs = 0
        self._adding = Lock()
        self.get = self._kept.get

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, known_by: Hashable, drawn: SafeString) -> None:
        with self._adding:
            # Two threads may have drawn the same.
            self._signs += len(drawn) - len(self._kept.pop(known_by, ""))
            self._kept[known_by] = drawn
            while len(self._kept) > KEPT or self._signs > SIGNS:
                self._signs -= len(self._kept.pop(next(iter(self._kept))))

    def forget(self) -> None:
        with self._adding:
            self._kept.clear()
            self._signs = 0


drawings = _Drawings()


class RememberedNode(Node):
    def __init__(self, template_name: str, told: dict[str, FilterExpression]) -> None:
        self.template_name = template_name
        self.names, self.values = tuple(told), tuple(told.values())

    def render(self, context: Context) -> SafeString:
        """Raises TypeError for a value that is neither plain nor an enum, list, tuple, dict or frozen dataclass."""
        values = [value.resolve(context) for value in self.values]
        known_by = (self.template_name, get_script_prefix(), self.names, _each_known_by(values))
        drawn = drawings.get(known_by)
        if drawn is None:
            drawn = get_template(self.template_name).render(dict(zip(self.names, values, strict=True)))
            # While it is worked on, a template is read anew whenever it is changed.
            if not settings.DEBUG:
                drawings.add(known_by, drawn)
        return drawn


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    _, *told = token.split_contents()
    name = told.pop(0) if told else "?"
    values = token_kwargs(told, parser)
    if told or name[0] != name[-1] or name[0] not in "\"'":
        raise template.TemplateSyntaxError('Write {% remembered "a/template.html" name=value %}, with nothing else.')
    return RememberedNode(name[1:-1], values)
