"""When the health of a connection is asked. No server is needed: what is asked of it is counted."""

from collections.abc import Callable

import pytest

from config.postgresql import base


@pytest.fixture
def asks(monkeypatch) -> Callable[[float], int]:
    """A request at a moment, in seconds; returns how often the connection's health was asked so far."""
    held = base.DatabaseWrapper({"TIME_ZONE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": {}})
    held.connection, asked = object(), []
    monkeypatch.setattr(held, "is_usable", lambda: asked.append(True) or True)

    def at(moment: float) -> int:
        monkeypatch.setattr(base, "monotonic", lambda: moment)
        held.health_check_enabled, held.health_check_done = True, False
        held.close_if_health_check_failed()
        return len(asked)

    return at


def test_after_a_pause_it_is_asked(asks) -> None:
    assert [asks(100), asks(101), asks(200)] == [1, 2, 3]


def test_a_moment_after_the_last_use_it_is_not(asks) -> None:
    assert [asks(100), asks(100.05), asks(100.1), asks(100.15)] == [1, 1, 1, 1]
    assert asks(100.5) == 2
