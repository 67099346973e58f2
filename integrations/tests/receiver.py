"""A real receiver of webhooks on a port of this machine, which behaves as its test says."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads

from integrations.models import Endpoint
from integrations.signing import verify

Behaviour = int | Callable[[BaseHTTPRequestHandler], None]


class Receiver:
    """Keeps every request. Each is answered by the next behaviour, a status or a function, and at last by 204."""

    def __init__(self, behaviours: list[Behaviour]) -> None:
        self.behaviours = behaviours
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.released = threading.Event()

    @property
    def types(self) -> list[str]:
        return [loads(body)["type"] for _, body in self.requests]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]

    def genuine(self, endpoint: Endpoint) -> set[str]:
        """The ids of what came; each request is checked with the endpoint's secret."""
        now = int(self.requests[-1][0]["webhook-timestamp"])
        return {verify(endpoint.key, headers, body, now) for headers, body in self.requests}

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.requests.append(({name.lower(): value for name, value in handler.headers.items()}, body))
        behaviour = self.behaviours.pop(0) if self.behaviours else 204
        if callable(behaviour):
            behaviour(handler)
        else:
            handler.send_response(behaviour)
            handler.end_headers()

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        self.released.wait(10)

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """A byte now and then, so that no pause is ever long."""
        for byte in b"HTTP/1.1 200 " + b"x" * 1000:
            if self.released.wait(0.05):
                return
            handler.wfile.write(bytes([byte]))


def redirect_to(url: str) -> Behaviour:
    def behaviour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", url)
        handler.end_headers()

    return behaviour


def huge(handler: BaseHTTPRequestHandler) -> None:
    """More than anybody should read."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20_000):
        handler.wfile.write(b"x" * 10_000)


def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff this is not HTTP\r\n\r\n")


def busy(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(503)
    handler.send_header("Retry-After", "3600")
    handler.end_headers()


@contextmanager
def receiving(*behaviours: Behaviour | str, tls: ssl.SSLContext | None = None) -> Iterator[tuple[Receiver, str]]:
    """A receiver and its URL; a behaviour may be named by the method of Receiver that it is."""
    receiver = Receiver([])
    receiver.behaviours = [getattr(receiver, kind) if isinstance(kind, str) else kind for kind in behaviours]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):
                receiver.take(self)

        def log_message(self, *_) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hangs up is what some tests are about
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield receiver, f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()


def until(told: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for what other threads do."""
    ends = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < ends, "It did not happen in time."
        time.sleep(0.005)
