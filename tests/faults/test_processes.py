"""Several processes on one database: what one writes the streams of the other hear, whatever breaks in between."""

import json
import statistics
import threading
import time

import pytest

from tests.faults.visitor import Stream, Visitor, until
from tests.server import Server

CHANGES = 40
SLOWEST_P95_MS = 500
BETWEEN_SECONDS = 0.5
ANSWER = "SELECT answer, answer_version FROM interviews_askedquestion WHERE interview_id = %s"
VERSION = "SELECT version FROM interviews_interview WHERE id = %s"
LINES = "FROM pg_stat_activity WHERE application_name = 'rehearse streams' AND datname = current_database()"

Pair = tuple[Server, Server]
Room = tuple[Visitor, Visitor, int]


def version(pair: Pair, interview: int) -> int:
    return pair[0].rows(VERSION, interview)[0][0]


def test_a_change_reaches_the_streams_of_the_other_process(pair: Pair, room: Room, measured) -> None:
    irene, cleo, interview = room
    near, far = (Stream(cleo.stream_of(interview), [process]) for process in pair)
    assert until(lambda: near.latest == far.latest == version(pair, interview))
    for number in range(CHANGES):
        irene.does(interview, ("pause", "resume")[number % 2])
        assert far.hears(version(pair, interview), 2)
        time.sleep(0.01 * (number % 11))
    both = sorted(set(near.heard) & set(far.heard))[1:]
    assert len(both) == CHANGES
    # This process's own streams hear with the commit.
    took = sorted(1000 * (far.heard[number] - near.heard[number]) for number in both)
    p95 = took[int(len(took) * 0.95) - 1]
    engine = "SQLite" if pair[0].on_sqlite else "PostgreSQL"
    measured(f"{engine}: from process to process p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms")
    assert p95 < SLOWEST_P95_MS
    near.leaves()
    far.leaves()


@pytest.mark.parametrize("what", ["invitation/revoke", "invitation"])
def test_whoever_is_shut_out_hears_nothing_more_from_the_other_process(pair: Pair, room: Room, what: str) -> None:
    irene, cleo, interview = room
    stream, lead = Stream(cleo.stream_of(interview), [pair[1]]), Stream(irene.stream_of(interview), [pair[1]])
    irene.does(interview, what)
    assert until(lambda: stream.ended, 2)
    assert not lead.ended
    assert cleo.asks(f"/interviews/{interview}/")[0] != 200
    lead.leaves()


def test_whoever_closes_a_tab_in_one_process_is_still_here_by_the_other(pair: Pair, room: Room) -> None:
    irene, cleo, interview = room
    seen = "SELECT count(*) FROM interviews_seat WHERE interview_id = %s AND role = 'candidate' AND seen_at IS NOT NULL"
    streams = (
        "SELECT count(*) FROM interviews_openstream o JOIN interviews_seat s ON s.id = seat_id WHERE interview_id = %s"
    )
    first, second = (Stream(cleo.stream_of(interview), [process]) for process in pair)
    before = version(pair, interview)
    first.leaves()
    assert until(lambda: pair[0].rows(streams, interview) == [(1,)])
    assert pair[0].rows(seen, interview) == [(1,)]
    assert version(pair, interview) == before
    second.leaves()
    assert until(lambda: pair[0].rows(seen, interview) == [(0,)])


def test_addresses_that_guess_tokens_are_counted_together(pair: Pair) -> None:
    for number in range(20):
        assert Visitor(pair[number % 2]).asks("/api/v1/questions", Authorization="Bearer rh_nonsense")[0] == 401
    assert [Visitor(process).asks("/api/v1/questions", Authorization="Bearer rh_x")[0] for process in pair] == [
        429,
        429,
    ]


def test_cutting_the_line_to_the_database_loses_nothing(pair: Pair, room: Room) -> None:
    if pair[0].on_sqlite:
        pytest.skip("A file has no line to cut.")
    irene, cleo, interview = room
    stream = Stream(cleo.stream_of(interview), [pair[1]])
    for number in range(4):
        assert pair[0].rows(f"SELECT pg_terminate_backend(pid) {LINES}")
        irene.does(interview, ("pause", "resume")[number % 2])
        assert stream.hears(version(pair, interview), 3)
        assert until(lambda: len(pair[0].rows(f"SELECT pid {LINES}")) >= 1)
    assert stream.connects == 1
    stream.leaves()


class Load(threading.Thread):
    """Somebody who goes on, whatever happens to the processes; what was answered is kept, and so is what failed."""

    def __init__(self, step) -> None:
        super().__init__(daemon=True)
        self.step, self.done, self.failures, self.stopped = step, 0, [], False
        self.start()

    def run(self) -> None:
        while not self.stopped:
            try:
                self.step(self.done)
                self.done += 1
            except Exception as failure:
                self.failures.append(repr(failure))
            time.sleep(0.02)

    def stops(self) -> int:
        self.stopped = True
        self.join(10)
        return self.done


def test_a_rolling_restart_under_load_fails_no_request_and_loses_no_change(pair: Pair, room: Room, measured) -> None:
    irene, cleo, interview = room
    irene.does(interview, "questions/1/open")
    irene.processes, cleo.processes = list(pair), list(pair)[::-1]
    streams = [Stream(who.stream_of(interview), pair, returns=True) for who in (irene, cleo)]

    def types(number: int) -> None:
        fields = {"text": f"word {number}", "base": str(number), "writer": "w", "edit": str(number + 1)}
        saved = cleo.asks(f"/interviews/{interview}/questions/1/answer/", fields, Accept="application/json")
        assert saved[0] == 200, saved
        assert json.loads(saved[1])["version"] == number + 1

    def looks(number: int) -> None:
        path = ("/questions/", f"/interviews/{interview}/", f"/interviews/{interview}/parts/")[number % 3]
        assert irene.asks(path)[0] == 200

    loads = [Load(types), Load(looks)]
    for process in pair:
        time.sleep(BETWEEN_SECONDS)
        process.shut_down()
        process.start()
    time.sleep(BETWEEN_SECONDS)
    saves, pages = (load.stops() for load in loads)
    assert [load.failures for load in loads] == [[], []]
    assert pair[0].rows(ANSWER, interview) == [(f"word {saves - 1}", saves)]
    for stream in streams:
        assert stream.hears(version(pair, interview), 2)
        assert stream.connects > 1
        stream.leaves()
    measured(f"both processes restarted under {saves} saves and {pages} pages")
