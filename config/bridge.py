"""Serves a WSGI application under ASGI from a few threads.

A thread is taken only for as long as the application works. The request's body is there before, and a small answer is
sent after: a phone in a tunnel, of which a handful would stop everybody, keeps no thread from the others. What was cut
off on its way is never taken for the whole.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from config.numbers import number_in
from config.workers import Workers

IN_MEMORY = 256 * 1024
SILENT_FOR_SECONDS = 30

Message = dict
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class InThreads:
    """`largest` is how many bytes of a body are gathered; of a longer one none is, and the application refuses it."""

    def __init__(self, application: Callable, threads: int, largest: int) -> None:
        self._application, self._largest = application, largest
        self._workers = Workers(threads, "pages")

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        # A length that cannot be counted is none, as it is for Django.
        length = number_in(environ.get("CONTENT_LENGTH", ""), digits=18) or 0
        with BytesIO() if length <= IN_MEMORY else SpooledTemporaryFile(IN_MEMORY) as body:
            environ["wsgi.input"] = body
            try:
                if not await self._gather(length, receive, body):
                    return
            except TimeoutError:
                await _refuse(send, 408, f"Nothing came for {SILENT_FOR_SECONDS} seconds.\n")
                return
            except OSError:
                await _refuse(send, 507, "There is no room here for what was sent. Nothing of it was kept.\n")
                return
            loop = asyncio.get_running_loop()
            answer = _Answer(lambda messages: asyncio.run_coroutine_threadsafe(_send(send, messages), loop).result())
            await self._workers.do(lambda: answer.of(self._application, environ))
            await _send(send, answer.rest)

    async def _gather(self, missing: int, receive: Receive, body: IO[bytes]) -> bool:
        """Whether the whole body has come; False if its sender is gone."""
        if missing <= self._largest:
            while missing > 0:
                async with asyncio.timeout(SILENT_FOR_SECONDS):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    return False
                missing -= body.write(message.get("body", b""))
        body.seek(0)
        return True


class _Answer:
    """What the application says, as ASGI messages. Beyond IN_MEMORY they are sent as they come."""

    def __init__(self, send_now: Callable[[list[Message]], None]) -> None:
        self._send_now = send_now
        self._waiting: list[bytes] = []
        self._size = 0
        self._start: Message | None = None
        self._started = False

    def of(self, application: Callable, environ: dict) -> None:
        pieces: Iterable[bytes] = application(environ, self._starts)
        try:
            for piece in pieces:
                self._takes(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    @property
    def rest(self) -> list[Message]:
        return self._messages(more=False)

    def _starts(self, status: str, headers: list[tuple[str, str]], exc_info: tuple | None = None) -> Callable:
        if exc_info and self._started:
            raise exc_info[1].with_traceback(exc_info[2])
        coded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._start = {"type": "http.response.start", "status": int(status[:3]), "headers": coded}
        return self._takes

    def _takes(self, piece: bytes) -> None:
        self._waiting.append(piece)
        self._size += len(piece)
        if self._size > IN_MEMORY:
            self._send_now(self._messages(more=True))

    def _messages(self, *, more: bool) -> list[Message]:
        body = {"type": "http.response.body", "body": b"".join(self._waiting), "more_body": more}
        begins = [] if self._started else [self._start]
        self._waiting, self._size, self._started = [], 0, True
        return [*begins, body]


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    begins = {"type": "http.response.start", "status": status, "headers": headers}
    await _send(send, [begins, {"type": "http.response.body", "body": words.encode()}])


async def _send(send: Send, messages: list[Message]) -> None:
    for message in messages:
        await send(message)


def environ_of(scope: dict) -> dict:
    """The request as PEP 3333 has it, but for its body."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", "").encode().decode("latin-1"),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ |= {"REMOTE_ADDR": scope["client"][0], "REMOTE_PORT": str(scope["client"][1])}
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: dict, name: str, value: str) -> None:
    # With an underscore it could pass for another header, such as one that only the proxy may set.
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    several = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{several}{value}" if key in environ else value
