"""Work beside the streams: on the event loop while there are any, and in threads where it needs the database."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import connection

from interviews.hub import hub

SHORTEST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 2

logger = logging.getLogger(__name__)
_tasks: set[asyncio.Task] = set()


def in_background(work: Awaitable) -> asyncio.Task:
    task = asyncio.ensure_future(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return task


async def in_thread(function: Callable, *args) -> Any:
    def run() -> Any:
        try:
            return function(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


class WhileListened:
    """Work that goes on while this process has a stream open; if it fails, it is taken up again after a while."""

    def __init__(self, name: str, work: Callable[[], Awaitable]) -> None:
        self._name, self._work = name, work
        self._task: asyncio.Task | None = None

    def keep(self) -> None:
        """To be called after a stream began to listen. Between its last look at the hub and its end it never waits."""
        if self._task is None or self._task.done():
            self._task = in_background(self._go_on())

    async def _go_on(self) -> None:
        clock, failures = asyncio.get_running_loop(), 0
        while hub:
            began = clock.time()
            try:
                await self._work()
            except Exception as failure:
                failures = failures + 1 if clock.time() - began < LONGEST_WAIT_SECONDS else 1
                logger.warning(
                    "%s: interrupted, and taken up again (%s: %s)", self._name, type(failure).__name__, failure
                )
                await asyncio.sleep(wait_after(failures))


def wait_after(failures: int) -> float:
    """Longer each time, and never quite the same, so that many processes do not come back at once."""
    longest = min(SHORTEST_WAIT_SECONDS * 2 ** min(failures - 1, 10), LONGEST_WAIT_SECONDS)
    return longest * random.uniform(0.5, 1)
