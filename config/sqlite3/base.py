"""Django's SQLite, with the threads of a process queueing for the one transaction that a file allows.

SQLite itself makes whoever finds the file taken sleep and try again, longer each time, so under load the unlucky wait
for seconds; and Python lets those who only try take turns with the one who could be done. Other processes are still
waited for as SQLite does it.
"""

from functools import lru_cache
from threading import Lock

from django.db import OperationalError
from django.db.backends.sqlite3 import base


@lru_cache(1024)
def _converted(query: str) -> str:
    return base.SQLiteCursorWrapper.convert_query(None, query)


class Cursor(base.SQLiteCursorWrapper):
    """Does not write the same statement anew each time it is asked."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    _queue = Lock()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._at_its_head = False

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._queue_up()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_the_next()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open, and is followed by a rollback.
        super()._commit()
        self._let_the_next()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._let_the_next()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._let_the_next()

    def _queue_up(self) -> None:
        if self._at_its_head or self.is_in_memory_db():
            return
        if not self._queue.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._at_its_head = True

    def _let_the_next(self) -> None:
        if self._at_its_head:
            self._at_its_head = False
            self._queue.release()
