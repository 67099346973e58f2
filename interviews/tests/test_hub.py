import asyncio
from collections.abc import Callable
from threading import Thread

from interviews.hub import Hub


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
                in_another_thread(hub.publish, 1, version)
            assert await listener.wait(1)
            assert listener.latest == 5
            assert not await listener.wait(0.01)

    play(scene)


def test_only_the_listeners_of_that_interview_hear() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as one, hub.listening(2, 20) as other:
            in_another_thread(hub.publish, 1, 7)
            assert await one.wait(1)
            assert not await other.wait(0.01)

    play(scene)


def test_a_closed_seat_closes_all_its_listeners_and_no_others() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10) as first, hub.listening(1, 10) as second, hub.listening(1, 11) as other:
            in_another_thread(hub.close_seat, 1, 10)
            assert await first.wait(1)
            assert await second.wait(1)
            assert (first.closed, second.closed, other.closed) == (True, True, False)

    play(scene)


def test_nothing_stays_of_who_has_left() -> None:
    async def scene() -> None:
        hub = Hub()
        with hub.listening(1, 10), hub.listening(1, 10):
            assert hub.seats() == {10}
            assert hub.listens(1, 10)
        assert hub.seats() == set()
        assert not hub.listens(1, 10)
        assert not hub._listeners

    play(scene)
