import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.people import Person
from tests.chromium import Chromium, for_tests
from tests.faults.cluster import BINARIES, Cluster
from tests.faults.visitor import Visitor
from tests.server import Server

POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")

GETS_READY = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("import_questions", "fixtures/aws")
call_command("demo")
"""


@pytest.fixture(scope="session")
def statics(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the files of every server here lie: to hash and compress them takes longest in getting ready."""
    server = Server(tmp_path_factory.mktemp("statics"), DATABASE_URL="sqlite://")
    server.manage("collectstatic", "--noinput", "--verbosity", "0")
    return server.environment["STATIC_ROOT"]


@contextmanager
def started_pair(folder: Path, **settings: str) -> Iterator[tuple[Server, Server]]:
    """Two processes on one database, with the bank and the demo in it."""
    one = Server(folder, **settings)
    other = one.beside()
    one.manage("shell", "--verbosity", "0", "--command", GETS_READY)
    with ThreadPoolExecutor() as threads:
        list(threads.map(Server.start, (one, other)))
    yield one, other
    other.stop()
    one.stop()


@pytest.fixture(
    scope="session",
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="DATABASE_URL names no PostgreSQL")),
    ],
)
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, statics: str
) -> Iterator[tuple[Server, Server]]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "sqlite":
            patch.delenv("DATABASE_URL", raising=False)
        with started_pair(tmp_path_factory.mktemp(request.param), STATIC_ROOT=statics) as pair:
            yield pair
    assert "Traceback" not in pair[0].log


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if not BINARIES:
        pytest.skip("There is no PostgreSQL here to run one's own of.")
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def own_pair(
    cluster: Cluster, statics: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    """Two processes on a PostgreSQL that a test may restart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", cluster.url)
        with started_pair(tmp_path_factory.mktemp("cluster"), STATIC_ROOT=statics) as pair:
            yield pair


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    with for_tests("whether browsers recover was not tried") as browser:
        yield browser


@pytest.fixture
def enter(browser: Chromium) -> Iterator[Callable[..., Person]]:
    """Lets somebody in by a server, or by a line to one; at the end nobody's page may have misbehaved."""
    people: list[Person] = []

    def enter(by: Server, username: str = "") -> Person:
        people.append(Person(browser.new_context(viewport={"width": 1440, "height": 900}), by))
        if username:
            people[-1].log_in(username)
        return people[-1]

    yield enter
    problems = [problem for person in people for problem in person.problems]
    for person in people:
        browser.close_context(person.context)
    assert problems == []


@pytest.fixture
def room(pair: tuple[Server, Server]) -> tuple[Visitor, Visitor, int]:
    """A lead who asks the one process, a candidate who asks the other, and the interview that they are in."""
    irene, cleo = Visitor(pair[0]).log_in("irene"), Visitor(pair[1])
    interview = irene.makes_interview()
    cleo.joins(irene.invitation_to(interview))
    irene.does(interview, "start")
    return irene, cleo, interview
