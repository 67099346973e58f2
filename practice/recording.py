"""Keeps and removes the sound of a spoken answer. The file goes with the row: `models.delete_file`."""

import logging

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from interviews.autosave import Refused
from interviews.models import AskedQuestion
from practice.models import LARGEST_RECORDING, Attempt, Recording

logger = logging.getLogger(__name__)

# What browsers record, by the bytes that such a file begins with; what a browser says of a file proves nothing.
BEGINNINGS = {
    b"\x1a\x45\xdf\xa3": ("audio/webm", "webm"),
    b"OggS": ("audio/ogg", "ogg"),
}
MP4 = ("audio/mp4", "m4a")


def kind_of(beginning: bytes) -> tuple[str, str] | None:
    """The type and the ending of a recording; None for what no browser records."""
    if beginning[4:8] == b"ftyp":
        return MP4
    return next((kind for sign, kind in BEGINNINGS.items() if beginning.startswith(sign)), None)


class NoRoom(Refused):
    def __init__(self) -> None:
        super().__init__("There is no room for it here at the moment. It is still on this device; try again later.")


@transaction.atomic
def attach(whose: Attempt | AskedQuestion, file: File) -> Recording:
    """Keep a recording with an attempt or a question of a mock interview, in place of one that was there.

    Raises Refused for what is too large or no recording, NoRoom where the disk is full; what was there then stays.
    """
    if file.size > LARGEST_RECORDING:
        raise Refused(
            f"A recording may have {LARGEST_RECORDING // 1024**2} MB. It stays on your device; play it there."
        )
    kind = kind_of(file.read(16))
    file.seek(0)
    if kind is None:
        raise Refused("This is no recording that a browser makes (WebM, Ogg or MP4). Nothing was kept.")
    # Held, so that of two at once the later one takes the place of the other.
    held = type(whose).objects.select_for_update().filter(pk=whose.pk).first()
    if held is None:
        raise Refused("This answer was deleted meanwhile. The recording stays on your device.")
    of = {"attempt" if isinstance(held, Attempt) else "asked": held}
    remove(Recording.objects.filter(**of))
    return _stored(Recording(**of, content_type=kind[0], size=file.size), file, f"{next(iter(of))}-{held.pk}.{kind[1]}")


def _stored(recording: Recording, file: File, name: str) -> Recording:
    try:
        recording.file.save(name, file, save=False)
    except OSError as failure:
        logger.exception("A recording could not be written.")
        raise NoRoom from failure
    try:
        recording.save()
    except BaseException:
        recording.file.delete(save=False)
        raise
    return recording


def remove(recordings: QuerySet[Recording]) -> None:
    recordings.delete()
