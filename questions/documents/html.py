"""HTML of other programs -> Markdown."""

import re

from markdownify import markdownify

_IS_HTML = re.compile(r"</?(?:p|br|div|span|b|i|strong|em|ul|ol|li|pre|code|table|h[1-6]|img|a)\b[^>]*>", re.IGNORECASE)


def html_to_markdown(text: str) -> str:
    """Markdown of a text that may or may not be HTML; pictures are dropped, for they stay behind."""
    if not _IS_HTML.search(text):
        return text.strip()
    markdown = markdownify(text, heading_style="ATX", bullets="-", strip=["img", "script", "style"])
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", markdown)).strip()
