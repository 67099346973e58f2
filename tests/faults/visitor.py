"""People without a browser, who go through a proxy that knows several processes."""

import http.client
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urlsplit

from interviews.demo import PASSWORD
from tests.server import Server

Fields = dict[str, str | tuple[str, ...]]

PATIENCE = 20
RECONNECTS_AFTER_SECONDS = 0.2


def until(what: Callable[[], object], within: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    give_up = time.monotonic() + within
    while time.monotonic() < give_up:
        if what():
            return True
        time.sleep(0.005)
    return bool(what())


class Stays(urllib.request.HTTPRedirectHandler):
    """Where a form leads to is for the test to say."""

    def redirect_request(self, *args) -> None:
        return None


class Visitor:
    """Asks the first of its processes; one that refuses the connection is passed over, as a proxy would.

    So is one that hangs up before all was sent: of what it has not whole, it has done nothing.
    """

    def __init__(self, *processes: Server) -> None:
        self.processes = list(processes)
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), Stays)

    def asks(self, path: str, fields: Fields | None = None, **headers: str) -> tuple[int, str]:
        data = None if fields is None else urlencode(fields | {"csrfmiddlewaretoken": self.csrf}, doseq=True).encode()
        for process in self.processes:
            request = urllib.request.Request(process.url + path, data, headers)
            try:
                with self._opener.open(request, timeout=PATIENCE) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as answer:
                with answer:
                    return answer.code, answer.headers.get("Location") or answer.read().decode()
            except urllib.error.URLError as failure:
                if not isinstance(failure.reason, ConnectionRefusedError | BrokenPipeError):
                    raise
        raise ConnectionRefusedError(f"None of {len(self.processes)} processes could be reached.")

    def tries(self, path: str, fields: Fields | None = None, **headers: str) -> tuple[int, str] | None:
        """As `asks`, however long no process is there; None where the line broke, and nobody knows what was done."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                return self.asks(path, fields, **headers)
            except ConnectionRefusedError:
                time.sleep(0.01)
            except (OSError, http.client.HTTPException):
                return None
        raise AssertionError(f"No process was there for {PATIENCE} s.")

    @property
    def csrf(self) -> str:
        return next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def log_in(self, username: str) -> "Visitor":
        self.asks("/login/")
        assert self.asks("/login/", {"username": username, "password": PASSWORD})[0] == 302
        return self

    def takes_over(self, other: "Visitor") -> "Visitor":
        """Be the same person in the same browser, in another tab."""
        for cookie in other.cookies:
            self.cookies.set_cookie(cookie)
        return self

    def makes_interview(self, *refs: str) -> int:
        recipe = {"title": "Mock", "candidate_name": "Cleo", "minutes": "45", "extra_percent": "0", "seed": "1"}
        recipe |= {"reveal": "at_end", "rules-TOTAL_FORMS": "0", "rules-INITIAL_FORMS": "0"}
        recipe |= {"refs": refs or ("aws-junior-01",)}
        status, leads_to = self.asks("/interviews/new/", recipe)
        assert status == 302, leads_to
        return int(re.search(r"/interviews/(\d+)/", leads_to)[1])

    def invitation_to(self, interview: int) -> str:
        return re.search(r'value="[^"]*(/join/[^"]+)"', self.asks(f"/interviews/{interview}/")[1])[1]

    def joins(self, invitation: str) -> "Visitor":
        self.asks(invitation)
        assert self.asks(invitation, {})[0] == 302
        return self

    def does(self, interview: int, what: str, **fields: str) -> None:
        status, text = self.asks(f"/interviews/{interview}/{what}/", fields)
        assert status in (200, 302), text

    def stream_of(self, interview: int) -> str:
        return re.search(r'data-stream="([^"]+)"', self.asks(f"/interviews/{interview}/")[1])[1]


class Stream:
    """One stream, read in a thread; with several processes it comes back by the next one when it breaks."""

    def __init__(self, address: str, processes: Sequence[Server], *, returns: bool = False) -> None:
        self.address, self.processes, self.returns = address, list(processes), returns
        self.heard: dict[int, float] = {}
        self.connects = 0
        self.ended = False
        self._leaving = False
        self._connection: http.client.HTTPConnection | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert until(lambda: self.heard), "The stream said nothing."

    @property
    def latest(self) -> int:
        return max(self.heard)

    def hears(self, version: int, within: float = PATIENCE) -> bool:
        return until(lambda: self.latest >= version, within)

    def leaves(self) -> None:
        self._leaving = True
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(2)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not (self._leaving or self.ended):
            with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
                self._read(self.processes[self.connects % len(self.processes)])
            if not self.returns:
                return
            time.sleep(RECONNECTS_AFTER_SECONDS)

    def _read(self, process: Server) -> None:
        self.connects += 1
        self._connection = http.client.HTTPConnection(urlsplit(process.url).netloc, timeout=3 * PATIENCE)
        self._connection.request("GET", self.address)
        for line in self._connection.getresponse():
            if line.startswith(b"event: closed"):
                self.ended = True
                return
            if line.startswith(b"data: "):
                self.heard.setdefault(int(line[6:]), time.monotonic())
