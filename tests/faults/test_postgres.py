"""PostgreSQL is restarted under load, in order and by a crash."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.cluster import Cluster
from tests.faults.test_kills import Room
from tests.faults.visitor import Visitor, until
from tests.server import Server

Pair = tuple[Server, Server]

LOAD_SECONDS = 1.0
AT_ONCE = 16


def pages_at_once(visitors: list[Visitor], interview: int) -> list[int]:
    """One page for each thread of each process, so that every connection that was kept is used."""
    with ThreadPoolExecutor(len(visitors)) as threads:
        return list(threads.map(lambda visitor: visitor.asks(f"/interviews/{interview}/")[0], visitors))


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_under_load_loses_nothing_and_the_pages_come_back(
    own_pair: Pair, cluster: Cluster, mode: str, measured
) -> None:
    rooms = [Room(own_pair, seed) for seed in (10, 20)]
    people = [person for room in rooms for person in room.people]
    lookers = [Visitor(own_pair[number % 2]).log_in("irene") for number in range(AT_ONCE)]
    assert set(pages_at_once(lookers, rooms[0].interview)) == {200}
    for person in people:
        person.may_be_refused_by_the_database = True
        person.start()
    time.sleep(LOAD_SECONDS)
    began = time.monotonic()
    cluster.restart(mode)
    took = time.monotonic() - began
    # Every connection that a process has kept is broken now, and nobody may notice.
    assert set(pages_at_once(lookers, rooms[0].interview)) == {200}
    time.sleep(LOAD_SECONDS)
    for person in people:
        person.stops()
    assert [failure for person in people for failure in person.failures] == []
    assert [wrong for room in rooms for wrong in room.wrong()] == []
    assert until(lambda: all(room.streams_know_it() for room in rooms))
    streams = [stream for room in rooms for stream in room.streams]
    assert [stream.connects for stream in streams] == [1] * len(streams)
    for stream in streams:
        stream.leaves()
    acknowledged, unknown = (sum(getattr(person, name) for person in people) for name in ("acknowledged", "unknown"))
    measured(
        f"PostgreSQL restarted ({mode}, away for {took:.1f} s): {acknowledged} acknowledged writes, none lost; "
        f"{unknown} refused meanwhile and sent again; no stream broke"
    )


def test_without_the_database_a_page_says_so_and_the_process_lives(own_pair: Pair, cluster: Cluster) -> None:
    irene = Visitor(own_pair[0]).log_in("irene")
    answers: list[tuple[int, str]] = []
    stopped = threading.Event()

    def asks() -> None:
        while not stopped.is_set():
            answers.append(irene.asks("/questions/"))

    asking = threading.Thread(target=asks)
    asking.start()
    cluster.stop("fast")
    try:
        assert until(lambda: answers and answers[-1][0] == 503)
        assert "not possible just now" in answers[-1][1]
        assert Visitor(own_pair[0]).asks("/healthz")[0] == 200
        assert Visitor(own_pair[0]).asks("/readyz")[0] == 503
    finally:
        cluster.start()
        stopped.set()
        asking.join()
    assert irene.asks("/questions/")[0] == 200
    assert {status for status, _ in answers} <= {200, 503}
