"""Fields of filters look as Django's own do."""

import re
from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from config.widgets import PlainDate, PlainSearch, PlainSelect, PlainText


def tags(html: str) -> list[tuple[str, list[str]]]:
    """Each tag with its attributes, in whatever order, and what is written after it."""
    found = re.findall(r"<(/?\w+)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*>([^<]*)", html)
    return [(name, sorted(re.findall(r"[\w-]+(?:=\"[^\"]*\")?", said)), after.strip()) for name, said, after in found]


CHOICES = st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4)), max_size=4, unique_by=lambda choice: choice[0])


@given(CHOICES, st.none() | st.text(max_size=4))
def test_a_list_of_options(choices: list[tuple[str, str]], value: str | None) -> None:
    plain, usual = PlainSelect(choices=choices), forms.Select(choices=choices)
    drawn = plain.render("level", value, {"id": "id_level"})
    assert tags(drawn) == tags(usual.render("level", value, {"id": "id_level"}))


@pytest.mark.parametrize("choices", [[(1, "one"), (2, "two")], [("", "any"), (1, "one")]])
def test_an_option_may_be_a_number(choices: list) -> None:
    assert '<option value="1" selected>one</option>' in PlainSelect(choices=choices).render("plan", 1)


@pytest.mark.parametrize(
    ("plain", "usual"),
    [
        (PlainText(), forms.TextInput()),
        (
            PlainText(attrs={"maxlength": 9, "required": True}),
            forms.TextInput(attrs={"maxlength": 9, "required": True}),
        ),
        (PlainSearch(), forms.SearchInput()),
        (PlainDate(format="%Y-%m-%d"), forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    ],
)
@pytest.mark.parametrize("value", [None, "", 'a "quoted" <b>', date(2026, 3, 2)])
def test_a_line_of_text(plain: forms.Widget, usual: forms.Widget, value: object) -> None:
    assert tags(plain.render("text", value, {"id": "x"})) == tags(usual.render("text", value, {"id": "x"}))
