"""HTML of other programs -> Markdown."""

import re
from html import unescape

from bs4.builder import ParserRejectedMarkup
from markdownify import markdownify

_IS_HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|strong|em|ul|ol|li|pre|code|table|h[1-6]|img|a)\b[^<>]*>", re.IGNORECASE
)
# More than the bank would hold however much of it is marks; it stays as it is and is refused for its length.
LONGEST_HTML = 2_000_000


def html_to_markdown(text: str) -> str:
    """Markdown of a text that may or may not be HTML; pictures are dropped, for they stay behind."""
    if len(text) > LONGEST_HTML:
        return text
    if not _IS_HTML.search(text):
        return unescape(text).strip()
    try:
        markdown = markdownify(text, heading_style="ATX", bullets="-", strip=["img", "script", "style"])
    except (RecursionError, ParserRejectedMarkup):
        # Nested beyond reason, or no HTML after all: a person still reads it, marks and all.
        return text.strip()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", markdown)).strip()
