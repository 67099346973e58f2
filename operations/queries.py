"""Says which statements took long. Their values are left out: they may be what somebody wrote."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

LONGEST_SQL = 2000


def watch(connection: Any, **_) -> None:
    """Have a connection say what it takes long over. A connection that comes back is watched already."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (perf_counter() - started) * 1000
        if took >= settings.SLOW_QUERY_MS:
            fields = {"milliseconds": round(took, 1), "sql": sql[:LONGEST_SQL]}
            logger.warning("A statement took %.0f ms: %s", took, sql[:LONGEST_SQL], extra={"fields": fields})
