"""One file that holds a database and its files: a plain tar whose last member lists all others with their sums.

Being last, the list is also a seal: what was cut off has none. Reading trusts nothing: every member must be a plain
file that the list names, at a place inside the folder it is unpacked to.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

FORMAT = 1
LIST = "manifest.json"
DATABASE = "database.sqlite3"
MEDIA = "media/"
LARGEST_LIST = 256 * 1024**2
_PIECE = 1024**2
_UNREADABLE = (tarfile.TarError, ValueError, EOFError, OverflowError)


class Broken(Exception):
    """This is no backup, or not a whole one, or it was altered."""


@dataclass
class Manifest:
    made_at: str
    tables: dict[str, int]
    files: dict[str, dict] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds files to an archive, and the list of them at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self.files: dict[str, dict] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as long as it is now; one that only grows is cut there.

        Raises OSError where it is gone or gets shorter.
        """
        with path.open("rb") as file:
            entry = tarfile.TarInfo(name)
            stat = os.fstat(file.fileno())
            entry.size, entry.mtime, entry.mode = stat.st_size, int(stat.st_mtime), 0o600
            summed = _Summed(file)
            self._tar.addfile(entry, summed)
        self.files[name] = {"sha256": summed.sum.hexdigest(), "bytes": entry.size}

    def seal(self, made_at: str, tables: dict[str, int]) -> Manifest:
        manifest = Manifest(made_at, tables, self.files)
        text = json.dumps(asdict(manifest), indent=1).encode()
        entry = tarfile.TarInfo(LIST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))
        self._tar.close()
        return manifest


class _Summed:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece


def unpack(archive: Path, database: Path, media: Path) -> Manifest:
    """Write the database and the files below a folder, each to a place where nothing is yet.

    Raises Broken for what is not exactly what a backup wrote; what was written by then is the caller's to remove.
    """
    with _read(archive) as (tar, members, manifest):
        for name, member in members.items():
            place = database if name == DATABASE else media / name.removeprefix(MEDIA)
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                _check_sum(name, _pieces(tar, member, file), manifest.files[name])
                file.flush()
                os.fsync(file.fileno())
    return manifest


def verify(archive: Path) -> Manifest:
    """Read all of an archive and compare it with its list. Raises Broken."""
    with _read(archive) as (tar, members, manifest):
        for name, member in members.items():
            _check_sum(name, _pieces(tar, member), manifest.files[name])
    return manifest


@contextmanager
def _read(archive: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, tarfile.TarInfo], Manifest]]:
    """The archive, opened; its members but the list, by name; the list."""
    try:
        tar = tarfile.TarFile(archive, "r")
    except _UNREADABLE:
        raise Broken("It is no tar archive, or not even its beginning is whole.") from None
    with tar:
        members = _members(tar)
        yield tar, members, _manifest(tar, members)


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    try:
        members = tar.getmembers()
    except _UNREADABLE:
        raise Broken("It is cut off.") from None
    for member in members:
        if not member.isreg() or member.issparse():
            raise Broken(f"“{member.name}” in it is no plain file. A backup holds nothing else.")
        if not _is_inside(member.name):
            raise Broken(f"“{member.name}” in it would lie outside its folder.")
    if len({member.name for member in members}) < len(members):
        raise Broken("It names a file twice.")
    return {member.name: member for member in members}


def _is_inside(name: str) -> bool:
    if name in (LIST, DATABASE):
        return True
    parts = name.removeprefix(MEDIA).split("/")
    return name.startswith(MEDIA) and not {"", ".", ".."} & set(parts) and "\\" not in name


def _manifest(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo]) -> Manifest:
    entry = members.pop(LIST, None)
    if entry is None or entry.size > LARGEST_LIST:
        raise Broken("Its list of contents is missing: it is cut off, or no backup.")
    try:
        read = json.loads(tar.extractfile(entry).read())
        found = read["format"]
        manifest = Manifest(**read)
        sizes = {name: about["bytes"] for name, about in manifest.files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Broken("Its list of contents cannot be read: it is cut off or was altered.") from None
    if found != FORMAT:
        raise Broken(f"It is of format {found}; this version reads format {FORMAT}. Upgrade first.")
    if sizes != {name: member.size for name, member in members.items()} or DATABASE not in members:
        raise Broken("It does not hold what its list of contents names.")
    return manifest


def _pieces(tar: tarfile.TarFile, member: tarfile.TarInfo, copy: BinaryIO | None = None) -> Iterator[bytes]:
    file = tar.extractfile(member)
    try:
        while piece := file.read(_PIECE):
            if copy:
                copy.write(piece)
            yield piece
    except tarfile.TarError:
        raise Broken("It is cut off.") from None


def _check_sum(name: str, pieces: Iterator[bytes], about: dict) -> None:
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
    if total.hexdigest() != about.get("sha256"):
        raise Broken(f"“{name}” in it is not what was written: its sum differs.")
