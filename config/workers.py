"""Threads that take turns.

Python runs one thread at a time, and those that want to run all at once cost each other more than they gain: with one
at work a process saves a third more answers a second than with eight. So one of them takes up all work as it comes, for
as long as each piece is done in a moment. If one takes longer, because it waits or is much, the next thread takes over
the queue beside it.
"""

import asyncio
import atexit
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, NamedTuple

A_MOMENT_SECONDS = 0.05


class _Job(NamedTuple):
    work: Callable[[], Any]
    done: asyncio.Future


class Workers:
    """So many threads at the most; work beyond that waits. When the process ends, what was begun is finished."""

    def __init__(self, threads: int, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._queue_is_taken = threading.Lock()
        self._turn = threading.Lock()
        # Whose turn it is, and since when it is busy. Guarded by `_turn`.
        self._at_work: threading.Thread | None = None
        self._since = 0.0
        self._unfinished = 0
        self._watched = False
        self._threads = [threading.Thread(target=self._works, name=f"{name}_{n}", daemon=True) for n in range(threads)]
        self._started = False

    async def do(self, work: Callable[[], Any]) -> Any:
        """Run it in a thread; return what it returns, or raise what it raises."""
        if not self._started:
            self._start()
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future())
        self._unfinished += 1
        if not self._watched:
            self._watched = True
            loop.call_later(A_MOMENT_SECONDS, self._watch, loop)
        self._jobs.put(job)
        try:
            return await job.done
        finally:
            self._unfinished -= 1

    def _start(self) -> None:
        """With the first piece of work, for no thread outlives a fork of the process that loaded the application."""
        self._started = True
        for thread in self._threads:
            thread.start()
        atexit.register(self._close)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._turn:
            if self._at_work and time.monotonic() - self._since > A_MOMENT_SECONDS:
                self._at_work = None
                self._queue_is_taken.release()
        self._watched = self._unfinished > 0
        if self._watched:
            loop.call_later(A_MOMENT_SECONDS, self._watch, loop)

    def _works(self) -> None:
        me = threading.current_thread()
        while self._queue_is_taken.acquire():
            goes_on = True
            while goes_on:
                job = self._jobs.get()
                if job is None:
                    self._queue_is_taken.release()
                    return
                with self._turn:
                    self._at_work, self._since = me, time.monotonic()
                _run(job)
                with self._turn:
                    goes_on = self._at_work is me
                    if goes_on:
                        self._at_work = None

    def _close(self) -> None:
        started = [thread for thread in self._threads if thread.ident]
        for _ in started:
            self._jobs.put(None)
        for thread in started:
            thread.join()


def _run(job: _Job) -> None:
    try:
        result, failure = job.work(), None
    except BaseException as error:
        result, failure = None, error
    # At the end of a process the loop may be closed before what was begun is finished.
    with suppress(RuntimeError):
        job.done.get_loop().call_soon_threadsafe(_settle, job.done, result, failure)


def _settle(done: asyncio.Future, result: Any, failure: BaseException | None) -> None:
    """Unless nobody waits for it any more."""
    if done.done():
        return
    if failure is None:
        done.set_result(result)
    else:
        done.set_exception(failure)
