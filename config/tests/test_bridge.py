"""The bridge from ASGI to WSGI: what an application is told, what becomes of what it says, whom it keeps waiting."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from wsgiref.validate import validator

import pytest

from config import bridge
from config.bridge import InThreads

PATIENCE = 5
LARGEST = 3_000_000


def run(scene: Coroutine) -> None:
    """In a thread of its own: tests of browsers may have left an event loop behind in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, scene).result(PATIENCE)


class Exchange:
    """One request: what the server would hand over, and all that it is told to send."""

    def __init__(
        self, *body: bytes, method: str = "POST", headers: Iterable[tuple[bytes, bytes]] = (), **scope
    ) -> None:
        length = sum(map(len, body))
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/",
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": ("10.0.0.9", 4321),
            "headers": [(b"content-length", str(length).encode()), *headers] if length else list(headers),
        } | scope
        self.to_come = [
            {"type": "http.request", "body": piece, "more_body": number < len(body)}
            for number, piece in enumerate(body, start=1)
        ]
        self.sent: list[dict] = []

    async def receive(self) -> dict:
        return self.to_come.pop(0)

    async def send(self, message: dict) -> None:
        self.sent.append(message)

    def through(self, application: Callable) -> "Exchange":
        return self.served_by(InThreads(validator(application), 1, LARGEST))

    def served_by(self, served: InThreads) -> "Exchange":
        run(served(self.scope, self.receive, self.send))
        return self

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def echo(environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0)))]


def telling(environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr({name: value for name, value in environ.items() if isinstance(value, str)}).encode()]


@pytest.mark.parametrize("body", [(), (b"a",), (b"one ", b"two ", b"three"), (b"x" * 1_500_000, b"y" * 700_000)])
def test_the_application_reads_the_body_whole_and_its_answer_is_sent_once(body: tuple[bytes, ...]) -> None:
    exchange = Exchange(*body).through(echo)
    assert exchange.status == 200
    assert exchange.body == b"".join(body)
    assert [message.get("more_body") for message in exchange.sent][-1] is False
    assert [message["type"] for message in exchange.sent].count("http.response.start") == 1


def test_of_a_body_that_is_too_large_nothing_is_gathered() -> None:
    def refuses(environ: dict, start_response: Callable) -> list[bytes]:
        start_response("413 Too Large", [("Content-Type", "text/plain")])
        return [environ["CONTENT_LENGTH"].encode()]

    exchange = Exchange(b"x", headers=[(b"content-length", b"3000001")], method="POST")
    exchange.scope["headers"] = [(b"content-length", b"3000001")]
    assert exchange.through(refuses).body == b"3000001"
    assert exchange.to_come


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"x", b"9" * 30, b"\xb2"])
def test_a_length_that_cannot_be_counted_is_none(length: bytes) -> None:
    exchange = Exchange(headers=[(b"content-length", length)], method="POST")

    def answers(environ: dict, start_response: Callable) -> list[bytes]:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"no"]

    assert exchange.served_by(InThreads(answers, 1, LARGEST)).status == 400


def cut_off(then: Callable) -> Exchange:
    """Half of a body has come, and then this happens."""
    exchange = Exchange(b"half")
    exchange.scope["headers"] = [(b"content-length", b"8")]
    exchange.to_come[0]["more_body"] = True
    whole = exchange.receive

    async def receive() -> dict:
        return await (whole() if exchange.to_come else then())

    exchange.receive = receive
    return exchange.through(lambda *_: pytest.fail("It was called."))


def test_a_sender_who_is_gone_midway_gets_no_answer_and_reaches_nothing() -> None:
    async def gone() -> dict:
        return {"type": "http.disconnect"}

    assert cut_off(gone).sent == []


def test_whoever_falls_silent_is_told_so(monkeypatch) -> None:
    monkeypatch.setattr(bridge, "SILENT_FOR_SECONDS", 0.01)
    assert cut_off(asyncio.Event().wait).status == 408


def test_without_room_on_the_disk_a_body_is_refused(monkeypatch) -> None:
    class Full(SpooledTemporaryFile):
        def write(self, piece: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(bridge, "IN_MEMORY", 2)
    monkeypatch.setattr(bridge, "SpooledTemporaryFile", Full)
    assert Exchange(b"a=1").through(echo).status == 507


def test_what_is_told_of_the_request() -> None:
    told = Exchange(
        method="GET",
        path="/questions/naïve/",
        query_string=b"q=%C3%A9&r=\xff",
        headers=[
            (b"host", b"example.org"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"accept", b"text/html"),
            (b"accept", b"*/*"),
            (b"x_forwarded_proto", b"https"),
        ],
    ).through(telling)
    environ = eval(told.body)
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/questions/naïve/"
    assert environ["QUERY_STRING"] == "q=%C3%A9&r=\xff"
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "text/html,*/*")
    assert environ["REMOTE_ADDR"] == "10.0.0.9"
    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_a_long_answer_is_sent_as_it_comes_and_its_source_is_closed(monkeypatch) -> None:
    monkeypatch.setattr(bridge, "IN_MEMORY", 1_000)
    closed = []

    class Pieces:
        def __iter__(self):
            yield from [b"x" * 400] * 10

        def close(self) -> None:
            closed.append(True)

    def long(environ: dict, start_response: Callable) -> Pieces:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Pieces()

    exchange = Exchange(method="GET").through(long)
    assert exchange.body == b"x" * 4_000
    assert len(exchange.sent) > 3
    assert closed == [True]


def test_what_fails_before_it_began_is_the_servers_to_answer() -> None:
    def fails(environ: dict, start_response: Callable) -> list[bytes]:
        raise RuntimeError("before anything was said")

    exchange = Exchange(method="GET")
    with pytest.raises(RuntimeError, match="before anything"):
        exchange.through(fails)
    assert exchange.sent == []


def test_whoever_sends_or_reads_slowly_keeps_no_thread_from_the_others() -> None:
    """One thread, a sender who never ends and a reader who takes nothing: a third is answered all the same."""

    async def scene() -> None:
        served, never = InThreads(echo, 1, LARGEST), asyncio.Event()

        async def slow(*_) -> dict:
            await never.wait()

        sender = Exchange(b"half")
        sender.scope["headers"] = [(b"content-length", b"8")]
        reader, third = Exchange(b"words"), Exchange(b"mine")
        waiting = [
            asyncio.create_task(served(sender.scope, slow, sender.send)),
            asyncio.create_task(served(reader.scope, reader.receive, slow)),
        ]
        await asyncio.wait_for(served(third.scope, third.receive, third.send), PATIENCE)
        assert third.body == b"mine"
        for task in waiting:
            assert not task.done()
            task.cancel()

    run(scene())


def test_no_more_are_at_work_at_once_than_there_are_threads() -> None:
    at_work, most, lock = 0, 0, threading.Lock()
    turn = threading.Barrier(2)

    def works(environ: dict, start_response: Callable) -> list[bytes]:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        turn.wait(PATIENCE)
        with lock:
            at_work -= 1
        start_response("204 No Content", [])
        return []

    async def scene() -> None:
        served = InThreads(works, 2, LARGEST)
        exchanges = [Exchange(method="GET") for _ in range(6)]
        await asyncio.gather(*(served(one.scope, one.receive, one.send) for one in exchanges))

    run(scene())
    assert most == 2
