"""Tells the open streams of this process that an interview has changed.

In memory: many threads, one event loop of streams. What other processes changed is brought in by relay.py.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

CHANNEL = "rehearse_changes"


class Change(NamedTuple):
    """What is told of a change, within a process and between them: numbers alone."""

    interview_id: int
    version: int
    closed_seat: int = 0

    @classmethod
    def from_text(cls, text: str) -> "Change":
        """While a release is rolled out, a newer one may say more than this one knows."""
        return cls(*map(int, text.split()[:3]))


class Standing(NamedTuple):
    """What the database says of a seat that may listen: its interview's version, and the invitation it stands on."""

    version: int
    invitation: str


class Listener:
    """One open stream. `latest` only ever grows, so a listener that was slow hears of the newest change alone.

    It lives on the event loop, and is called from there alone.
    """

    def __init__(self, seat_id: int) -> None:
        self.seat_id = seat_id
        self.stream_id: int | None = None
        self.latest = -1
        self.closed = False
        self._invitation: str | None = None
        self._news = asyncio.Event()

    def hear(self, version: int) -> None:
        if version > self.latest:
            self.latest = version
            self.wake()

    def close(self) -> None:
        self.closed = True
        self.wake()

    def learn(self, standing: Standing | None) -> None:
        """Catch up with what was read from the database.

        Whoever came in by an invitation that is not the seat's any more is out, whichever of the two was read first.
        """
        if standing is None or self._invitation not in (None, standing.invitation):
            self.close()
        else:
            self._invitation = standing.invitation
            self.hear(standing.version)

    def wake(self) -> None:
        self._news.set()

    async def wait(self, timeout: float) -> bool:
        """Whether something happened within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


class Hub:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[int, set[Listener]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def listening(self, interview_id: int, seat_id: int) -> Iterator[Listener]:
        listener = Listener(seat_id)
        with self._lock:
            self._loop = asyncio.get_running_loop()
            self._listeners[interview_id].add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners[interview_id].discard(listener)
                if not self._listeners[interview_id]:
                    del self._listeners[interview_id]

    def take(self, change: Change) -> None:
        """Tell everybody in the interview, and end the streams of a seat that may not listen any more.

        From whichever thread: the event loop is woken once, however many there are to be told.
        """
        if listeners := self._of(change.interview_id):
            self._loop.call_soon_threadsafe(_tell, listeners, change)

    def seats(self) -> set[int]:
        """The seats that have a stream open in this process."""
        return {listener.seat_id for listener in self.listeners()}

    def listeners(self) -> list[Listener]:
        with self._lock:
            return [listener for listeners in self._listeners.values() for listener in listeners]

    def interviews(self) -> list[int]:
        """The interviews to which this process has a stream open."""
        with self._lock:
            return list(self._listeners)

    def __bool__(self) -> bool:
        return bool(self._listeners)

    def _of(self, interview_id: int) -> list[Listener]:
        with self._lock:
            return list(self._listeners.get(interview_id, ()))


def _tell(listeners: list[Listener], change: Change) -> None:
    for listener in listeners:
        listener.hear(change.version)
        if listener.seat_id == change.closed_seat:
            listener.close()


hub = Hub()
