"""Brings a backup back: unpacked and checked beside its place first, then moved there in one go."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from operations import archive, sqlite
from operations.schema import Migration


class CannotRestore(Exception):
    """Why nothing was restored; what was there is as it was."""


@dataclass(frozen=True)
class Place:
    """Where a database and its files lie."""

    database: Path
    media: Path

    def is_empty(self) -> bool:
        files = self.media.is_dir() and any(path.is_file() for path in self.media.rglob("*"))
        return not files and not (self.database.exists() and self.database.stat().st_size)


@dataclass(frozen=True)
class Restored:
    made_at: str
    rows: int
    files: int
    set_aside: list[Path]
    lacks: list[Migration]


def restore(source: Path, place: Place, now: datetime, known: frozenset[Migration], *, replace: bool) -> Restored:
    """Put the database and the files of a backup into their place; what was there is kept beside it.

    `known` are the migrations of this version. Raises CannotRestore, and OSError where a disk fails.
    """
    if not place.is_empty() and not replace:
        raise CannotRestore(
            f"There is a database at {place.database}, or files in {place.media}. Stop the server and give "
            "--replace; what is there is then kept beside it under another name."
        )
    with ExitStack() as stack:
        staged = Place(_beside(place.database, stack), _beside(place.media, stack))
        staged.media.mkdir()
        manifest = _unpacked(source, staged)
        has = _checked(staged.database, manifest, known)
        set_aside = _swap(staged, place, f"before-{now:%Y%m%dT%H%M%SZ}")
    files = len(manifest.files) - 1
    return Restored(manifest.made_at, sum(manifest.tables.values()), files, set_aside, sorted(known - has))


def _beside(path: Path, stack: ExitStack) -> Path:
    """A place on the same disk, removed at the end with whatever is left there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = stack.enter_context(tempfile.TemporaryDirectory(dir=path.parent, prefix=".rehearse-restore-"))
    return Path(folder) / path.name


def _unpacked(source: Path, staged: Place) -> archive.Manifest:
    if not source.is_file():
        raise CannotRestore(f"There is no file {source}.")
    try:
        return archive.unpack(source, staged.database, staged.media)
    except archive.Broken as error:
        raise CannotRestore(f"{source} was not restored. {error}") from None


def _checked(database: Path, manifest: archive.Manifest, known: frozenset[Migration]) -> set[Migration]:
    """The migrations that the database has had."""
    try:
        sqlite.check(database)
        if sqlite.counts(database) != manifest.tables:
            raise sqlite.Damaged("it has not as many rows as its list of contents says")
        has = sqlite.migrations(database)
    except sqlite.Damaged as error:
        raise CannotRestore(f"The database in the backup is damaged: {error}.") from None
    if newer := sorted(has - known):
        names = ", ".join(f"{app}.{name}" for app, name in newer[:3])
        raise CannotRestore(
            f"The backup is of a newer version: it has had {names}, which this version does not know. "
            "Upgrade the program first."
        )
    return has


def _swap(staged: Place, place: Place, mark: str) -> list[Path]:
    aside = [(path, _marked(path, place, mark)) for path in _in_the_way(place)]
    moves = [*aside, (staged.database, place.database), (staged.media, place.media)]
    done: list[tuple[Path, Path]] = []
    try:
        for here, there in moves:
            here.rename(there)
            done.append((here, there))
    except OSError as error:
        for here, there in reversed(done):
            there.rename(here)
        raise CannotRestore(f"Nothing was changed: {error}.") from None
    return [there for _, there in aside]


def _in_the_way(place: Place) -> list[Path]:
    """What has to make room: a folder with something in it, and a database, which nobody may have open."""
    companions = [Path(f"{place.database}{end}") for end in sqlite.COMPANIONS]
    if place.database.exists():
        try:
            sqlite.into_one_file(place.database)
        except sqlite.InUse:
            raise CannotRestore("The database is in use. Stop the server, and all else that has it open.") from None
        except sqlite.Damaged:
            pass  # A damaged database is what one restores for. It makes room as it is.
    folder = [place.media] if place.media.is_dir() and any(place.media.iterdir()) else []
    return [path for path in [place.database, *companions] if path.exists()] + folder


def _marked(path: Path, place: Place, mark: str) -> Path:
    """The companions of a database keep being named after it, or SQLite would not find them."""
    kept = place.database.name if path != place.media else path.name
    return path.with_name(f"{kept}.{mark}{path.name.removeprefix(kept)}")
