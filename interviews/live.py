"""The stream: an ASGI application that says only "interview N is now at version V".

Whoever hears it fetches its own parts through the door, so nothing can leak here and a lost event costs nothing. The
address carries a signed, expiring token made by a page that came through the door; it is checked without a query.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from django.core import signing

from interviews import presence
from interviews.background import WhileListened, in_background, in_thread
from interviews.clock import now
from interviews.hub import Listener, Standing, hub
from interviews.models import Seat
from interviews.relay import relay, standing_of

PREFIX = "/live/"
SALT = "interviews.live"
LASTS_SECONDS = 12 * 60 * 60
HEARTBEAT_SECONDS = 15
AWAY_AFTER_SECONDS = 4


def stream_address(seat: Seat) -> str:
    """Good for as long as the invitation that the seat stands on, and for half a day at the most."""
    minute = now().replace(second=0, microsecond=0)
    return _signed_address(seat.interview_id, seat.pk, presence.standing_mark(seat), minute)


@lru_cache(4096)
def _signed_address(interview_id: int, seat_id: int, mark: str, minute: datetime) -> str:
    """The same within a minute, in which somebody looks at several questions."""
    return f"{PREFIX}{signing.dumps([interview_id, seat_id, mark], salt=SALT)}/"


async def stream(scope: dict, receive: Callable, send: Callable) -> None:
    """Serve one stream until the browser goes away or the seat is revoked."""
    try:
        token = scope["path"].removeprefix(PREFIX).rstrip("/")
        interview_id, seat_id, mark = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except (signing.BadSignature, ValueError):
        await _refuse(send)
        return
    with hub.listening(interview_id, seat_id) as listener:
        # Listening begins before the version is read, so no change falls between the two.
        relay.keep()
        listener.stream_id, standing = await in_thread(_arrive, interview_id, seat_id, mark)
        if standing is None:
            await _refuse(send)
            return
        listener.learn(standing)
        presence_notes.keep()
        try:
            await _serve(listener, receive, send)
        finally:
            in_background(_leave(listener.stream_id, seat_id))


async def _serve(listener: Listener, receive: Callable, send: Callable) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        await _tell(listener, gone, send)
    except asyncio.CancelledError:
        # The process stops. A stream that ends in order is taken up by another one, or by the next.
        pass
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _tell(listener: Listener, gone: asyncio.Future, send: Callable) -> None:
    told = -1
    gone.add_done_callback(lambda _: listener.wake())
    while not (listener.closed or gone.done()):
        if listener.latest > told:
            told = listener.latest
            await _say_version(send, told)
        if not await listener.wait(HEARTBEAT_SECONDS):
            # A page cannot see a comment, and a line that went dead says nothing: so it waits to be told again.
            await _say_version(send, listener.latest)
    if listener.closed:
        await _say(send, "event: closed\ndata: -\n\n")


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def _say_version(send: Callable, version: int) -> None:
    await _say(send, f"event: version\ndata: {version}\n\n")


async def _say(send: Callable, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Callable) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"This stream's address is not valid any more.\n"})


async def _until_gone(receive: Callable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _arrive(interview_id: int, seat_id: int, mark: str) -> tuple[int | None, Standing | None]:
    opened = presence.open_stream(interview_id, seat_id, mark, now())
    return (opened.pk, standing_of([seat_id]).get(seat_id)) if opened else (None, None)


async def _leave(stream_id: int, seat_id: int) -> None:
    """A reload closes one stream and opens the next; only who stays away has left."""
    await asyncio.sleep(AWAY_AFTER_SECONDS)
    await in_thread(lambda: presence.close_stream(stream_id, seat_id, now()))


async def _note_presence() -> None:
    while hub:
        await in_thread(
            _note, [listener.stream_id for listener in hub.listeners() if listener.stream_id], hub.interviews()
        )
        await asyncio.sleep(presence.SEEN_EVERY.total_seconds())


def _note(stream_ids: list[int], interview_ids: list[int]) -> None:
    presence.still_here(stream_ids, now())
    presence.forget_lost(interview_ids, now())


presence_notes = WhileListened("Who is in the room", _note_presence)
