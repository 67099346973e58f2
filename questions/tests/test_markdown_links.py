"""Links, and the small parts of Markdown that a reader would miss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.markdown import LONGEST, render
from questions.tests.test_markdown import Inspector, is_harmless


def attributes(html: str) -> dict[str, str]:
    return dict(Inspector(html).attributes)


@pytest.mark.parametrize("address", ["https://example.org/a", "http://example.org/", "mailto:a@example.org"])
def test_a_link_leads_there_and_vouches_for_nothing(address: str) -> None:
    assert attributes(render(f"[x]({address})")) == {"href": address, "rel": "noopener noreferrer nofollow"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;x", "vbscript:x"])
def test_a_link_that_runs_is_none(address: str) -> None:
    for text in (f"[x]({address})", f"[x](<{address}>)", f"<{address}>", f"[x]: {address}\n\n[x]"):
        assert not attributes(render(text)).get("href", "").lower().startswith(("java", "vbscript"))


# The renderer puts its own attributes on tables and code after the sanitiser, and must not do so inside a title.
@pytest.mark.parametrize("tag", ["<table>", "</table>", "<pre>", "<th></th>"])
def test_the_title_of_a_link_cannot_break_out(tag: str) -> None:
    html = render(f'[x](https://example.org "{tag}<img src=x onerror=alert(1)>")')
    assert is_harmless(html)
    assert Inspector(html).tags == {"p", "a"}
    assert attributes(html)["title"] == f"{tag}<img src=x onerror=alert(1)>"


@given(st.text(max_size=60))
def test_no_title_and_no_language_of_code_breaks_out(text: str) -> None:
    assert is_harmless(render(f'[x](https://example.org "{text}")'))
    assert is_harmless(render(f"```{text}\nx\n```"))


def test_code_can_be_scrolled_by_keyboard() -> None:
    assert render("```\nx\n```").startswith('<pre tabindex="0">')


def test_what_is_struck_out_stays_so_and_a_list_keeps_its_first_number() -> None:
    assert render("~~old~~") == "<p><s>old</s></p>"
    assert '<ol start="5">' in render("5. five\n6. six")


def test_a_text_of_just_the_greatest_length_is_shown() -> None:
    assert len(render("x" * LONGEST)) == LONGEST + len("<p></p>")


@pytest.mark.parametrize("text", ["- # A", "> ## A", "A\n=", "A\n-", "1. A\n   ==="])
def test_a_heading_inside_something_stays_low_too(text: str) -> None:
    assert "<h3>A</h3>" in render(text)
