"""One request to a receiver, over in a few seconds whatever the receiver does."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic

from integrations.targets import Refused, Target, addresses_of, target_of

SECONDS = 5.0
# A small answer is read to its end, so that its sender sees no broken connection. What it says is kept nowhere.
MOST_READ = 16_384


@dataclass(frozen=True)
class Outcome:
    """What came of one try. `status` is None where nothing was answered, and then `reason` says why."""

    status: int | None
    reason: str
    asked_for: timedelta = timedelta()  # how long the receiver wants to be left alone

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The receiver says that it wants nothing more, ever."""
        return self.status == 410


def post(url: str, headers: Mapping[str, str], body: bytes, *, private: bool, seconds: float = SECONDS) -> Outcome:
    """Send a body, once. Redirects are not followed: an answer that is one counts as a failure."""
    deadline = monotonic() + seconds
    try:
        target = target_of(url, private=private)
        addresses = addresses_of(target, private=private)
        with _connected(target, addresses, deadline) as connection:
            connection.request("POST", target.path, body, {"Host": target.host_header, **headers})
            response = connection.getresponse()
            # A status line that was cut in the middle reads as a whole one.
            if monotonic() >= deadline:
                raise TimeoutError
            return _outcome_of(response)
    except Refused as refusal:
        return Outcome(None, str(refusal))
    except (OSError, HTTPException) as error:
        late = monotonic() >= deadline
        return Outcome(None, f"no answer within {seconds:g} seconds" if late else _reason_of(error))


def _outcome_of(response: HTTPResponse) -> Outcome:
    wait = response.headers.get("Retry-After", "")
    asked_for = timedelta(seconds=int(wait)) if wait.isascii() and wait.isdecimal() and len(wait) < 8 else timedelta()
    with suppress(OSError, HTTPException):
        response.read(MOST_READ)
    return Outcome(response.status, f"answered {response.status}", asked_for)


def _reason_of(error: Exception) -> str:
    """Why, in our own words where they are known: what a receiver sends is not repeated."""
    known = {
        ConnectionRefusedError: "connection refused",
        ssl.SSLError: "its certificate or encryption is not accepted",
        socket.gaierror: "its name is not known",
        ConnectionError: "the connection broke",
        HTTPException: "what it answered is not HTTP",
    }
    return next((told for kind, told in known.items() if isinstance(error, kind)), "it cannot be reached")


@contextmanager
def _connected(target: Target, addresses: list[str], deadline: float) -> Iterator[HTTPConnection]:
    """A connection that is cut at the deadline: the timeout of a socket starts anew with every byte that drips in."""
    raw = _reached(addresses, target.port, deadline)
    cut = raw.dup()
    timer = threading.Timer(deadline - monotonic(), _shut, [cut])
    timer.daemon = True
    timer.start()
    connection = HTTPConnection(target.host, target.port)
    try:
        connection.sock = _secured(raw, target.host) if target.secure else raw
        yield connection
    finally:
        timer.cancel()
        connection.close()
        raw.close()
        cut.close()


def _secured(raw: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(raw, server_hostname=host)


def _shut(cut: socket.socket) -> None:
    with suppress(OSError):
        cut.shutdown(socket.SHUT_RDWR)


def _reached(addresses: list[str], port: int, deadline: float) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in addresses:
        left = deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            raw = socket.create_connection((address, port), timeout=left)
        except OSError as error:
            failure = error
        else:
            raw.settimeout(None)
            return raw
    raise failure
