"""The stream: an ASGI application that says only "interview N is now at version V".

Whoever hears it fetches its own parts through the door, so nothing can leak here and a lost event costs nothing. The
address carries a signed, expiring token made by a page that came through the door; it is checked without a query.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.db import connection

from interviews import presence
from interviews.clock import now
from interviews.hub import Listener, hub
from interviews.models import Interview, Seat

PREFIX = "/live/"
SALT = "interviews.live"
LASTS_SECONDS = 12 * 60 * 60
HEARTBEAT_SECONDS = 15
AWAY_AFTER_SECONDS = 4

_tasks: set[asyncio.Task] = set()


def stream_address(interview_id: int, seat_id: int) -> str:
    return f"{PREFIX}{signing.dumps([interview_id, seat_id], salt=SALT)}/"


async def stream(scope: dict, receive: Callable, send: Callable) -> None:
    """Serve one stream until the browser goes away or the seat is revoked."""
    try:
        token = scope["path"].removeprefix(PREFIX).rstrip("/")
        interview_id, seat_id = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        await _refuse(send)
        return
    with hub.listening(interview_id, seat_id) as listener:
        # Listening begins before the version is read, so no change falls between the two.
        version = await _in_thread(_arrive, interview_id, seat_id)
        if version is None:
            await _refuse(send)
            return
        listener.latest = max(listener.latest, version)
        await _serve(listener, receive, send)
    _in_background(_leave_unless_back(interview_id, seat_id))


async def _serve(listener: Listener, receive: Callable, send: Callable) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    _keep_presence()
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        told = -1
        while not (listener.closed or gone.done()):
            if listener.latest > told:
                told = listener.latest
                await _say(send, f"event: version\ndata: {told}\n\n")
            waiting = asyncio.ensure_future(listener.wait(HEARTBEAT_SECONDS))
            await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done() and not waiting.result():
                await _say(send, ": still here\n\n")
            waiting.cancel()
        if listener.closed:
            await _say(send, "event: closed\ndata: -\n\n")
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def _say(send: Callable, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Callable) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This stream's address is not valid any more.\n"})


async def _until_gone(receive: Callable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _arrive(interview_id: int, seat_id: int) -> int | None:
    seat = Seat.objects.filter(pk=seat_id, interview_id=interview_id, revoked_at=None).first()
    if seat is None:
        return None
    presence.arrive(seat, now())
    return Interview.objects.values_list("version", flat=True).get(pk=interview_id)


async def _leave_unless_back(interview_id: int, seat_id: int) -> None:
    """A reload closes one stream and opens the next; only who stays away has left."""
    await asyncio.sleep(AWAY_AFTER_SECONDS)
    if not hub.listens(interview_id, seat_id):
        await _in_thread(presence.leave, seat_id, interview_id)


async def _note_presence() -> None:
    while seats := hub.seats():
        await _in_thread(presence.still_here, seats, now())
        await asyncio.sleep(presence.SEEN_EVERY.total_seconds())


_presence_task: asyncio.Task | None = None


def _keep_presence() -> None:
    global _presence_task
    if _presence_task is None or _presence_task.done():
        _presence_task = _in_background(_note_presence())


def _in_background(work: Any) -> asyncio.Task:
    task = asyncio.ensure_future(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return task


async def _in_thread(function: Callable, *args) -> Any:
    def run() -> Any:
        try:
            return function(*args)
        finally:
            connection.close()

    return await asyncio.to_thread(run)
