"""The measurements, each with its floors from the same run, as lines of one table."""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import uvloop
from django.db import connection, transaction
from django.utils import timezone

from interviews.models import AskedQuestion
from tests.bench import idle, pages
from tests.bench.figures import percentile
from tests.bench.house import furnish, versions_of
from tests.bench.live import Outcome, Players
from tests.bench.processes import resident
from tests.server import Server

SLOWEST_P95_MS = 250
FAN_OUTS = 200
UPDATES = 500


class Line(NamedTuple):
    """One figure. `bar` says what it was to be, and `met` whether it is; None where nothing was asked of it."""

    what: str
    figure: str
    bar: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {None: "", True: f"met: {self.bar}", False: f"MISSED: {self.bar}"}[self.met]
        return f"{self.what:44} {self.figure:>36}  {verdict}".rstrip()


def measure(running: list[Server], options: argparse.Namespace) -> list[Line]:
    wanted = options.measure or ["pages", "idle", "live"]
    lines: list[Line] = []

    def say(some: Iterable[Line]) -> None:
        for line in some:
            lines.append(line)
            print(line, flush=True)

    engine = "SQLite" if running[0].on_sqlite else "PostgreSQL"
    say([Line("engine, layout", f"{engine}, {options.layout}")])
    if "pages" in wanted:
        say(_pages(running[0]))
    if "idle" in wanted:
        say(_idle(running))
    if "live" in wanted:
        # What the generator takes of the machine, the server lacks.
        uvloop.run(_live(running, options, say))
    return lines


def _pages(server: Server) -> Iterator[Line]:
    yield _bare_updates()
    for cost in pages.costs(server, furnish(1, timezone.now())[0]):
        bar = f"under {cost.most:g} times the empty view" if cost.most else ""
        figure = f"p50 {cost.p50:.2f} ms, p95 {cost.p95:.2f} ms, {cost.times:.2f} x"
        yield Line(cost.name, figure, bar, cost.times < cost.most if cost.most else None)


def _bare_updates() -> Line:
    """One UPDATE and its commit, on the same database, with nothing around them."""
    room = furnish(1, timezone.now())[0]
    took = []
    for _ in range(UPDATES):
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE interviews_interview SET version = version + 1 WHERE id = %s", [room.interview])
        took.append(1000 * (time.perf_counter() - began))
    return Line("bare UPDATE", f"p50 {statistics.median(took):.2f} ms, p95 {percentile(took, 95):.2f} ms")


def _idle(running: list[Server]) -> Iterator[Line]:
    found = idle.cost_of_streams(running)
    yield Line("memory of an idle stream", f"{found.kilobytes:.1f} kB")
    for name, without, beside in found.paired:
        more = 100 * (beside / without - 1)
        yield Line(f"{name}, beside {found.streams:,} idle streams", f"{without:.2f} -> {beside:.2f} ms, {more:+.1f} %")
    more = 100 * (found.ratio - 1)
    yield Line("all of these together", f"{more:+.1f} %", "under 5 % more", more < 5)


async def _live(running: list[Server], options: argparse.Namespace, say: Callable[[Iterable[Line]], None]) -> None:
    serving = (running[:1], running[1:]) if options.layout == "split" else (running, running)
    tell(f"making {options.interviews:,} interviews with their people")
    rooms = await asyncio.to_thread(furnish, options.interviews, timezone.now())
    spare = rooms[0] if options.closed else (await asyncio.to_thread(furnish, 1, timezone.now()))[0]
    # What nothing but this process knows only its own streams hear of.
    floor = Players([spare], serving[0], serving[1][:1])
    if not options.closed:
        async with floor.seated():
            took = await floor.fan_out(spare, FAN_OUTS)
        say([Line("floor: empty fan-out to 3 streams", spread(took))])
    before = sum(resident(server) for server in running)
    players = Players(rooms, *serving, fetching=options.fetch)
    async with players.seated():
        streams = len(players.heard)
        memory = (sum(resident(server) for server in running) - before) / streams
        say([Line("memory of an open stream", f"{memory:.1f} kB of {streams:,}")])
        tell(f"playing for {options.seconds:.0f} s, after all have begun and before all end")
        players.versions = await asyncio.to_thread(versions_of, rooms)
        outcome = await players.plays(options.seconds, options.every, closed=options.closed)
    stored = await asyncio.to_thread(versions_of, rooms)
    unlike = sum(stored[room.interview] != players.versions[room.interview] for room in rooms)
    words = await asyncio.to_thread(_lost_words, players)
    say(_told(outcome, options, streams))
    cores = ", ".join(f"{100 * part:.0f} %" for part in outcome.cores)
    say(
        [
            Line("lost words, lost or doubled changes", f"{words}, {unlike}", "none", words == unlike == 0),
            Line("of a core: each process; the generator", cores),
        ]
    )


def _told(outcome: Outcome, options: argparse.Namespace, streams: int) -> Iterator[Line]:
    asked = options.interviews >= 500 and options.every <= 2 and not options.closed
    rate = outcome.changes / outcome.seconds
    yield Line("live interviews, streams", f"{options.interviews:,}, {streams:,} for {outcome.seconds:.0f} s")
    yield Line("changes", f"{outcome.changes:,}, {rate:.0f} a second")
    p95 = percentile(outcome.heard, 95)
    yield Line(
        "from a change to the other side",
        spread(outcome.heard),
        f"p95 under {SLOWEST_P95_MS} ms" if asked else "",
        p95 < SLOWEST_P95_MS if asked else None,
    )
    if outcome.shown:
        yield Line("until the other side's page has its parts", spread(outcome.shown))
        yield Line("fetching parts", f"{len(outcome.parts):,}, {spread(outcome.parts)}")
    yield Line("until the request was answered", spread(outcome.answers))
    yield Line("floor: empty view under this load", spread(outcome.empty_views))
    yield Line("errors", f"{len(outcome.errors)}", "none", not outcome.errors)
    for error in outcome.errors[:5]:
        yield Line("", error[:120])
    yield Line("changes that a stream never heard of", f"{outcome.unheard}", "none", outcome.unheard == 0)


def tell(what: str) -> None:
    """What takes a while, beside the table and not in it."""
    print(f"... {what}", file=sys.stderr, flush=True)


def spread(values: list[float]) -> str:
    p50, p95, p99 = (percentile(values, percent) for percent in (50, 95, 99))
    return f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, max {max(values):.0f} ms"


def _lost_words(players: Players) -> int:
    """Of the answers whose saving was acknowledged, how many the database does not hold."""
    rows = AskedQuestion.objects.filter(interview__in=[room.interview for room in players.rooms])
    stored = {
        (interview, position): text for interview, position, text in rows.values_list("interview", "position", "answer")
    }
    return sum(stored[key] != text for key, text in players.words.items())
