"""Includes that are drawn once for the same values, and addresses that are worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, path, reverse
from django.utils.safestring import mark_safe
from hypothesis import HealthCheck, given
from hypothesis import settings as with_
from hypothesis import strategies as st

from config import remembered


class Pair(NamedTuple):
    one: object
    other: object


@dataclass(frozen=True)
class Fixed:
    one: object
    other: object = ""


@dataclass(unsafe_hash=True)
class Changing:
    one: object


@pytest.fixture
def drawn(tmp_path: Path, settings) -> Iterator[None]:
    """Nothing is drawn yet. `shown.html` writes a value, `pair.html` some twos."""
    (tmp_path / "shown.html").write_text("[{{ value }}]")
    (tmp_path / "pair.html").write_text("{% for pair in pairs %}{{ pair.one }}-{{ pair.other }};{% endfor %}")
    (one,) = settings.TEMPLATES
    settings.TEMPLATES = [one | {"DIRS": [tmp_path, *one["DIRS"]]}]
    remembered.drawings.forget()
    yield
    remembered.drawings.forget()


def draw(template: str, **values: object) -> str:
    return engines["django"].from_string(template).render(values)


def shown(value: object) -> str:
    return draw('{% remembered "shown.html" value=value %}', value=value)


PLAIN = st.one_of(st.integers(), st.booleans(), st.none(), st.text(max_size=5), st.dates())


@with_(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PLAIN, max_size=6))
def test_it_shows_what_an_include_shows_whatever_was_drawn_before(drawn, values: list) -> None:
    for value in values:
        assert shown(value) == draw('{% include "shown.html" with value=value only %}', value=value)


@pytest.mark.parametrize("equal", [(1, True), (0, False), ("<b>", mark_safe("<b>"))])
def test_what_is_equal_and_written_in_another_way_is_drawn_again(drawn, equal: tuple) -> None:
    assert len({shown(value) for value in equal}) == len(equal)
    for row in (Pair, Fixed):
        nested = [draw('{% remembered "pair.html" pairs=pairs %}', pairs=[row(value, "")]) for value in equal]
        assert len(set(nested)) == len(equal)


def test_the_same_values_are_drawn_once(drawn, monkeypatch) -> None:
    asked_for = []
    monkeypatch.setattr(remembered, "get_template", lambda name: asked_for.append(name) or get_template(name))
    for _ in range(3):
        draw('{% remembered "pair.html" pairs=pairs %}', pairs=[Pair("a", date(2026, 3, 2))])
    assert asked_for == ["pair.html"]


def test_what_was_drawn_first_is_forgotten_first(drawn, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "KEPT", 2)
    asked_for = []
    monkeypatch.setattr(remembered, "get_template", lambda name: asked_for.append(name) or get_template(name))
    assert [shown(value) for value in "abcbca"] == ["[a]", "[b]", "[c]", "[b]", "[c]", "[a]"]
    assert (len(asked_for), len(remembered.drawings)) == (4, 2)


def test_long_drawings_leave_room_for_fewer(drawn, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "SIGNS", 100)
    for letter in "abc":
        shown(letter * 40)
    assert len(remembered.drawings) == 2
    shown("d" * 200)
    assert len(remembered.drawings) == 0
    shown("a")
    assert len(remembered.drawings) == 1


def test_nothing_but_what_it_is_told_reaches_it(drawn) -> None:
    assert draw('{% remembered "shown.html" other=value %}', value="not told") == "[]"


def test_what_can_change_and_stay_equal_is_refused(drawn) -> None:
    with pytest.raises(TypeError, match="User cannot be told"):
        shown(User(pk=1))
    with pytest.raises(TypeError, match="User cannot be told"):
        shown([{"user": Fixed(User(pk=1))}])
    with pytest.raises(TypeError, match="Changing cannot be told"):
        shown(Changing(1))


def test_so_is_a_number_of_which_two_are_equal_and_written_in_two_ways(drawn) -> None:
    with pytest.raises(TypeError, match="float cannot be told"):
        shown(-0.0)


def test_where_the_app_is_served_from_makes_a_difference(drawn, settings) -> None:
    settings.TEMPLATES[0]["DIRS"][0].joinpath("shown.html").write_text('{% url "home" %} {{ value }}')
    assert shown("a") == "/ a"
    with override_script_prefix("/rehearse/"):
        assert shown("a") == "/rehearse/ a"


@pytest.mark.parametrize(
    "written", ["", "shown.html", '"shown.html" value', '"shown.html" with value=1', "\"shown.html'"]
)
def test_what_it_cannot_read_is_told_when_the_template_is_loaded(drawn, written: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        draw("{% remembered " + written + " %}")


def test_while_it_is_worked_on_a_template_is_read_anew(drawn, settings) -> None:
    settings.DEBUG = True
    shown("a"), shown("a")
    assert len(remembered.drawings) == 0


def nothing(request):
    raise NotImplementedError


class Other:
    urlpatterns = [path("elsewhere/<slug:ref>/", nothing, name="only")]


def address(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_an_address_is_the_one_that_the_name_has() -> None:
    for number in (7, 8, 7):
        assert address('{% url "interviews:show" number %}', number=number) == f"/interviews/{number}/"
    assert address('{% url "interviews:show" interview_id=9 %}') == "/interviews/9/"
    assert address('{% url "home" as here %}at {{ here }}') == "at /"


def test_what_is_equal_to_a_number_and_is_none_is_no_number() -> None:
    address('{% url "interviews:show" number %}', number=1)
    with pytest.raises(NoReverseMatch):
        address('{% url "interviews:show" number %}', number=True)


def test_a_name_that_is_not_there_is_told_or_leads_nowhere() -> None:
    with pytest.raises(NoReverseMatch):
        address('{% url "nowhere" %}')
    assert address('{% url "nowhere" as here %}[{{ here }}]') == "[]"


def test_an_address_follows_the_place_that_the_app_is_served_from(settings) -> None:
    settings.ROOT_URLCONF = Other
    assert address('{% url "only" "a" %}') == "/elsewhere/a/"
    with override_script_prefix("/rehearse/"):
        assert address('{% url "only" "a" %}') == "/rehearse/elsewhere/a/"


def test_an_address_is_escaped_where_the_page_is() -> None:
    assert address('{% url "join" token %}', token="a&b") == "/join/a&amp;b/"
    assert address('{% autoescape off %}{% url "join" token %}{% endautoescape %}', token="a&b") == "/join/a&b/"
    request = RequestFactory().get("/")
    assert engines["django"].from_string('{% url "home" %}').render({}, request) == reverse("home")
