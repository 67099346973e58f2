"""What is written to the log: the number of the request with each line, and nothing that opens a door.

Invitations, calendars and streams are addresses that let in whoever knows them. Hence a line names the route where
Django would name the path, and whatever else looks like such an address loses its key.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")

NO_ROUTE = "none"
LONGEST_WORDS = 200
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_KEYS = re.compile(r"/(join|live|calendar)/[^\s\"'?#<>]+")


def number_of(offered: str) -> str:
    """The number of a request: the one that a proxy has given it, if it looks like one, else a new one."""
    return offered if _SANE.fullmatch(offered) else uuid4().hex


def route_of(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else NO_ROUTE


def without_keys(text: str) -> str:
    return _KEYS.sub(r"/\1/-", text)


def told(error: BaseException) -> str:
    """Where an error arose, and the first line of its words: a database quotes whole rows in those that follow."""
    lines: list[str] = []
    for link in reversed(list(_causes(error))):
        words = str(link).partition("\n")[0][:LONGEST_WORDS]
        lines += [*traceback.format_tb(link.__traceback__), f"{type(link).__module__}.{type(link).__name__}: {words}\n"]
    return without_keys("".join(lines)).rstrip()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class Numbered(logging.Filter):
    """Gives each record the number of its request, and a route in place of a path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        # Django tells of an answer after all middleware has let go of it.
        record.request_id = request_id.get() or getattr(request, "number", "")
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            record.args = tuple(route_of(request) if value == path else value for value in record.args)
        return True


class Lines(logging.Formatter):
    """For people: a line with the number of the request at its end."""

    def format(self, record: logging.LogRecord) -> str:
        number = getattr(record, "request_id", "")
        line = f"{record.levelname} {record.name}: {without_keys(record.getMessage())}" + (
            f" [{number}]" * bool(number)
        )
        error = record.exc_info and record.exc_info[1]
        return f"{line}\n{told(error)}" if error else line


class JsonLines(logging.Formatter):
    """For programs: an object a line. What a record carries as `fields` are members of it."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_keys(record.getMessage()),
        }
        if number := getattr(record, "request_id", ""):
            entry["request"] = number
        entry |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            entry["error"] = told(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False)
