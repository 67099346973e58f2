"""Whether this process can serve pages: what it stands on is asked, one thing at a time."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connection

from interviews.hub import Change, Hub
from operations import schema

logger = logging.getLogger(__name__)

OK = "ok"
HEARD_WITHIN_SECONDS = 2
NO_INTERVIEW = NO_SEAT = 0


def checks() -> dict[str, str]:
    """Each thing that was asked, with "ok" or what is wrong with it, in words that say nothing of what is inside."""
    return {name: _asked(name, check) for name, check in CHECKS.items()}


def _asked(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, OSError, RuntimeError, TimeoutError):
        logger.exception("Not ready: %s.", name)
        return "does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return OK if cursor.fetchone() == (1,) else "does not answer"


def _migrations() -> str:
    lacking = schema.lacking()
    return f"{len(lacking)} not applied" if lacking else OK


def _streams() -> str:
    """A thread of its own, for an event loop cannot be begun where one runs already."""
    with ThreadPoolExecutor(1) as thread:
        return OK if thread.submit(asyncio.run, _hears_of_a_change()).result() else "does not hear of changes"


async def _hears_of_a_change() -> bool:
    own = Hub()
    with own.listening(NO_INTERVIEW, NO_SEAT) as listener:
        own.take(Change(NO_INTERVIEW, 1))
        return await listener.wait(HEARD_WITHIN_SECONDS)


CHECKS = {"database": _database, "migrations": _migrations, "streams": _streams}
