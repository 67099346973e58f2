"""Who works when."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from config import workers
from config.workers import Workers

PATIENCE = 10


@pytest.fixture
def made() -> Iterator[Callable[[int], Workers]]:
    every: list[Workers] = []

    def make(threads: int) -> Workers:
        every.append(Workers(threads, "test"))
        return every[-1]

    yield make
    for one in every:
        one._close()


def run(scene) -> object:
    return asyncio.run(asyncio.wait_for(scene, PATIENCE))


def test_what_is_returned_comes_back_and_what_is_raised_too(made) -> None:
    async def scene() -> int:
        some = made(2)
        with pytest.raises(ZeroDivisionError):
            await some.do(lambda: 1 // 0)
        return await some.do(lambda: 42)

    assert run(scene()) == 42


def test_before_there_is_work_there_is_no_thread_that_a_fork_would_lose(made) -> None:
    assert not any(thread.is_alive() for thread in made(2)._threads)


def test_quick_work_is_all_done_by_one_thread(made, monkeypatch) -> None:
    monkeypatch.setattr(workers, "A_MOMENT_SECONDS", 60)

    async def scene() -> list[int]:
        some = made(8)
        return await asyncio.gather(*(some.do(threading.get_ident) for _ in range(200)))

    assert len(set(run(scene()))) == 1


def test_work_that_takes_long_lets_the_next_begin_beside_it(made, monkeypatch) -> None:
    monkeypatch.setattr(workers, "A_MOMENT_SECONDS", 0.001)
    let_go = threading.Event()

    async def scene() -> None:
        some = made(2)
        long = asyncio.create_task(some.do(lambda: let_go.wait(PATIENCE)))
        assert await some.do(lambda: "quick") == "quick"
        assert not long.done()
        let_go.set()
        assert await long
        assert await some.do(lambda: "later") == "later"

    run(scene())


def test_when_all_take_long_the_rest_waits_its_turn(made, monkeypatch) -> None:
    monkeypatch.setattr(workers, "A_MOMENT_SECONDS", 0.001)
    let_go, all_at_work = threading.Event(), threading.Barrier(3)

    def long() -> bool:
        all_at_work.wait(PATIENCE)
        return let_go.wait(PATIENCE)

    async def scene() -> None:
        some, begun = made(2), []
        tasks = [asyncio.create_task(some.do(long)) for _ in range(2)]
        await asyncio.to_thread(all_at_work.wait, PATIENCE)
        rest = asyncio.create_task(some.do(lambda: begun.append(True)))
        await asyncio.sleep(0)
        assert not begun
        let_go.set()
        await asyncio.gather(*tasks, rest)
        assert begun

    run(scene())


def test_whoever_waits_no_more_takes_no_thread_along(made) -> None:
    let_go = threading.Event()

    async def scene() -> str:
        some = made(1)
        gone = asyncio.create_task(some.do(lambda: let_go.wait(PATIENCE)))
        await asyncio.sleep(0)
        gone.cancel()
        let_go.set()
        return await some.do(lambda: "next")

    assert run(scene()) == "next"


def test_what_was_begun_is_finished_though_the_loop_is_gone() -> None:
    some, begun, let_go, finished = Workers(2, "test"), threading.Event(), threading.Event(), []

    def work() -> None:
        begun.set()
        let_go.wait(PATIENCE)
        finished.append(True)

    async def scene() -> None:
        task = asyncio.create_task(some.do(work))
        await asyncio.to_thread(begun.wait, PATIENCE)
        task.cancel()

    run(scene())
    let_go.set()
    some._close()
    assert finished
    assert not any(thread.is_alive() for thread in some._threads)
