import asyncio
from collections.abc import Callable
from threading import Thread

import pytest

from interviews.hub import Change, Hub, Standing


def play(scene: Callable) -> None:
    """Run a scene in an event loop and a thread of its own; what fails in there fails here."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(scene())
        except BaseException as failure:
            failures.append(failure)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


def in_another_thread(function: Callable, *args) -> None:
    thread = Thread(target=function, args=args)
    thread.start()
    thread.join()


def test_a_slow_listener_hears_of_the_newest_change_alone() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as listener:
            for version in (3, 5, 4):
                in_another_thread(hub.take, Change(1, version))
            assert await listener.wait(1)
            assert listener.latest == 5
            assert not await listener.wait(0.01)

    play(scene)


def test_only_the_listeners_of_that_interview_hear() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as one, hub.listening(2, 20) as other:
            in_another_thread(hub.take, Change(1, 7))
            assert await one.wait(1)
            assert not await other.wait(0.01)

    play(scene)


def test_a_closed_seat_closes_all_its_listeners_and_no_others() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as first, hub.listening(1, 10) as second, hub.listening(1, 11) as other:
            in_another_thread(hub.take, Change(1, 7, closed_seat=10))
            assert await first.wait(1)
            assert await second.wait(1)
            assert (first.closed, second.closed, other.closed) == (True, True, False)

    play(scene)


def test_nothing_stays_of_who_has_left() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10), hub.listening(1, 11), hub.listening(2, 12):
            assert hub
            assert sorted(hub.interviews()) == [1, 2]
            assert hub.seats() == {10, 11, 12}
        assert not hub
        assert not hub._listeners

    play(scene)


@pytest.mark.parametrize(("text", "change"), [("12 34 0", Change(12, 34)), ("12 34 5", Change(12, 34, 5))])
def test_a_change_is_told_between_processes_in_numbers_alone(text: str, change: Change) -> None:
    assert Change.from_text(text) == change


def test_what_a_newer_release_says_beyond_that_is_passed_over() -> None:
    assert Change.from_text("12 34 5 6") == Change(12, 34, 5)


LEARNT = {
    "twice the same": ([Standing(3, "a"), Standing(3, "a")], 3, False),
    "an older version later": ([Standing(4, "a"), Standing(3, "a")], 4, False),
    "another invitation": ([Standing(3, "a"), Standing(3, "b")], 3, True),
    "that it does not stand": ([Standing(3, "a"), None], 3, True),
    "that it never stood": ([None], -1, True),
}


@pytest.mark.parametrize("case", LEARNT)
def test_a_listener_catches_up_with_what_the_database_says(case: str) -> None:
    standings, latest, closed = LEARNT[case]

    async def scene() -> None:
        with Hub().listening(1, 10) as listener:
            for standing in standings:
                listener.learn(standing)
            await asyncio.sleep(0)
            assert (listener.latest, listener.closed) == (latest, closed)

    play(scene)


def test_hearing_a_version_again_wakes_nobody() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as listener:
            hub.take(Change(1, 7))
            assert await listener.wait(1)
            hub.take(Change(1, 7))
            assert not await listener.wait(0.01)

    play(scene)
