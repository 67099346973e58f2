"""Lines that are cut, lines that go dead without a word, and people who never finish their sentence."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode, urlsplit

import pytest

from tests.faults.people import AS_JSON, Page
from tests.faults.relay import Relay
from tests.faults.visitor import Stream, Visitor, until
from tests.server import Server

Pair = tuple[Server, Server]
Room = tuple[Visitor, Visitor, int]

SILENT = 200
SLOW = 50
ANSWERED_WITHIN_SECONDS = 3
VERSION = "SELECT version FROM interviews_interview WHERE id = %s"
NOTES = "SELECT note FROM interviews_rating JOIN interviews_askedquestion a ON a.id = asked_id WHERE interview_id = %s"
HERE = "SELECT seen_at IS NOT NULL FROM interviews_seat WHERE interview_id = %s AND role = 'candidate'"


@pytest.fixture
def relay(pair: Pair) -> Iterator[Relay]:
    relay = Relay(pair[1])
    yield relay
    relay.close()


def version(pair: Pair, interview: int) -> int:
    return pair[0].rows(VERSION, interview)[0][0]


def line_to(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(server.url).port), timeout=10)


def head_of_form(visitor: Visitor, path: str, length: int) -> bytes:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies)
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}", f"Content-Length: {length}"]
    lines += ["Content-Type: application/x-www-form-urlencoded", "Accept: application/json", "", ""]
    return "\r\n".join(lines).encode()


def test_a_stream_that_was_cut_comes_back_with_what_was_missed(pair: Pair, room: Room, relay: Relay) -> None:
    irene, cleo, interview = room
    stream = Stream(cleo.stream_of(interview), [relay], returns=True)
    for number in range(4):
        relay.cut()
        irene.does(interview, ("pause", "resume")[number % 2])
        relay.mend()
        assert stream.hears(version(pair, interview))
    assert stream.connects >= 5
    stream.leaves()


def test_a_stream_that_went_dead_holds_up_nobody(pair: Pair, room: Room, relay: Relay) -> None:
    irene, cleo, interview = room
    dead = Stream(cleo.stream_of(interview), [relay])
    alive = Stream(irene.stream_of(interview), [pair[1]])
    relay.swallow()
    irene.does(interview, "pause")
    assert alive.hears(version(pair, interview), 2)
    assert dead.latest < version(pair, interview)
    # The same person comes back by another line while the server still writes to the dead one.
    relay.mend()
    again = Stream(cleo.stream_of(interview), [relay])
    assert again.latest == version(pair, interview)
    dead.leaves()
    assert until(lambda: pair[0].rows(HERE, interview)[0][0])
    alive.leaves()
    again.leaves()


def test_whoever_never_finishes_a_request_keeps_nobody_else_waiting(pair: Pair, room: Room, measured) -> None:
    irene, cleo, interview = room
    irene.does(interview, "questions/1/open")
    server, path = pair[1], f"/interviews/{interview}/questions/1/answer/"
    with ExitStack() as lines:
        for _ in range(SILENT):
            lines.enter_context(line_to(server))
        for number in range(2 * SLOW):
            line = lines.enter_context(line_to(server))
            head = head_of_form(cleo, path, 1000)
            line.sendall(head[:60] if number % 2 else head + b"csrfmiddlewaretoken=")
        began, page = time.monotonic(), Page()
        page.types("Words.")
        assert cleo.asks(path, page.fields, **AS_JSON)[0] == 200
        assert cleo.asks(f"/interviews/{interview}/")[0] == 200
        stream = Stream(cleo.stream_of(interview), [server])
        took = time.monotonic() - began
    stream.leaves()
    assert took < ANSWERED_WITHIN_SECONDS
    measured(
        f"beside {SILENT} silent lines and {2 * SLOW} unfinished requests: a save, a page and a stream in {took:.2f} s"
    )


def test_what_was_cut_off_on_its_way_is_not_taken_for_the_whole(pair: Pair, room: Room) -> None:
    irene, _, interview = room
    path = f"/interviews/{interview}/questions/1/note/"
    fields = {"csrfmiddlewaretoken": irene.csrf, "base": "0", "writer": "w", "edit": "1", "text": "a whole sentence"}
    body = urlencode(fields).encode()
    with line_to(pair[0]) as line:
        line.sendall(head_of_form(irene, path, len(body)) + body[:-9])
        line.shutdown(socket.SHUT_WR)
        line.settimeout(5)
        assert line.recv(1000) == b""
    assert not until(lambda: pair[0].rows(NOTES, interview), 1)
    assert irene.asks(path, fields, **AS_JSON)[0] == 200
    assert pair[0].rows(NOTES, interview) == [("a whole sentence",)]
