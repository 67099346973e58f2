"""One request at a time over one connection that is kept: it adds little to what it times."""

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.bench.house import CSRF, Sitter
from tests.server import Server

# The server closes a connection that was idle for five seconds.
KEPT_FOR_SECONDS = 3


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    milliseconds: float


class _AtOnce(http.client.HTTPConnection):
    """Sends headers and body in one piece, as browsers send a small form."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = b""

    def send(self, data: bytes) -> None:
        self._waiting += data

    def getresponse(self) -> http.client.HTTPResponse:
        super().send(self._waiting)
        self._waiting = b""
        return super().getresponse()


class Line:
    def __init__(self, server: Server, sitter: Sitter | None = None) -> None:
        self._connection = _AtOnce(urlsplit(server.url).netloc, timeout=30)
        self._headers = headers_of(sitter)
        self._used = 0.0

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        method, body, sent = request_of(self._headers, fields)
        if time.perf_counter() - self._used > KEPT_FOR_SECONDS:
            self._connection.close()
            self._connection.connect()
        began = time.perf_counter()
        self._connection.request(method, path, body, sent | headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self._used = time.perf_counter()
        took = 1000 * (self._used - began)
        assert answer.status < 400, f"{method} {path}: {answer.status} {text[:200]}"
        return Answer(answer.status, text.decode(), took)


def headers_of(sitter: Sitter | None) -> dict[str, str]:
    return {"Cookie": sitter.cookie, "X-CSRFToken": CSRF} if sitter else {}


def request_of(headers: dict[str, str], fields: dict[str, str] | None) -> tuple[str, str | None, dict[str, str]]:
    if fields is None:
        return "GET", None, headers
    return "POST", urlencode(fields), headers | {"Content-Type": "application/x-www-form-urlencoded"}


_PART = re.compile(r'id="([^"]+)"[^>]*? data-part="([^"]+)"')


class Have:
    """The parts that an open page has, as it tells them when it asks for those that differ."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}

    @property
    def told(self) -> str:
        return ",".join(f"{name}:{digest}" for name, digest in self._digests.items())

    def takes(self, html: str) -> None:
        self._digests |= dict(_PART.findall(html))
