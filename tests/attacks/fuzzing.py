"""Requests made up at random: any address, any method, fields that forms know and that none knows, odd values."""

import re
from pathlib import Path
from urllib.parse import quote, urlencode

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import strategies as st

from questions.documents import KINDS
from questions.tests.documents_of_others import TEXTS
from tests.attacks.forms import QUERIES, WHOLE
from tests.test_doors import PEOPLE, TABLE

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM_MODULES = ("questions.forms", "interviews.forms", "interviews.panel_forms", "practice.forms", "integrations.forms")


def _known_names() -> list[str]:
    """Every name that a template or a form gives to a field or to a parameter."""
    written = " ".join(file.read_text() for file in TEMPLATES.rglob("*.html"))
    names = set(re.findall(r'\bname="([a-z_-]+)"', written)) | set(re.findall(r"[?&;]([a-z_-]+)=", written))
    for form in _all(forms.Form) | _all(forms.ModelForm):
        names |= set(getattr(form, "base_fields", {}))
    return sorted(names | {"page", "p", "q", "o", "e", "action", "_selected_action", "_popup", "next"})


def _all(kind: type) -> set[type]:
    return {sub for child in kind.__subclasses__() for sub in ({child} | _all(child))}


NAMES = _known_names()
ODD = [
    *("", " ", "\0", "a\0b", "\ufeff", "\u202e", "\U0001f600" * 50, "%", "%00", "..", "../../etc/passwd", "a,b:c,d:"),
    *(
        "0",
        "-1",
        "1",
        "2",
        "5",
        "99999",
        "9" * 18,
        "9" * 19,
        "9" * 5_000,
        "1e400",
        "NaN",
        "inf",
        "0x10",
        "1.5",
        "²",
        "٣",
    ),
    *("true", "on", "null", "[]", "{}", "[[[", '{"a": 1}', "id", "pk", "user__password", "-id", "created_at__year"),
    *("2026-03-02", "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30", "24:00"),
    *("covered", "yes", "not_observed", "publish", "up:0", "down:99", "remove:0", "add", "lena", "q-001", "ed, pia"),
    *("<script>", "javascript:alert(1)", "//evil.example", "a" * 301, "é" * 5_000, "\n" * 400, "=1+1", "''", "`" * 300),
    *("[" * 300, "> " * 200, "a = b\n= c", "**" * 400, "|a|\n|-|\n" * 40),
]
VALUES = (
    st.sampled_from(ODD)
    | st.sampled_from(ODD)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.integers().map(str)
)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES) | st.sampled_from(ODD[:12]), VALUES), max_size=5)
JUNK = st.sampled_from(
    ["0", "7", "9" * 18, "9" * 19, "9" * 400, "-1", "nothing", "\0", "é", "a b", "%2e%2e", "x" * 300]
)
REPLACED = st.tuples(st.integers(0, 3), JUNK)
OTHER_METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
# Whoever is turned away at the door tries little: mostly somebody comes who is let in, with a method that is known.
LET_IN = {
    door: [visitor for visitor, ended in zip(PEOPLE, ends) if ended not in ("log", "401", "403", "404", "410")]
    for door, ends in TABLE.items()
}
BROKEN_BODIES = [
    ("application/json", b'{"a": [1, 2'),
    ("application/x-www-form-urlencoded; charset=utf-16", b"text=%ff%fe"),
    ("application/x-www-form-urlencoded; charset=rot13", b"text=a"),
    ("application/x-www-form-urlencoded", b"\xff\xfe=%00&%=&&&;;=%zz&text=%ed%a0%80"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\ncut'),
    (
        "multipart/form-data; boundary=x; charset=hex",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ),
    ("multipart/form-data; boundary=" + "y" * 300, b"--y"),
    ("text/plain; charset=idna", b"\0" * 100),
    ("", b""),
]
HEADER_NAMES = (
    "HX-Request HX-Target HX-Current-URL Accept Range If-None-Match If-Modified-Since Host Referer Origin Cookie2 "
    "X-Forwarded-For X-Forwarded-Proto Authorization Accept-Language X-HTTP-Method-Override"
).split()
HEADER_VALUES = [
    *("true", "question-list", "http://testserver/questions/?é=%ff", "https://evil.example/\\", "application/json"),
    *("bytes=0-", "bytes=-5", "bytes=9-1", f"bytes={'9' * 5000}-", "bytes=٣-٤", '"a", W/"b"', "*", "Bearer rh_x"),
    *("Basic eDp5", "evil.example", "a b", "[::1", "Mon, 01 Jan 0001 00:00:00 GMT", "de;q=x", "", "\u00e9", "*/*"),
]
HEADERS = st.dictionaries(st.sampled_from(HEADER_NAMES), st.sampled_from(HEADER_VALUES), max_size=3)
FILES = [
    ("a.md", TEXTS[next(iter(TEXTS))].encode()),
    ("a.xlsx", b"PK\x03\x04broken"),
    ("x" * 250 + ".csv", b"\xff\xfe"),
]
FILES += [
    ("../../a.webm", b"\x1a\x45\xdf\xa3" + b"\0" * 40),
    ("<script>.json", b"[]"),
    ("é\u202e.txt", b""),
    ("a.yml", b"&a [*a]"),
]


@st.composite
def requests(draw, doors: list[tuple[str, str, list[str]]]) -> dict:
    """One request: whose, where, how, with what. A form is often whole but for a field or two."""
    name, method, visitors = draw(st.sampled_from(doors))
    if draw(st.integers(0, 7)) == 0:
        method, visitors = draw(OTHER_METHODS), PEOPLE
    fields, query = draw(_filled(WHOLE.get(name, {}))), draw(_filled(QUERIES.get(name, {})))
    return {
        "who": draw(st.sampled_from(visitors or PEOPLE)),
        "name": name,
        "replaced": draw(REPLACED) if draw(st.integers(0, 9)) == 0 else None,
        "method": method,
        "query": query,
        "headers": draw(st.just({}) | HEADERS),
        **draw(_bodies(fields)),
    }


def fittest(visitors: list[str]) -> str:
    """Who comes furthest into a view: somebody whose interview is under way, or just over."""
    return next((who for who in ("lead@during", "candidate@during", "lead@after") if who in visitors), visitors[-1])


def pairs(whole: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """The fields of a form one by one, as a browser sends them."""
    return [(key, one) for key, value in whole.items() for one in (value if isinstance(value, list) else [value])]


@st.composite
def _filled(draw, whole: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """The fields of a form, mostly as they should be but for one or two, and at times others that it does not have."""
    fields = pairs(whole)
    for _ in range(draw(st.integers(0, 2)) if fields else 0):
        at = draw(st.integers(0, len(fields) - 1))
        fields[at] = (fields[at][0], draw(VALUES))
    return fields + (draw(FIELDS) if draw(st.integers(0, 2)) == 0 else [])


def with_replaced(address: str, replaced: tuple[int, str] | None) -> str:
    """The address with one of its segments replaced by junk."""
    segments = address.split("/")
    filled = [at for at, segment in enumerate(segments) if segment]
    if replaced and filled:
        segments[filled[-1 - replaced[0] % len(filled)]] = quote(replaced[1])
    return "/".join(segments)


@st.composite
def _bodies(draw, fields: list[tuple[str, str]]) -> dict:
    kind = draw(st.sampled_from(["form"] * 8 + ["multipart"] * 3 + ["broken"]))
    if kind == "broken":
        content_type, data = draw(st.sampled_from(BROKEN_BODIES))
        return {"content_type": content_type, "data": data}
    if kind == "multipart":
        name, content = draw(st.sampled_from(FILES))
        whole: dict[str, list] = {}
        for key, value in fields:
            whole.setdefault(key.replace("\0", ""), []).append(value)
        whole[draw(st.sampled_from(["file", "recording", "text"]))] = SimpleUploadedFile(name, content)
        whole["kind"] = draw(st.sampled_from(["", *KINDS]))
        return {"content_type": MULTIPART_CONTENT, "data": encode_multipart(BOUNDARY, whole)}
    return {"content_type": "application/x-www-form-urlencoded", "data": urlencode(fields).encode()}
