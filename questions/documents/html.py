"""HTML of other programs -> Markdown."""

import re
from html import unescape

from bs4.builder import ParserRejectedMarkup
from markdownify import markdownify

from questions.documents.lines import in_prose

_NAMES = "p|br|hr|div|span|b|i|u|a|strong|em|code|kbd|samp|small|sub|sup|center|font|img|h[1-6]"
_IS_HTML = re.compile(rf"</?(?:{_NAMES}|ul|ol|li|pre|table)\b[^<>]*>", re.IGNORECASE)
_TAG = rf"(?:(?<!\w)<[/!]?[a-z](?!\w*:)[^<>`\n]{{0,200}}>|</?(?:{_NAMES})(?:\s[^<>`\n]{{0,200}})?/?>)"
_TAGS = re.compile(rf"(?:{_TAG})+", re.IGNORECASE)
# More than the bank would hold however much of it is marks; it stays as it is and is refused for its length.
LONGEST_HTML = 2_000_000


def html_to_markdown(text: str) -> str:
    """Markdown of a text that may or may not be HTML; pictures are dropped, for they stay behind."""
    if len(text) > LONGEST_HTML:
        return text
    if not _IS_HTML.search(text):
        return tags_as_code(unescape(text).strip())
    try:
        markdown = markdownify(text, heading_style="ATX", bullets="-", strip=["img", "script", "style"])
    except (RecursionError, ParserRejectedMarkup):
        # Nested beyond reason, or no HTML after all: a person still reads it, marks and all.
        return text.strip()
    return tags_as_code(re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", markdown)).strip())


def tags_as_code(markdown: str) -> str:
    """Markdown that talks about tags, its tags marked as code, so that nobody takes them for its own."""
    return in_prose(markdown, lambda text: _TAGS.sub(_as_code, text))


def _as_code(tags: re.Match) -> str:
    return "`" + re.sub(r"\\([_*])", r"\1", tags[0]) + "`"
