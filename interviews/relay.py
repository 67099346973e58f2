"""Brings in what other processes changed, so that a stream hears of it wherever it was written.

PostgreSQL sends what `announce` notified; a file of SQLite counts its commits, and the count is watched. A word may get
lost on the way: the line breaks, the database restarts. So after every connect, and every so often, all open streams
are compared with what the database says, in one query, and nothing hangs on a single word.
"""

import asyncio
import sqlite3
from collections.abc import Collection
from contextlib import closing

import psycopg
from django.db import connection

from interviews.background import WhileListened, in_thread
from interviews.hub import CHANNEL, Change, Standing, hub
from interviews.models import Interview, Seat

LOOKS_EVERY_SECONDS = 0.1
COMPARES_EVERY_SECONDS = 15
RESTS_TIMES = 20
ANSWERS_WITHIN_SECONDS = 5
# Django would look at each of thousands of numbers by itself, several times a second.
_STANDING = (
    "SELECT seat.id, interview.version, seat.invitation_nonce"  # noqa: S608
    f' FROM "{Seat._meta.db_table}" seat'
    f' JOIN "{Interview._meta.db_table}" interview ON interview.id = seat.interview_id'
    " WHERE seat.revoked_at IS NULL AND seat.id IN ({})"
)


def standing_of(seat_ids: Collection[int]) -> dict[int, Standing]:
    """What is true now of those of the seats that may listen."""
    numbers = ",".join(str(int(seat_id)) for seat_id in seat_ids)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(numbers))
        return {seat_id: Standing(version, invitation) for seat_id, version, invitation in cursor.fetchall()}


async def compare() -> None:
    """Bring every open stream up to what the database says."""
    # Whoever begins to listen from here on reads the database after us.
    listeners = hub.listeners()
    found = await in_thread(standing_of, {listener.seat_id for listener in listeners})
    for listener in listeners:
        listener.learn(found.get(listener.seat_id))


async def _listen() -> None:
    """One connection a process, outside of Django's, as it waits while pages come and go."""
    async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as line:
        await line.execute(f"LISTEN {CHANNEL}")
        while hub:
            await compare()
            async for notice in line.notifies(timeout=COMPARES_EVERY_SECONDS):
                hub.take(Change.from_text(notice.payload))
            # A line that was cut without a word says so only when it is asked.
            await asyncio.wait_for(line.execute("SELECT 1"), ANSWERS_WITHIN_SECONDS)


def _address() -> dict:
    """How Django reaches its database, without what only Django's own connections need."""
    own = ("context", "cursor_factory", "pool")
    known = {name: value for name, value in connection.get_connection_params().items() if name not in own}
    return {"connect_timeout": ANSWERS_WITHIN_SECONDS, "application_name": "rehearse streams"} | known


async def _watch() -> None:
    """`data_version` moves with every commit of any other connection, this process's own included.

    Where many streams are open and much is written, comparing them after each look would leave time for little else.
    """
    clock = asyncio.get_running_loop()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as file:
        seen = None
        while hub:
            rests = LOOKS_EVERY_SECONDS
            if seen != (seen := file.execute("PRAGMA data_version").fetchone()):
                began = clock.time()
                await compare()
                rests = max(rests, min(RESTS_TIMES * (clock.time() - began), COMPARES_EVERY_SECONDS))
            await asyncio.sleep(rests)


async def _bring_in() -> None:
    if connection.vendor == "postgresql":
        await _listen()
    elif not connection.is_in_memory_db():
        await _watch()
    else:
        # No other process can write to it.
        await asyncio.sleep(COMPARES_EVERY_SECONDS)


relay = WhileListened("Changes of other processes", _bring_in)
