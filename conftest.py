from collections.abc import Callable
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
def measured(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says what was measured; it is printed at the end of the run, whichever process ran the test."""
    return lambda text: request.node.user_properties.append(("measured", text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    ran = [report for report in reports if getattr(report, "when", "") == "call"]
    for text in (value for report in ran for name, value in report.user_properties if name == "measured"):
        terminalreporter.write_line(f"measured: {text}")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(clock, "timezone", SimpleNamespace(now=lambda: time.now))
    return time
