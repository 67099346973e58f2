from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.people import Person
from tests.chromium import Chromium, for_tests
from tests.server import Server

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One server and one browser for all of them, on one worker.
            item.add_marker(pytest.mark.xdist_group("browser"))
    # What is measured in milliseconds comes last, when the other worker has nothing left to do.
    items.sort(key=lambda item: item.path.name == "test_latency.py")


@pytest.fixture(scope="package")
def browser() -> Iterator[Chromium]:
    with for_tests("the browser tests did not run") as browser:
        yield browser


@pytest.fixture(scope="package")
def server(browser: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.prepare()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def enter(browser: Chromium, server: Server) -> Iterator[Callable[..., Person]]:
    """Lets somebody in, in a browser context of their own; at the end nobody's page may have misbehaved."""
    people: list[Person] = []

    def enter(username: str = "", **options) -> Person:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        person = Person(context, server)
        people.append(person)
        if username:
            person.log_in(username)
        return person

    logged = len(server.log)
    yield enter
    assert "ERROR" not in server.log[logged:]
    problems = [problem for person in people for problem in person.problems]
    for person in people:
        browser.close_context(person.context)
    assert problems == []
