"""The stream, driven as an ASGI server drives it."""

import asyncio
from collections.abc import Callable
from threading import Thread

import pytest
from django.core import signing
from django.db import connection

from interviews import background, flow, inviting, live, presence, relay
from interviews.hub import hub
from interviews.models import Interview, OpenStream, Seat
from interviews.tests.making import NOW, Cast, cast, person

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


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in memory refuses one of two that write at once; what goes on beside streams is tried by itself."""
    for work in (live.presence_notes, live.relay):
        monkeypatch.setattr(work, "keep", lambda: None)


@pytest.fixture
def made() -> Cast:
    return cast()


def address(made: Cast) -> str:
    return live.stream_address(made.candidate)


def test_an_address_is_the_same_for_a_minute_and_another_for_another_invitation(made: Cast, time) -> None:
    first = address(made)
    time.passes(seconds=30)
    assert address(made) == first
    inviting.invite(made.candidate, time.now)
    made.candidate.refresh_from_db()
    assert address(made) != first


def test_it_says_its_version_again_while_nothing_happens(made: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)

    async def scene() -> None:
        browser = Browser(address(made))
        assert (await browser.hears())["status"] == 200
        first = await browser.hears()
        assert b"event: version" in first["body"]
        assert await browser.hears() == first
        await browser.leaves()

    play(scene)


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
    made.candidate.interview_id += 1

    async def scene() -> None:
        assert (await Browser(address(made)).hears())["status"] == 403

    play(scene)


def test_an_address_signed_for_something_else_is_refused(made: Cast) -> None:
    known = [made.interview.pk, made.candidate.pk, presence.standing_mark(made.candidate)]
    token = signing.dumps(known, salt="something.else")

    async def scene() -> None:
        assert (await Browser(f"{live.PREFIX}{token}/").hears())["status"] == 403

    play(scene)


def test_an_address_from_before_the_link_was_renewed_is_refused(made: Cast) -> None:
    old = address(made)
    inviting.invite(made.candidate, NOW, made.lead)

    async def scene() -> None:
        assert (await Browser(old).hears())["status"] == 403
        browser = Browser(address(made))
        assert (await browser.hears())["status"] == 200
        await browser.leaves()

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


def test_a_new_invitation_ends_the_streams_of_the_one_before(made: Cast) -> None:
    async def scene() -> None:
        browser = Browser(address(made))
        await browser.hears()
        await asyncio.to_thread(in_own_connection, inviting.invite, made.candidate, NOW)
        await asyncio.wait_for(browser.serving, PATIENCE)

    play(scene)


def test_a_stream_is_noted_while_it_is_open_and_who_has_none_has_left(made: Cast, monkeypatch) -> None:
    monkeypatch.setattr(live, "AWAY_AFTER_SECONDS", 0)

    async def scene() -> None:
        browser = Browser(address(made))
        await browser.hears()
        assert hub
        assert await background.in_thread(OpenStream.objects.count) == 1
        await browser.leaves()
        assert not hub
        await asyncio.gather(*background._tasks)
        assert await background.in_thread(OpenStream.objects.count) == 0

    play(scene)
    assert made.reload()
    assert made.candidate.seen_at is None


def test_a_change_that_no_word_was_heard_of_is_found_by_comparing(made: Cast) -> None:
    async def scene() -> None:
        browser = Browser(address(made))
        await browser.hears()
        told = int((await browser.hears())["body"].split(b"data: ")[1])
        unheard = Interview.objects.filter(pk=made.interview.pk)
        await background.in_thread(lambda: unheard.update(version=told + 5))
        await relay.compare()
        assert (await browser.hears())["body"] == f"event: version\ndata: {told + 5}\n\n".encode()
        await background.in_thread(lambda: Seat.objects.filter(pk=made.candidate.pk).update(revoked_at=NOW))
        await relay.compare()
        await asyncio.wait_for(browser.serving, PATIENCE)

    play(scene)


def test_however_many_listen_comparing_is_one_query(made: Cast, django_assert_num_queries) -> None:
    other = cast(lead=made.lead.user, candidate=person("cora"))
    with django_assert_num_queries(1):
        found = relay.standing_of([made.lead.pk, made.candidate.pk, other.lead.pk, 0])
    assert set(found) == {made.lead.pk, made.candidate.pk, other.lead.pk}


def test_who_is_here_is_renewed_and_who_was_lost_is_forgotten(made: Cast, time) -> None:
    kept = presence.open_stream(made.interview.pk, made.lead.pk, presence.standing_mark(made.lead), time.now)
    presence.open_stream(made.interview.pk, made.candidate.pk, presence.standing_mark(made.candidate), time.now)
    time.passes(seconds=41)
    live._note([kept.pk], [made.interview.pk])
    made.reload()
    assert (made.lead.seen_at, made.candidate.seen_at) == (time.now, None)
    assert list(OpenStream.objects.all()) == [kept]
