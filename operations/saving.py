"""Makes a backup: the database as of one moment, then the files that it names, in one archive."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from operations import archive, sqlite


class CannotSave(Exception):
    """Why no backup was made; nothing is left of the attempt."""


@dataclass(frozen=True)
class Saved:
    target: Path
    rows: int
    files: int
    not_found: list[str]


def back_up(database: Path, media: Path, target: Path, now: datetime, naming: list[tuple[str, str]]) -> Saved:
    """Write a backup to `target`, or into it under a name of the moment where it is a folder.

    `naming` are the tables and columns that name files. Raises CannotSave, and OSError where a disk fails.
    """
    target = target / f"rehearse-{now:%Y%m%dT%H%M%SZ}.tar" if target.is_dir() else target
    _refuse_what_cannot_be(database, media, target)
    # Beside its target, for a rename is at once only within a disk; and closed to others, for it holds everything.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".rehearse-backup-") as folder:
        copy, packed = Path(folder) / "copy.sqlite3", Path(folder) / "backup.tar"
        try:
            sqlite.copy(database, copy)
            sqlite.check(copy)
            named = {name for table, column in naming for name in sqlite.column(copy, table, column)}
            manifest = _pack(packed, copy, media, now)
        except sqlite.Damaged as error:
            raise CannotSave(f"The database cannot be read whole: {error}.") from None
        archive.verify(packed)
        packed.rename(target)
    _settle(target.parent)
    kept = {name.removeprefix(archive.MEDIA) for name in manifest.files if name.startswith(archive.MEDIA)}
    return Saved(target, sum(manifest.tables.values()), len(kept), sorted(named - kept - {""}))


def _refuse_what_cannot_be(database: Path, media: Path, target: Path) -> None:
    if not database.is_file():
        raise CannotSave(f"There is no database at {database}. Is DATABASE_URL right?")
    if target.exists():
        raise CannotSave(f"{target} exists already. A backup never overwrites; name another file.")
    if not target.parent.is_dir():
        raise CannotSave(f"There is no folder {target.parent}. Make it first.")
    if target.resolve().is_relative_to(media.resolve()):
        raise CannotSave(f"{target} lies among the files that are to be saved. Name a place outside {media}.")


def _pack(packed: Path, copy: Path, media: Path, now: datetime) -> archive.Manifest:
    with os.fdopen(os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        writer = archive.Writer(file)
        writer.add(archive.DATABASE, copy)
        for path in _files_in(media):
            # Removed since it was listed, as its row was: then it is not to come back either.
            if path.exists():
                writer.add(archive.MEDIA + path.relative_to(media).as_posix(), path)
        manifest = writer.seal(now.isoformat(timespec="seconds"), sqlite.counts(copy))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _files_in(media: Path) -> Iterator[Path]:
    return (path for path in sorted(media.rglob("*")) if path.is_file() and not path.is_symlink())


def _settle(folder: Path) -> None:
    """Have the disk hold the new name, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
