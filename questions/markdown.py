"""Markdown -> HTML that is safe to show: CommonMark with tables, highlighted code, sanitised, no style attribute."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

LONGEST = 200_000
DEEPEST = 20

# Languages whose code gets colours, by the names that a fence may use. Some of the other hundreds take the square
# of a word's length: half an hour for one text.
LANGUAGES = frozenset(
    "bash c c++ clojure console cpp cs csharp css dart diff docker dockerfile elixir erlang go graphql groovy haskell "
    "hcl html http ini java javascript js json jsx julia kotlin lua md markdown nginx objective-c ocaml perl php "
    "postgresql powershell properties protobuf py pycon python r rb ruby rs rust scala scss sh shell sql swift toml "
    "ts tsx typescript xml yaml yml zig".split()
)
LONGEST_CODE, LONGEST_LINE = 5_000, 400

_CLASSES = {
    "code": {"class"},
    "span": {"class"},
    "th": {"class", "scope"},
    "td": {"class"},
    "a": {"href", "title"},
    "ol": {"start"},
}
_TAGS = {"p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "span", "em", "strong"}
_TAGS |= {"s", "a", "table", "thead", "tbody", "tr", "th", "td"}
_EMPTY_HEADER = re.compile(r"<th[^>]*></th>")
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right)")


def render(text: str) -> str:
    """HTML of a Markdown text.

    Raises ValueError above 200,000 characters.
    """
    if len(text) > LONGEST:
        raise ValueError(f"A text may hold {LONGEST:,} characters; this one has {len(text):,}.")
    tokens = _parser.parse(text)
    for token in tokens:
        _soften(token)
    html = nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=_TAGS,
        attributes=_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    # Added after the sanitiser, so that no text can bring one of its own. A group, for a text may hold two tables, and
    # landmarks would need names that differ.
    scroll = '<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>'
    html = html.replace("<table>", scroll).replace("</table>", "</table></div>")
    # A header that says nothing is announced as an empty one; the corner of a table is a plain cell.
    html = _EMPTY_HEADER.sub("<td></td>", html)
    return html.replace("<pre>", '<pre tabindex="0">').strip()


def _soften(token: Token) -> None:
    """Headings stay below those of the page; a table's alignment becomes a class, which a strict policy allows."""
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{max(int(token.tag[1]), 3)}"
    if token.type in ("th_open", "td_open"):
        style = _ALIGNMENT.search(str(token.attrs.pop("style", "")))
        if style:
            token.attrSet("class", f"align-{style[1]}")
        if token.type == "th_open":
            token.attrSet("scope", "col")


def _highlighted(code: str, language: str, _attributes: str) -> str:
    """The code with classes for colours; an empty text for code that stays plain."""
    is_long = len(code) > LONGEST_CODE or any(len(line) > LONGEST_LINE for line in code.split("\n"))
    if language.lower() not in LANGUAGES or is_long:
        return ""
    return highlight(code, get_lexer_by_name(language), HtmlFormatter(nowrap=True))


_parser = MarkdownIt("commonmark", {"html": False, "highlight": _highlighted, "maxNesting": DEEPEST}).enable(
    ["table", "strikethrough"]
)
