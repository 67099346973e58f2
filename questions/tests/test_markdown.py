import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.markdown import LONGEST, render

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "<a href='javascript:alert(1)'>x</a>",
    "![x](https://example.org/spy.png)",
    "<svg/onload=alert(1)>",
    "<iframe src=//example.org>",
    "<style>*{display:none}</style>",
    "<form action=/logout/><button>x</button></form>",
    '<p style="position:fixed">x</p>',
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "[x]: javascript:alert(1)\n[x]",
    "<https://example.org/?<script>>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
ALLOWED = set(
    "p br hr h3 h4 h5 h6 ul ol li blockquote pre code span em strong s a table thead tbody tr th td div".split()
)


class Inspector(HTMLParser):
    """Gathers what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def is_harmless(html: str) -> bool:
    seen = Inspector(html)
    names = {name for name, _ in seen.attributes}
    links = [value for name, value in seen.attributes if name == "href"]
    return (
        seen.tags <= ALLOWED
        and names <= {"class", "scope", "href", "title", "start", "rel", "tabindex", "role", "aria-label"}
        and all(re.match(r"(https?:|mailto:|[/#?]|[^:]*$)", link) for link in links)
    )


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_runs_gets_through(text: str) -> None:
    assert is_harmless(render(text))
    assert is_harmless(render(f"| a |\n| - |\n| {text} |"))


@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=6))
def test_no_mixture_of_them_gets_through(parts: list[str]) -> None:
    assert is_harmless(render("\n".join(parts)))
    assert is_harmless(render(" ".join(parts)))


def test_html_is_shown_as_text() -> None:
    assert render("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


def test_a_table_has_headers_with_a_scope_alignment_by_class_and_can_be_scrolled() -> None:
    html = render("| | Left | Right |\n| --- | :-- | --: |\n| a | b | c |")
    assert "style" not in html
    assert '<th class="align-right" scope="col">Right</th>' in html or 'scope="col" class="align-right"' in html
    assert '<td class="align-right">c</td>' in html
    # An empty header would be announced as one.
    assert "<td></td>" in html
    assert html.startswith('<div class="table-scroll" tabindex="0" role="group"')


def test_code_is_highlighted_by_classes_alone() -> None:
    html = render("```python\nreturn 1\n```")
    assert '<span class="k">return</span>' in html
    assert "style" not in html


@pytest.mark.parametrize("language", ["", "nonsense", "x" * 500, "python javascript:alert(1)"])
def test_code_in_a_language_that_nobody_knows_stays_code(language: str) -> None:
    html = render(f"```{language}\na < b\n```")
    assert "<code" in html
    assert is_harmless(html)


def test_headings_stay_below_those_of_the_page() -> None:
    assert render("# One\n\n## Two\n\n#### Four") == "<h3>One</h3>\n<h3>Two</h3>\n<h4>Four</h4>"


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="200,000"):
        render("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    "text", ["> " * 5000, "* " * 5000, "[" * 5000, "*" * 5000, "`" * 5000, "(" * 9000, "![" * 3000]
)
def test_deep_nesting_is_no_bomb(text: str) -> None:
    assert is_harmless(render(text))


def test_two_tables_of_a_text_are_no_landmarks_of_one_name() -> None:
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    html = render(f"{table}\nWords.\n\n{table}")
    assert html.count('role="group"') == 2
    assert 'role="region"' not in html
