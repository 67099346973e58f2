"""The computer's clock jumps while the server runs: an hour on, a day back."""

import re
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.faults import books
from tests.faults.conftest import GETS_READY
from tests.faults.people import AS_JSON, Page
from tests.faults.visitor import Stream, Visitor, until
from tests.server import Server

LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
VERSION = "SELECT version FROM interviews_interview WHERE id = %s"
STATE = "SELECT state FROM interviews_interview WHERE id = %s"
QUESTION = "SELECT state, answer FROM interviews_askedquestion WHERE interview_id = %s AND position = 1"
MINUTE, HOUR, DAY = 60, 3_600, 86_400
MINUTES = 45

Jump = Callable[[int], None]
Room = tuple[Visitor, Visitor, int]

pytestmark = pytest.mark.skipif(
    LIBRARY is None or not sys.platform.startswith("linux"), reason="There is no libfaketime: apt install faketime"
)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server's clock is off by, in libfaketime's words. Only the wall clock: timers go on."""
    clock = tmp_path_factory.mktemp("clock") / "offset"
    clock.write_text("+0s")
    return clock


@pytest.fixture(scope="module")
def server(clock: Path, statics: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    faked = {"LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1"}
    server = Server(tmp_path_factory.mktemp("jumping"), STATIC_ROOT=statics, FAKETIME_DONT_FAKE_MONOTONIC="1", **faked)
    server.manage("shell", "--verbosity", "0", "--command", GETS_READY)
    server.start()
    yield server
    server.stop()
    assert "Traceback" not in server.log


@pytest.fixture
def jump(clock: Path, server: Server) -> Iterator[Jump]:
    """Set the server's clock off by so many seconds; afterwards it is right again."""

    def off_by() -> float:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()

    def jump(seconds: int) -> None:
        written = clock.with_suffix(".new")
        written.write_text(f"{seconds:+d}s")
        written.rename(clock)
        # The library looks into the file once a second.
        assert until(lambda: abs(off_by() - seconds) < MINUTE)

    yield jump
    jump(0)


@pytest.fixture
def room(server: Server, jump: Jump) -> Room:
    irene, cleo = Visitor(server).log_in("irene"), Visitor(server)
    interview = irene.makes_interview("aws-junior-01", "aws-junior-02")
    cleo.joins(irene.invitation_to(interview))
    irene.does(interview, "start")
    irene.does(interview, "questions/1/open")
    return irene, cleo, interview


def seconds_left(visitor: Visitor, interview: int) -> int:
    """What the clock of the sitting shows, drawn from the server's time as a page does it."""
    status, page = visitor.asks(f"/interviews/{interview}/")
    assert status == 200
    face = re.search(r'data-clock="whole".*?data-(deadline|remaining)="(-?\d+)"', page, re.DOTALL)
    now = int(re.search(r'data-server-now="(\d+)"', page)[1])
    return (int(face[2]) - (now if face[1] == "deadline" else 0)) // 1000


def saves(who: Visitor, interview: int, page: Page, words: str) -> int:
    page.types(words)
    return who.asks(f"/interviews/{interview}/questions/1/answer/", page.fields, **AS_JSON)[0]


def test_a_sitting_that_is_paused_keeps_its_time_whatever_the_clock_does(
    server: Server, room: Room, jump: Jump
) -> None:
    irene, cleo, interview = room
    stream, page = Stream(cleo.stream_of(interview), [server]), Page()
    irene.does(interview, "pause")
    before = seconds_left(irene, interview)
    assert 0 < before <= MINUTES * MINUTE
    for seconds in (HOUR, -DAY):
        jump(seconds)
        assert seconds_left(irene, interview) == before
        irene.does(interview, "resume")
        assert before - 10 <= seconds_left(irene, interview) <= before
        assert saves(cleo, interview, page, f"After {seconds}.") == 200
        irene.does(interview, "pause")
        before = seconds_left(irene, interview)
        assert stream.hears(server.rows(VERSION, interview)[0][0])
    assert server.rows(STATE, interview) == [("paused",)]
    assert books.lost_states(server, interview) == []
    assert stream.connects == 1
    stream.leaves()


def test_a_clock_that_goes_an_hour_on_ends_what_runs_and_going_back_opens_nothing(
    server: Server, room: Room, jump: Jump
) -> None:
    irene, cleo, interview = room
    page = Page()
    assert saves(cleo, interview, page, "In time.") == 200
    page.base = 1
    jump(HOUR)
    assert irene.asks(f"/interviews/{interview}/")[0] == 302
    assert server.rows(STATE, interview) == [("ended",)]
    assert server.rows(QUESTION, interview) == [("timed_out", "In time.")]
    for seconds in (0, -DAY):
        jump(seconds)
        assert saves(cleo, interview, page, f"Too late, at {seconds}.") == 410
        assert irene.asks(f"/interviews/{interview}/")[0] == 302
        assert server.rows(STATE, interview) == [("ended",)]
        assert server.rows(QUESTION, interview) == [("timed_out", "In time.")]
    assert books.lost_states(server, interview) == []


def test_a_clock_that_goes_a_day_back_shows_no_more_time_than_there_was(server: Server, room: Room, jump: Jump) -> None:
    irene, cleo, interview = room
    page = Page()
    stream = Stream(cleo.stream_of(interview), [server])
    jump(-DAY)
    assert 0 < seconds_left(irene, interview) <= MINUTES * MINUTE
    assert saves(cleo, interview, page, "Yesterday.") == 200
    irene.does(interview, "questions/1/close")
    irene.does(interview, "questions/1/open")
    irene.does(interview, "questions/2/open")
    irene.does(interview, "end")
    assert books.lost_states(server, interview) == []
    assert irene.asks(f"/interviews/{interview}/scorecard/")[0] == 200
    assert stream.hears(server.rows(VERSION, interview)[0][0])
    stream.leaves()


def test_whoever_is_logged_in_stays_so_and_links_stay_good(server: Server, jump: Jump) -> None:
    irene = Visitor(server).log_in("irene")
    link = irene.invitation_to(irene.makes_interview())
    for seconds in (HOUR, -DAY, HOUR):
        jump(seconds)
        assert irene.asks("/interviews/")[0] == 200
        assert Visitor(server).asks(link)[0] == 200
    assert Visitor(server).joins(link).asks(link)[0] == 302


def test_practice_goes_on_after_the_clock_was_set_back(server: Server, jump: Jump) -> None:
    chen = Visitor(server).log_in("chen")
    for number, seconds in enumerate((0, HOUR, -DAY, 0), start=1):
        jump(seconds)
        drill = chen.asks("/practice/drill/", {"ref": "aws-junior-01"})[1]
        assert chen.asks(f"{drill}reveal/", {"how": "unknown"})[0] == 302
        assert chen.asks(f"{drill}grade/", {"grade": "1"})[0] == 302
        assert chen.asks("/practice/")[0] == 200
        assert chen.asks("/practice/progress/")[0] == 200
        graded = "SELECT count(*) FROM practice_attempt WHERE grade IS NOT NULL"
        assert server.rows(graded) == [(number,)]
