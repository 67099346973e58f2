"""Whole interviews, many at once: three people in each, a stream open for each of them, over HTTP as browsers do it.

Everybody's every change is numbered by the server, so that each can be looked for on each of the other streams.
"""

import asyncio
import random
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import aiohttp

from tests.bench.asking import Have, headers_of, request_of
from tests.bench.floors import EMPTY, FAN_OUT
from tests.bench.house import QUESTIONS, Room, Sitter
from tests.bench.processes import used
from tests.server import Server

SENTENCE = "In step {}, it keeps what was said for the day on which somebody asks. "
CHANGES_A_QUESTION = 30
MARKS_EVERY = 10
PATIENCE_SECONDS = 30
COMES_BACK_AFTER_SECONDS = 0.2
PROBES_EVERY_SECONDS = 0.1
ROOMS_AT_A_TIME = 4


@dataclass(frozen=True)
class Act:
    """One request; `changes` says whether the others in the room are told of it."""

    who: Sitter
    path: str
    fields: dict[str, str]
    changes: bool = True
    says: int = 0  # The question that it answers.


def starts(room: Room) -> list[Act]:
    return [Act(room.lead, "start/", {}), Act(room.lead, "questions/1/open/", {})]


def sitting(room: Room) -> Iterator[list[Act]]:
    """What follows, without end; each step changes the room once. Rooms are not in step with each other."""
    typed, edits, asked = "", count(1), 1
    for step in count(room.interview):
        if step % CHANGES_A_QUESTION == 0:
            typed, asked = "", asked % QUESTIONS + 1
            yield [Act(room.lead, f"questions/{asked}/open/", {})]
            continue
        typed += SENTENCE.format(step)
        stamp = {"base": "0", "writer": "page", "edit": str(next(edits))}
        acts = [Act(room.candidate, f"questions/{asked}/answer/", {"text": typed, **stamp}, says=asked)]
        if step % MARKS_EVERY == 0:
            mark = {f"mark-{step // MARKS_EVERY % room.points[asked - 1]}": "covered"}
            marks = f"questions/{asked}/marks/"
            acts += [Act(judge, marks, mark, changes=False) for judge in (room.lead, room.panellist)]
        yield acts


def ends(room: Room) -> list[Act]:
    """The end, and both scorecards. The room is told of these too."""
    judged = ({"rest_not_observed": "yes"}, False), ({"recommendation": "yes"}, True)
    return [
        Act(room.lead, "end/", {}),
        *(
            Act(judge, "scorecard/submit/", fields, changes=changes)
            for judge in (room.lead, room.panellist)
            for fields, changes in judged
        ),
    ]


@dataclass
class Heard:
    """What one stream said and when, and from when on an open page would show it."""

    latest: int = -1
    versions: list[tuple[int, float]] = field(default_factory=list)
    shown: list[tuple[int, float]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def hears(self, version: int) -> None:
        self.versions.append((version, time.perf_counter()))
        self.latest = max(self.latest, version)
        self.news.set()

    async def until(self, version: int) -> None:
        while self.latest < version:
            self.news.clear()
            await self.news.wait()


class Change(NamedTuple):
    """`since` is when the person wanted it, however long it had to wait until it was asked for."""

    room: Room
    version: int
    since: float
    by: Sitter
    timed: bool


@dataclass
class Outcome:
    """Milliseconds, and what went wrong."""

    heard: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)
    empty_views: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changes: int = 0
    unheard: int = 0
    seconds: float = 0.0
    cores: list[float] = field(default_factory=list)  # What each process took of one, and then the generator.


class Players:
    """All who take part. Where several processes serve pages or streams, nobody keeps to one of them.

    With `fetching`, every page fetches its parts when its stream says something new, as browsers do.
    """

    def __init__(
        self, rooms: list[Room], pages: list[Server], streams: list[Server], *, fetching: bool = False
    ) -> None:
        self.rooms, self.pages, self.streams, self.fetching = rooms, pages, streams, fetching
        self.heard = {sitter.seat: Heard() for room in rooms for sitter in room.sitters}
        self.versions: dict[int, int] = {}
        self.words: dict[tuple[int, int], str] = {}
        self.outcome = Outcome()
        self._changes: list[Change] = []
        self._turns = count()
        self._timed = False

    @asynccontextmanager
    async def seated(self) -> AsyncIterator["Players"]:
        """Everybody's stream is open, and has said where its interview stands."""
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=3),
            timeout=aiohttp.ClientTimeout(total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
        ) as self._http:
            everybody = [(room, sitter) for room in self.rooms for sitter in room.sitters]
            tasks = []
            for number, (room, sitter) in enumerate(everybody):
                tasks.append(asyncio.create_task(self._listen(sitter, self.streams[number % len(self.streams)])))
                if self.fetching:
                    tasks.append(asyncio.create_task(self._follow(room, sitter)))
                if number % 50 == 49 or number == len(everybody) - 1:
                    await self._all(0 for _ in everybody[: number + 1])
            yield self
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def plays(self, seconds: float, every: float, *, closed: bool) -> Outcome:
        """Start all interviews, let them be live for so long, end and judge them; only what is between is timed.

        In an open loop there is a change in each room every so many seconds, whether or not the one before was
        answered in time; in a closed one, as soon as the others have heard of the one before.
        """
        await self._in_turn(starts)
        began, busy = time.perf_counter(), self._busy()
        rng, probe = random.Random(1), asyncio.create_task(self._probe())
        sits = self._as_heard if closed else self._on_time
        self._timed = True
        await asyncio.gather(*(sits(room, began + rng.random() * every, began + seconds, every) for room in self.rooms))
        self._timed = False
        self.outcome.seconds = time.perf_counter() - began
        self.outcome.cores = [(now - then) / self.outcome.seconds for now, then in zip(self._busy(), busy)]
        probe.cancel()
        await self._in_turn(ends)
        await self._all(self.versions[room.interview] for room in self.rooms for _ in room.sitters)
        for change in self._changes:
            self._look_for(change)
        return self.outcome

    def _busy(self) -> list[float]:
        processes = dict.fromkeys([*self.pages, *self.streams])
        return [*(used(server) for server in processes), time.process_time()]

    async def _on_time(self, room: Room, begins: float, until: float, every: float) -> None:
        for acts, due in zip(sitting(room), count(begins, every)):
            if due >= until:
                return
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self._step(room, acts, due)

    async def _as_heard(self, room: Room, begins: float, until: float, every: float) -> None:
        for acts in sitting(room):
            if time.perf_counter() >= until:
                return
            await self._step(room, acts, time.perf_counter())
            for sitter in room.sitters:
                heard = self.heard[sitter.seat].until(self.versions[room.interview])
                await asyncio.wait_for(heard, PATIENCE_SECONDS)

    async def _in_turn(self, acts: Callable[[Room], list[Act]]) -> None:
        """A few rooms at a time."""
        rooms = iter(self.rooms)

        async def takes() -> None:
            for room in rooms:
                await self._step(room, acts(room), time.perf_counter())

        await asyncio.gather(*(takes() for _ in range(ROOMS_AT_A_TIME)))

    async def fan_out(self, room: Room, times: int) -> list[float]:
        """From a request that changes nothing but what streams say until all of a room have heard it, in ms."""
        took = []
        for _ in range(times):
            began = time.perf_counter()
            async with self._http.get(f"{self.streams[0].url}{FAN_OUT}{room.interview}/") as answer:
                version = int(await answer.read())
            await self._all(version for _ in room.sitters)
            took.append(1000 * (time.perf_counter() - began))
        return took

    async def _all(self, versions: Iterable[int]) -> None:
        """Wait until each stream has said its version, or for as long as anybody would."""
        waiting = [heard.until(version) for heard, version in zip(self.heard.values(), versions)]
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_SECONDS)

    def _look_for(self, change: Change) -> None:
        for sitter in change.room.sitters:
            heard = self.heard[sitter.seat]
            if sitter is change.by:
                continue
            for found, times in ((heard.versions, self.outcome.heard), (heard.shown, self.outcome.shown)):
                place = bisect_left(found, (change.version, 0.0))
                if place < len(found):
                    times += [1000 * (found[place][1] - change.since)] * change.timed
                elif found is heard.versions:
                    self.outcome.unheard += 1

    async def _step(self, room: Room, acts: list[Act], since: float) -> None:
        for act in acts:
            if act.changes:
                self.versions[room.interview] += 1
                self._changes.append(Change(room, self.versions[room.interview], since, act.who, self._timed))
                self.outcome.changes += self._timed
            if await self._does(room, act, since) and act.says:
                self.words[room.interview, act.says] = act.fields["text"]

    async def _does(self, room: Room, act: Act, since: float) -> bool:
        """Whether it was acknowledged."""
        server = self.pages[next(self._turns) % len(self.pages)]
        method, body, sent = request_of(headers_of(act.who), act.fields)
        try:
            async with self._http.request(
                method,
                server.url + room.address + act.path,
                data=body,
                headers=sent | {"Accept": "application/json"},
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
            ) as answer:
                text = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as failure:
            self.outcome.errors.append(f"{act.path}: {failure!r}")
            return False
        self.outcome.answers += [1000 * (time.perf_counter() - since)] * self._timed
        if answer.status not in (200, 302):
            self.outcome.errors.append(f"{act.path}: {answer.status} {text[:200]!r}")
            return False
        return True

    async def _listen(self, sitter: Sitter, server: Server) -> None:
        heard = self.heard[sitter.seat]
        while True:
            try:
                async with self._http.get(server.url + sitter.stream) as answer:
                    async for line in answer.content:
                        if line.startswith(b"data: ") and line[6:7].isdigit():
                            heard.hears(int(line[6:]))
                self.outcome.errors.append("A stream ended.")
            except aiohttp.ClientError as failure:
                self.outcome.errors.append(f"A stream broke: {failure!r}")
            await asyncio.sleep(COMES_BACK_AFTER_SECONDS)

    async def _follow(self, room: Room, sitter: Sitter) -> None:
        """Fetches what differs; while it does, it hears no more than that there is more to fetch."""
        heard, have, version = self.heard[sitter.seat], Have(), -1
        sent = headers_of(sitter) | {"HX-Request": "true"}
        while True:
            await heard.until(version + 1)
            version = heard.latest
            server, began = self.pages[next(self._turns) % len(self.pages)], time.perf_counter()
            address = f"{server.url}{room.address}parts/"
            try:
                async with self._http.get(address, params={"have": have.told}, headers=sent) as answer:
                    have.takes(await answer.text())
            except aiohttp.ClientError as failure:
                self.outcome.errors.append(f"parts: {failure!r}")
                continue
            if answer.status != 200:
                self.outcome.errors.append(f"parts: {answer.status}")
            self.outcome.parts.append(1000 * (time.perf_counter() - began))
            heard.shown.append((version, time.perf_counter()))

    async def _probe(self) -> None:
        """The view that does nothing, under the same load."""
        while True:
            began = time.perf_counter()
            async with self._http.get(self.pages[0].url + EMPTY) as answer:
                await answer.read()
            self.outcome.empty_views.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(PROBES_EVERY_SECONDS)
