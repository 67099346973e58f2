"""Tells open streams that an interview has changed. In memory: one process, many threads, one event loop of streams."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Listener:
    """One open stream. `latest` only ever grows, so a listener that was slow hears of the newest change alone."""

    def __init__(self, seat_id: int, loop: asyncio.AbstractEventLoop) -> None:
        self.seat_id = seat_id
        self.latest = -1
        self.closed = False
        self._loop = loop
        self._changed = asyncio.Event()

    def tell(self, version: int) -> None:
        self._loop.call_soon_threadsafe(self._set, version)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._close)

    def _set(self, version: int) -> None:
        self.latest = max(self.latest, version)
        self._changed.set()

    def _close(self) -> None:
        self.closed = True
        self._changed.set()

    async def wait(self, timeout: float) -> bool:
        """Whether something happened within `timeout` seconds."""
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class Hub:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[int, set[Listener]] = defaultdict(set)

    @contextmanager
    def listening(self, interview_id: int, seat_id: int) -> Iterator[Listener]:
        listener = Listener(seat_id, asyncio.get_running_loop())
        with self._lock:
            self._listeners[interview_id].add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners[interview_id].discard(listener)
                if not self._listeners[interview_id]:
                    del self._listeners[interview_id]

    def publish(self, interview_id: int, version: int) -> None:
        for listener in self._of(interview_id):
            listener.tell(version)

    def close_seat(self, interview_id: int, seat_id: int) -> None:
        """End the streams of a seat that may not listen any more."""
        for listener in self._of(interview_id):
            if listener.seat_id == seat_id:
                listener.close()

    def seats(self) -> set[int]:
        """The seats that have a stream open in this process."""
        with self._lock:
            return {listener.seat_id for listeners in self._listeners.values() for listener in listeners}

    def listens(self, interview_id: int, seat_id: int) -> bool:
        return any(listener.seat_id == seat_id for listener in self._of(interview_id))

    def _of(self, interview_id: int) -> list[Listener]:
        with self._lock:
            return list(self._listeners.get(interview_id, ()))


hub = Hub()
