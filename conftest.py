import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import settings

from interviews import clock
from interviews.tests.making import NOW

# How long an example takes says nothing where others use the same processors. What costs time is measured by tests of
# its own, in seconds of this process.
settings.register_profile("suite", settings(), deadline=None)
settings.load_profile("suite")


class Time:
    """The time that the app believes it is; it moves only when a test says so."""

    def __init__(self) -> None:
        self.now: datetime = NOW

    def passes(self, **length: float) -> datetime:
        self.now += timedelta(**length)
        return self.now


def pytest_collection_finish() -> None:
    """What is loaded by now stays; looking through it for garbage, over and over, took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """For fixtures of a whole module: what they write is there for each of its tests, and gone after the last.

    What a test itself writes is undone after it, as always.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
