"""The queue before SQLite's one transaction: who leaves it, however, lets the next one in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.utils import ConnectionHandler

PATIENCE = 5


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker) -> Iterator[Callable]:
    """Makes a connection of one's own to the same file."""
    file = {"ENGINE": "config.sqlite3", "NAME": str(tmp_path / "queue.sqlite3")}
    file["OPTIONS"] = {"timeout": 0.2, "transaction_mode": "IMMEDIATE"}
    made = []

    def connect():
        connection = ConnectionHandler({"default": file})["default"]
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield connect
        for connection in made:
            connection.close()


def begin(connection) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def is_free(connect: Callable) -> bool:
    """Whether another thread gets its turn."""

    def tries() -> bool:
        other = connect()
        try:
            begin(other)
        except OperationalError:
            return False
        other.rollback()
        return True

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(tries).result(PATIENCE)


@pytest.mark.parametrize("leaves", ["commit", "rollback", "close"])
def test_the_next_one_comes_when_a_transaction_is_over(connect: Callable, leaves: str) -> None:
    one = connect()
    begin(one)
    assert not is_free(connect)
    getattr(one, leaves)()
    assert is_free(connect)


def test_whoever_could_not_begin_is_not_in_the_way(connect: Callable, monkeypatch) -> None:
    one, file = connect(), connect()
    file.cursor().execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        begin(one)
    file.cursor().execute("ROLLBACK")
    assert is_free(connect)


def test_a_commit_that_fails_keeps_its_place_until_it_is_rolled_back(connect: Callable, monkeypatch) -> None:
    one = connect()
    one.cursor().execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    one.cursor().execute("CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
    begin(one)
    one.cursor().execute("INSERT INTO child VALUES (7)")
    with pytest.raises(DatabaseError):
        one.commit()
    assert not is_free(connect)
    one.rollback()
    assert is_free(connect)


def test_waiting_is_for_the_others_turn_and_not_for_a_while(connect: Callable) -> None:
    """With SQLite's own waiting, the second would still sleep when the first is long done."""
    one, waiting, done = connect(), Event(), []

    def second() -> None:
        other = connect()
        waiting.set()
        begin(other)
        done.append("second")
        other.rollback()

    begin(one)
    with ThreadPoolExecutor(1) as thread:
        later = thread.submit(second)
        assert waiting.wait(PATIENCE)
        done.append("first")
        one.commit()
        later.result(PATIENCE)
    assert done == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_a_database_in_memory_has_no_queue() -> None:
    if not getattr(connections["default"], "is_in_memory_db", bool)():
        pytest.skip("This database is not in memory.")
    with transaction.atomic():
        assert not connections["default"]._at_its_head
