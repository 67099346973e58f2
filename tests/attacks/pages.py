"""What stands in a page, read as a browser would read it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "hx-get", "hx-post", "srcset")
VOID_OF_HARM = ("http:", "https:", "mailto:", "/", "?", "#", ".")


@dataclass
class Page(HTMLParser):
    """The tags of a page; `harm` tells what would run in it, or come from elsewhere."""

    html: str
    harm: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._raw = ""
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: (value or "").strip() for name, value in attributes}
        if tag in ("script", "style"):
            self._raw = tag
        if tag in ("iframe", "object", "embed", "base", "style", "frame", "applet", "math", "template"):
            self.harm.append(f"<{tag}>")
        if tag == "script" and not told.get("src", "").startswith(("/static/", "/admin/jsi18n/")):
            self.harm.append(f"<script {told}>")
        for name, value in told.items():
            if name.startswith("on") or name in ("style", "srcdoc", "hx-on") or name.startswith("hx-on"):
                self.harm.append(f"<{tag} {name}={value[:40]}>")
            if name in ADDRESSES:
                self._address(tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""

    def _address(self, tag: str, name: str, value: str) -> None:
        self.links.append(value)
        folded = "".join(value.split()).lower()
        scheme = folded.partition(":")[0] if ":" in folded.partition("/")[0] else ""
        if scheme and scheme not in ("http", "https", "mailto"):
            self.harm.append(f"<{tag} {name}={value[:40]}>")
        if tag in ("img", "script", "link", "audio", "video", "source") and name in ("src", "href"):
            own = folded.startswith("/") and not folded.startswith("//")
            if not own and not folded.startswith("blob:") and folded:
                self.harm.append(f"<{tag} {name}={value[:40]}>")


def harm_in(html: str) -> list[str]:
    return Page(html).harm
