"""For measurements: a database that is made empty and thrown away, and what a page costs there."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from django.core.management import CommandError
from django.db import connection
from django.test import Client


@contextmanager
def database_of_its_own(name: str) -> Iterator[None]:
    """Let the connection lead to a migrated, empty database; `name` is what PostgreSQL calls it meanwhile."""
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        of_its_own = str(Path(folder) / "measure.sqlite3") if connection.vendor == "sqlite" else name
        connection.settings_dict["TEST"]["NAME"] = of_its_own
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.force_debug_cursor = False
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def read(client: Client, page: str) -> None:
    """Visit a page. Raises CommandError where it does not answer 200."""
    status = client.get(page, secure=True).status_code
    if status != 200:
        raise CommandError(f"{page} answered {status}.")


def queries_of(act: Callable[[], object]) -> int:
    """How many queries an act takes."""
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        act()
    return len(asked)


def times_of(act: Callable[[], object], rounds: int, clock: Callable[[], float] = perf_counter) -> list[float]:
    """How many milliseconds it takes each time."""
    times = []
    for _ in range(rounds):
        began = clock()
        act()
        times.append((clock() - began) * 1_000)
    return times


def cost_of(client: Client, page: str, rounds: int) -> tuple[int, float]:
    """The queries that a page takes, and the median of its milliseconds."""
    return queries_of(lambda: read(client, page)), median(times_of(lambda: read(client, page), rounds))
