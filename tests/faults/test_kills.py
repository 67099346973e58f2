"""kill -9 at random moments, two processes on one database, under load: what was acknowledged is there, once."""

import os
import random
import time
from collections.abc import Iterator

import pytest

from tests.faults import books
from tests.faults.nursery import Nursery
from tests.faults.people import Judge, Person, Runner, Writer
from tests.faults.visitor import Stream, Visitor, until
from tests.server import Server

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("SEED", "1"))
ROUNDS = 4
ROOMS = 3
LONGEST_PEACE_SECONDS = 0.3
BOTH_AT_ONCE = 0.15
MOVES = "SELECT moves FROM interviews_interview WHERE id = %s"
VERSION = "SELECT version FROM interviews_interview WHERE id = %s"

Pair = tuple[Server, Server]


@pytest.fixture
def nursery(pair: Pair) -> Iterator[Nursery]:
    """From here on the servers are forks; afterwards they are started as ever."""
    nursery = Nursery(pair[0])
    yield nursery
    for server in pair:
        server.kill()
        server.start()
    nursery.close()


class Room:
    """One interview under load, and a stream to each of its sides."""

    def __init__(self, pair: Pair, seed: int) -> None:
        lead, candidate = Visitor(*pair).log_in("irene"), Visitor(*pair[::-1])
        self.server = pair[0]
        self.interview = lead.makes_interview("aws-junior-01", "aws-junior-02", "aws-junior-03")
        candidate.joins(lead.invitation_to(self.interview))
        lead.does(self.interview, "start")
        self.began_at = self.server.rows(MOVES, self.interview)[0][0]
        self.streams = [Stream(who.stream_of(self.interview), pair, returns=True) for who in (lead, candidate)]
        judge = Visitor(*pair[::-1]).log_in("irene")
        self.writer = Writer(candidate, self.interview, seed)
        self.judge = Judge(judge, self.interview, seed + 1)
        self.runner = Runner(lead, self.interview, seed + 2)
        self.people: list[Person] = [self.writer, self.judge, self.runner]

    def wrong(self) -> list[str]:
        """All that the database does not say as it was acknowledged."""
        return [
            *books.lost_words(self.server, self.writer),
            *books.lost_judgements(self.server, self.judge),
            *books.lost_moves(self.server, self.runner, self.began_at),
            *books.lost_states(self.server, self.interview),
        ]

    def streams_know_it(self) -> bool:
        return all(stream.latest == self.server.rows(VERSION, self.interview)[0][0] for stream in self.streams)


@pytest.mark.timeout(900)
def test_no_acknowledged_write_is_lost_and_none_is_done_twice(pair: Pair, nursery: Nursery, measured) -> None:
    rng, kills, acknowledged, unknown, returns = random.Random(SEED), 0, 0, 0, 0
    began = time.monotonic()
    for number in range(ROUNDS):
        rooms = [Room(pair, SEED + 100 * number + 10 * place) for place in range(ROOMS)]
        people = [person for room in rooms for person in room.people]
        for person in people:
            person.start()
        while kills < KILLS * (number + 1) // ROUNDS:
            time.sleep(rng.uniform(0, LONGEST_PEACE_SECONDS))
            victims = pair if rng.random() < BOTH_AT_ONCE else [rng.choice(pair)]
            for victim in victims:
                victim.kill()
            for victim in victims:
                nursery.start(victim)
            kills += len(victims)
        for person in people:
            person.stops()
        assert [failure for person in people for failure in person.failures] == []
        assert [wrong for room in rooms for wrong in room.wrong()] == []
        assert books.broken_database(pair[0]) == []
        assert until(lambda rooms=rooms: all(room.streams_know_it() for room in rooms))
        acknowledged += sum(person.acknowledged for person in people)
        unknown += sum(person.unknown for person in people)
        for stream in (stream for room in rooms for stream in room.streams):
            returns += stream.connects - 1
            stream.leaves()
    assert "Traceback" not in pair[0].log
    assert unknown > 0, "No kill hit a request."
    engine = "SQLite" if pair[0].on_sqlite else "PostgreSQL"
    measured(
        f"{engine}: {kills} kills in {time.monotonic() - began:.0f} s, {acknowledged} acknowledged writes, "
        f"{unknown} requests whose answer got lost, streams came back {returns} times; acknowledged and lost: 0"
    )
