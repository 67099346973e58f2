"""What the pages cost on which people sit, in turns with a view that does nothing: both see the same machine."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from tests.bench.asking import Answer, Have, Line
from tests.bench.figures import percentile
from tests.bench.floors import EMPTY
from tests.bench.house import Room
from tests.server import Server

ROUNDS = 150
WARM_UP = 10
# Somebody writes all the time, and opens a page now and then.
MOST_TIMES = {"writing": 2.0, "page": 4.0}


@dataclass(frozen=True)
class Cost:
    """Milliseconds until the whole answer is there, and how many times that of the empty view it is."""

    name: str
    kind: str
    p50: float
    p95: float
    times: float

    @property
    def most(self) -> float | None:
        return MOST_TIMES.get(self.kind)


def costs(server: Server, room: Room, rounds: int = ROUNDS) -> list[Cost]:
    """A round asks for each of them once, in the same order."""
    asked = list(hot(server, room))
    took: dict[str, list[float]] = {name: [] for name, _, _ in asked}
    for number in range(WARM_UP + rounds):
        for name, _, ask in asked:
            answer = ask()
            if number >= WARM_UP:
                took[name].append(answer.milliseconds)
    floor = statistics.median(took["empty view"])
    return [
        Cost(
            name, kind, statistics.median(took[name]), percentile(took[name], 95), statistics.median(took[name]) / floor
        )
        for name, kind, _ in asked
    ]


def hot(server: Server, room: Room) -> Iterator[tuple[str, str, Callable[[], Answer]]]:
    lead, candidate = Line(server, room.lead), Line(server, room.candidate)
    edits, marks = count(1), count()
    lead.ask(room.address + "start/", {})
    lead.ask(room.address + "questions/1/open/", {})

    def saves() -> Answer:
        edit = next(edits)
        return candidate.ask(
            room.address + "questions/1/answer/",
            {
                "text": f"Words {edit}. " + "An answer of some length. " * 20,
                "base": "0",
                "writer": "w",
                "edit": f"{edit}",
            },
            Accept="application/json",
        )

    def marks_a_point() -> Answer:
        value = ("missed", "partly", "covered")[next(marks) % 3]
        return lead.ask(room.address + "questions/1/marks/", {"mark-0": value}, Accept="application/json")

    def rates() -> Answer:
        return lead.ask(
            room.address + "questions/1/rating/", {"rating": f"{next(marks) % 5 + 1}"}, Accept="application/json"
        )

    nobody = Line(server)
    yield "empty view", "floor", lambda: nobody.ask(EMPTY)
    yield "empty view, logged in", "floor", lambda: lead.ask(EMPTY)
    yield "autosave of an answer", "writing", saves
    yield "marking a point", "writing", marks_a_point
    yield "rating", "writing", rates
    yield "parts after a save, lead", "page", Parts(lead, room)
    yield "parts after a save, candidate", "page", Parts(candidate, room)
    for name, line, path in (
        ("room, lead", lead, room.address),
        ("room, candidate", candidate, room.address),
        ("home", lead, "/"),
        ("interviews", lead, "/interviews/"),
        ("questions", lead, "/questions/"),
        ("practice", lead, "/practice/"),
    ):
        yield name, "page", lambda line=line, path=path: line.ask(path)


class Parts:
    """Fetches as an open page does: it says which parts it has, and takes over those that differ."""

    def __init__(self, line: Line, room: Room) -> None:
        self._line, self._room, self._have = line, room, Have()
        self._have.takes(line.ask(room.address).text)
        assert self._have.told, "The room has no parts."

    def __call__(self) -> Answer:
        address = f"{self._room.address}parts/?phase=during&have={self._have.told}"
        answer = self._line.ask(address, **{"HX-Request": "true"})
        self._have.takes(answer.text)
        return answer
