"""Saves text as it is typed, so that no page ever overwrites words it has not seen.

Every save names the version it was made from and carries a stamp `writer:edit`: `writer` is one load of one page,
`edit` counts up with each keystroke there. The same writer may go on without having seen its last acknowledgement
(the reply got lost); a request that arrives late or twice is acknowledged and changes nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model

from config.numbers import number_in
from config.prepared import update

_WRITER = re.compile(r"[A-Za-z0-9-]{0,40}")


@dataclass(frozen=True)
class Typed:
    """What a page sends: its text, the version it saw, and its stamp."""

    text: str
    base: int
    writer: str
    edit: int

    @property
    def stamp(self) -> str:
        return f"{self.writer}:{self.edit}"

    def continues(self, stamp: str) -> bool:
        return stamp.rpartition(":")[0] == self.writer != ""

    def came_late(self, stamp: str) -> bool:
        return self.continues(stamp) and int(stamp.rpartition(":")[2]) >= self.edit


class Refused(Exception):
    """Nothing was saved, and the reason is for the person who typed."""


def words_in(sent: Mapping[str, str], name: str) -> str:
    """What stands in a field that no form cleans, without what a database refuses."""
    return sent.get(name, "").replace("\r\n", "\n").replace("\0", "")


def typed_in(sent: Mapping[str, str]) -> Typed:
    """What an autosaving field sends, or a plain form. Raises Refused for what is no such thing."""
    base, edit = number_in(sent.get("base", ""), digits=9), number_in(sent.get("edit") or "0", digits=12)
    writer = sent.get("writer", "")
    if base is None or edit is None:
        name = "base" if base is None else "edit"
        raise Refused(f"Nothing was saved: {name} has to be a whole number from 0 on.")
    if not _WRITER.fullmatch(writer):
        raise Refused("Nothing was saved: writer may have 40 letters, digits and hyphens.")
    return Typed(words_in(sent, "text"), base, writer, edit)


class Conflict(Exception):
    """Somebody else saved other words meanwhile."""

    def __init__(self, text: str, version: int) -> None:
        super().__init__("This was changed in another tab or by another person meanwhile.")
        self.text = text
        self.version = version


def save_typed(row: Model, field: str, typed: Typed, only_if: dict | None = None, **also) -> int:
    """Store the text in `field` of `row` if it may follow what is there; return the version that now stands.

    `only_if` is what other columns must hold for a save to be allowed at all; `also` is stored with the text.
    Raises Conflict where another writer was first, Refused where the conditions no longer hold.
    """
    version, stamp = getattr(row, f"{field}_version"), getattr(row, f"{field}_stamp")
    if typed.came_late(stamp) or (typed.base != version and typed.text == getattr(row, field)):
        return version
    if typed.base != version and not typed.continues(stamp):
        raise Conflict(getattr(row, field), version)
    known = {"id": row.pk, f"{field}_version": version} | (only_if or {})
    values = {field: typed.text, f"{field}_version": version + 1, f"{field}_stamp": typed.stamp} | also
    if update(type(row), known, values) != 1:
        raise Refused("This can no longer be changed. Nothing was saved; copy your text if you want to keep it.")
    return version + 1
