"""What is done to a database that is a file, without Django: copied while others write, and looked over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

COMPANIONS = ("-wal", "-shm")
WAITS_SECONDS = 20


class Damaged(Exception):
    """The database contradicts itself, or is none."""


class InUse(Exception):
    """Another process has it open."""


def copy(source: Path, target: Path) -> None:
    """The database as it is at one moment, in one file. Whoever writes meanwhile goes on, and is not in it.

    Raises Damaged where it cannot be read.
    """
    with _read(source) as here, closing(sqlite3.connect(target)) as there:
        # All pages in one step: then one reading holds for all of them, and no writer makes it begin anew.
        here.backup(there, pages=-1)
        there.execute("PRAGMA journal_mode=DELETE")


def check(path: Path) -> None:
    """Raises Damaged where the database is not whole."""
    with _read(path) as database:
        found = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
        astray = database.execute("PRAGMA foreign_key_check").fetchall()
    if found != ["ok"]:
        raise Damaged("; ".join(found))
    if astray:
        raise Damaged(f"{len(astray)} rows refer to rows that are not there, the first in the table {astray[0][0]}")


def counts(path: Path) -> dict[str, int]:
    """How many rows each table has. Raises Damaged."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    with _read(path) as database:
        tables = [row[0] for row in database.execute(listed).fetchall()]
        return {table: database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0] for table in tables}  # noqa: S608


def migrations(path: Path) -> set[tuple[str, str]]:
    """The migrations that a database has had. Raises Damaged, also where it is another program's."""
    with _read(path) as database:
        return set(database.execute("SELECT app, name FROM django_migrations"))


def column(path: Path, table: str, name: str) -> set[str]:
    with _read(path) as database:
        return {row[0] for row in database.execute(f"SELECT {_quoted(name)} FROM {_quoted(table)}")}  # noqa: S608


def into_one_file(path: Path) -> None:
    """Bring a database that nobody has open into one file, without companions. Raises InUse, Damaged."""
    try:
        with closing(_open(path, waits=1)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise InUse(str(error)) from None
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from None


@contextmanager
def _read(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(_open(path)) as database:
            yield database
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from None


def _open(path: Path, waits: float = WAITS_SECONDS) -> sqlite3.Connection:
    """Never makes a file where there is none."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=waits, isolation_level=None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
