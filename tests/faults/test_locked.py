"""Something else holds the database: a migration, a backup, a forgotten shell."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psycopg
import pytest

from tests.faults.conftest import started_pair
from tests.faults.people import AS_JSON, Page
from tests.faults.visitor import Stream, Visitor, until
from tests.server import Server

Pair = tuple[Server, Server]
Room = tuple[Visitor, Visitor, int]

HELD_SECONDS = 10
READS_WITHIN_SECONDS = 3
ANSWER = "SELECT answer, answer_version FROM interviews_askedquestion WHERE interview_id = %s AND position = 1"
STATE = "SELECT state FROM interviews_interview WHERE id = %s"
VERSION = "SELECT version FROM interviews_interview WHERE id = %s"


@contextmanager
def held(server: Server) -> Iterator[None]:
    """Nobody else can write to interviews, and in SQLite to anything."""
    if server.on_sqlite:
        with closing(sqlite3.connect(server.file, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
            connection.execute("COMMIT")
    else:
        with psycopg.connect(server.environment["DATABASE_URL"]) as connection:
            connection.execute("LOCK TABLE interviews_interview IN EXCLUSIVE MODE")
            yield


class Later(threading.Thread):
    """Asks something that is to wait, and keeps what came of it."""

    def __init__(self, asks: Callable[[], tuple[int, str]]) -> None:
        super().__init__(daemon=True)
        self.asks, self.answer = asks, None
        self.start()

    def run(self) -> None:
        self.answer = self.asks()


def saves(who: Visitor, interview: int, page: Page) -> tuple[int, str]:
    """As a page does: what is not answered in time is sent again."""
    while True:
        answer = who.tries(f"/interviews/{interview}/questions/1/answer/", page.fields, **AS_JSON)
        if answer is not None:
            return answer


def test_what_is_sent_meanwhile_waits_and_is_done_once_and_pages_are_read(pair: Pair, room: Room, measured) -> None:
    irene, cleo, interview = room
    irene.does(interview, "questions/1/open")
    streams = [Stream(who.stream_of(interview), pair[:1]) for who in (irene, cleo)]
    reader, page = Visitor(pair[1]).log_in("irene"), Page()
    assert saves(cleo, interview, page_with(page, "Before."))[0] == 200
    slowest = 0.0
    with held(pair[0]):
        release = time.monotonic() + HELD_SECONDS
        saved = Later(lambda: saves(cleo, interview, page_with(page, "Meanwhile.")))
        paused = Later(lambda: irene.tries(f"/interviews/{interview}/pause/", {}))
        while time.monotonic() < release:
            for path in (f"/interviews/{interview}/", f"/interviews/{interview}/parts/", "/interviews/", "/questions/"):
                began = time.monotonic()
                assert reader.asks(path)[0] == 200
                slowest = max(slowest, time.monotonic() - began)
        assert pair[0].rows(ANSWER, interview) == [("Before.", 1)]
    saved.join(20)
    assert saved.answer[0] == 200
    assert json.loads(saved.answer[1])["version"] == 2
    paused.join(20)
    assert pair[0].rows(ANSWER, interview) == [("Meanwhile.", 2)]
    assert until(lambda: pair[0].rows(STATE, interview) == [("paused",)])
    assert slowest < READS_WITHIN_SECONDS
    for stream in streams:
        assert stream.hears(pair[0].rows(VERSION, interview)[0][0])
        assert stream.connects == 1
        stream.leaves()
    engine = "SQLite" if pair[0].on_sqlite else "PostgreSQL"
    measured(f"{engine}: held for {HELD_SECONDS} s, the slowest page to read took {slowest:.2f} s")


def page_with(page: Page, words: str) -> Page:
    page.types(words)
    return page


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory, statics: str) -> Iterator[Pair]:
    """Two processes that wait for SQLite's lock for a second."""
    folder = tmp_path_factory.mktemp("impatient")
    address = f"sqlite:///{folder / 'browser.sqlite3'}?timeout=1"
    with started_pair(folder, STATIC_ROOT=statics, DATABASE_URL=address) as pair:
        yield pair


def test_whoever_waited_too_long_is_told_so_and_nothing_was_done(impatient: Pair) -> None:
    irene, cleo = Visitor(impatient[0]).log_in("irene"), Visitor(impatient[1])
    interview = irene.makes_interview()
    cleo.joins(irene.invitation_to(interview))
    irene.does(interview, "start")
    irene.does(interview, "questions/1/open")
    page = Page()
    with held(impatient[0]):
        with ThreadPoolExecutor() as threads:
            save = threads.submit(saves, cleo, interview, page_with(page, "Words."))
            pause = threads.submit(irene.asks, f"/interviews/{interview}/pause/", {})
        for status, text in (save.result(), pause.result()):
            assert status == 503
            assert "not possible just now" in text
        assert impatient[0].rows(ANSWER, interview) == [("", 0)]
    assert saves(cleo, interview, page)[0] == 200
    assert impatient[0].rows(ANSWER, interview) == [("Words.", 1)]
    assert impatient[0].rows(STATE, interview) == [("live",)]
