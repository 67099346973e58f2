"""Fields of filters, which stand on every list. Django draws each by templates, and a list of options by dozens."""

from collections.abc import Iterable
from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """Options without groups or attributes of their own, taken as they are given: pairs of a value and its name."""

    choices: Iterable[tuple[object, object]] = ()

    def render(self, name: str, value: object, attrs: dict | None = None, renderer: object = None) -> SafeString:
        attributes = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        return _select(tuple(attributes.items()), tuple(self.choices), *self.format_value(value))


# The same few lists, for each page on which somebody narrows something down.
@lru_cache(128)
def _select(
    attributes: tuple[tuple[str, object], ...], choices: tuple[tuple[object, object], ...], chosen: str
) -> SafeString:
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option, SafeString(" selected" if str(option) == chosen else ""), label) for option, label in choices),
    )
    return format_html("<select{}>{}</select>", flatatt(dict(attributes)), options)


class _PlainInput:
    def render(self, name: str, value: object, attrs: dict | None = None, renderer: object = None) -> SafeString:
        written = self.format_value(value)
        known = {"type": self.input_type, "name": name} | ({} if written is None else {"value": written})
        return format_html("<input{}>", flatatt(known | self.build_attrs(self.attrs, attrs)))


class PlainText(_PlainInput, forms.TextInput):
    pass


class PlainSearch(_PlainInput, forms.TextInput):
    input_type = "search"


class PlainDate(_PlainInput, forms.DateInput):
    input_type = "date"
