from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from interviews import clock
from interviews.tests.making import NOW


class Time:
    """The time that the app believes it is; it moves only when a test says so."""

    def __init__(self) -> None:
        self.now: datetime = NOW

    def passes(self, **length: float) -> datetime:
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "timezone", SimpleNamespace(now=lambda: time.now))
    return time
