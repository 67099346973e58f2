"""The stream, driven as an ASGI server drives it."""

import asyncio
from collections.abc import Callable
from threading import Thread

import pytest
from django.core import signing
from django.db import connection

from interviews import flow, inviting, live
from interviews.hub import hub
from interviews.tests.making import NOW, Cast, cast

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 5


class Browser:
    """The other end of one stream."""

    def __init__(self, address: str) -> None:
        self.scope = {"type": "http", "path": address}
        self.sent: asyncio.Queue = asyncio.Queue()
        self.gone = asyncio.Event()
        self.serving = asyncio.ensure_future(live.stream(self.scope, self.receive, self.sent.put))

    async def receive(self) -> dict:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def hears(self) -> dict:
        return await asyncio.wait_for(self.sent.get(), PATIENCE)

    async def leaves(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.serving, PATIENCE)


def play(scene: Callable) -> None:
    """Run a scene in an event loop of its own, as tests of browsers may leave one behind in this thread."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(scene())
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


@pytest.fixture
def made() -> Cast:
    return cast()


def address(made: Cast) -> str:
    return live.stream_address(made.interview.pk, made.candidate.pk)


def test_it_says_the_version_at_once_and_again_at_every_change_and_nothing_else(made: Cast) -> None:
    async def scene() -> None:
        browser = Browser(address(made))
        start, first = await browser.hears(), await browser.hears()
        assert start["status"] == 200
        assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]
        before = int(first["body"].split(b"data: ")[1])
        await asyncio.to_thread(in_own_connection, flow.start, made.interview, made.lead, NOW)
        changed = await browser.hears()
        assert changed["body"] == f"event: version\ndata: {before + 1}\n\n".encode()
        await browser.leaves()

    play(scene)


def in_own_connection(function: Callable, *args) -> None:
    try:
        function(*args)
    finally:
        connection.close()


@pytest.mark.parametrize("broken", ["nonsense", "", "a:b:c"])
def test_a_forged_address_is_refused(made: Cast, broken: str) -> None:
    async def scene() -> None:
        assert (await Browser(f"{live.PREFIX}{broken}/").hears())["status"] == 403

    play(scene)


def test_an_address_of_another_interview_is_refused(made: Cast) -> None:
    async def scene() -> None:
        assert (await Browser(live.stream_address(made.interview.pk + 1, made.candidate.pk)).hears())["status"] == 403

    play(scene)


def test_an_address_signed_for_something_else_is_refused(made: Cast) -> None:
    token = signing.dumps([made.interview.pk, made.candidate.pk], salt="something.else")

    async def scene() -> None:
        assert (await Browser(f"{live.PREFIX}{token}/").hears())["status"] == 403

    play(scene)


def test_an_old_address_has_expired(made: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old = address(made)
    monkeypatch.setattr(live, "LASTS_SECONDS", -1)

    async def scene() -> None:
        assert (await Browser(old).hears())["status"] == 403

    play(scene)


def test_a_seat_that_is_revoked_hears_that_and_nothing_more(made: Cast) -> None:
    async def scene() -> None:
        browser = Browser(address(made))
        await browser.hears()
        await browser.hears()
        await asyncio.to_thread(in_own_connection, inviting.revoke, made.candidate, NOW, made.lead)
        await asyncio.wait_for(browser.serving, PATIENCE)
        said = [browser.sent.get_nowait().get("body", b"") for _ in range(browser.sent.qsize())]
        assert b"event: closed" in b"".join(said)
        assert (await Browser(address(made)).hears())["status"] == 403

    play(scene)


def test_who_leaves_is_forgotten_by_the_hub(made: Cast) -> None:
    async def scene() -> None:
        browser = Browser(address(made))
        await browser.hears()
        assert hub.listens(made.interview.pk, made.candidate.pk)
        await browser.leaves()
        assert not hub.listens(made.interview.pk, made.candidate.pk)

    play(scene)
