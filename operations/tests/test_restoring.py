"""What was saved comes back, whole or not at all; what was there before is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from operations import restoring, saving, schema
from operations.restoring import CannotRestore, Place, Restored
from operations.tests.making import NOW, add_a_group, contents, everything_below


@pytest.fixture
def saved(place: Place, tmp_path: Path) -> Path:
    return saving.back_up(place.database, place.media, tmp_path / "saved.tar", NOW, []).target


def restore(saved: Path, place: Place, *, replace: bool = False) -> Restored:
    return restoring.restore(saved, place, NOW, schema.known(), replace=replace)


def refused(saved: Path, place: Place, says: str, *, replace: bool = True) -> None:
    """It says why, and not a byte has changed."""
    before = everything_below(place.database.parent)
    with pytest.raises(CannotRestore, match=says):
        restore(saved, place, replace=replace)
    assert everything_below(place.database.parent) == before


def test_every_row_and_file_comes_back(saved: Path, place: Place, tmp_path: Path) -> None:
    elsewhere = Place(tmp_path / "new" / "db.sqlite3", tmp_path / "other" / "media")
    restored = restore(saved, elsewhere)
    assert contents(elsewhere) == contents(place)
    assert (restored.files, restored.set_aside, restored.lacks) == (2, [], [])
    assert sorted(path.name for path in elsewhere.database.parent.iterdir()) == ["db.sqlite3"]


def test_a_database_that_is_there_is_not_replaced_unless_that_is_said(saved: Path, place: Place) -> None:
    refused(saved, place, "--replace", replace=False)


def test_files_without_a_database_are_not_replaced_either(saved: Path, place: Place) -> None:
    place.database.unlink()
    refused(saved, place, "--replace", replace=False)


def test_what_is_replaced_is_kept_beside_it(saved: Path, place: Place) -> None:
    was_saved = contents(place)
    add_a_group(place.database, "later")
    (place.media / "later.webm").write_bytes(b"later")
    was_there = contents(place)
    restored = restore(saved, place, replace=True)
    assert contents(place) == was_saved
    assert contents(Place(*restored.set_aside)) == was_there
    assert [path.name for path in restored.set_aside] == [
        "db.sqlite3.before-20261126T033000Z",
        "media.before-20261126T033000Z",
    ]


def test_what_is_kept_holds_what_was_still_in_the_log_of_the_database(saved: Path, place: Place) -> None:
    """As after a power cut: the last rows are in the companion file alone."""
    with closing(sqlite3.connect(place.database)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA wal_autocheckpoint=0")
        with database:
            database.execute("INSERT INTO auth_group (name) VALUES ('last')")
        companions = {end: Path(f"{place.database}{end}").read_bytes() for end in ("-wal", "-shm")}
        main = place.database.read_bytes()
    place.database.write_bytes(main)
    for end, data in companions.items():
        Path(f"{place.database}{end}").write_bytes(data)
    kept = restore(saved, place, replace=True).set_aside[0]
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT count(*) FROM auth_group WHERE name = 'last'").fetchone() == (1,)


def test_a_database_in_use_is_not_replaced(saved: Path, place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("SELECT count(*) FROM auth_user").fetchone()
        with pytest.raises(CannotRestore, match="is in use"):
            restore(saved, place, replace=True)
        assert server.execute("SELECT count(*) FROM auth_user").fetchone() == (1,)
    assert not list(place.database.parent.glob("*before*"))


def test_a_damaged_database_is_what_one_restores_for(saved: Path, place: Place) -> None:
    was_saved = contents(place)
    place.database.write_bytes(b"no database any more" * 500)
    restore(saved, place, replace=True)
    assert contents(place) == was_saved


def test_a_cut_off_archive_changes_nothing(saved: Path, place: Place) -> None:
    saved.write_bytes(saved.read_bytes()[:-20_000])
    refused(saved, place, "cut off")


def test_an_altered_archive_changes_nothing(saved: Path, place: Place) -> None:
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    saved.write_bytes(data)
    refused(saved, place, "its sum differs")


def test_a_file_that_is_not_there_is_said_to_be_so(place: Place, tmp_path: Path) -> None:
    refused(tmp_path / "none.tar", place, "There is no file")


def _having_had(place: Place, tmp_path: Path, change: str) -> Path:
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute(change)
    return saving.back_up(place.database, place.media, tmp_path / "other.tar", NOW, []).target


def test_a_backup_of_a_newer_version_is_refused(place: Place, tmp_path: Path) -> None:
    newer = "INSERT INTO django_migrations (app, name, applied) VALUES ('interviews', '9999_later', '2026-11-26')"
    refused(_having_had(place, tmp_path, newer), place, "newer version: it has had interviews.9999_later")


def test_a_backup_of_an_older_version_says_what_is_to_be_applied(place: Place, tmp_path: Path) -> None:
    older = _having_had(place, tmp_path, "DELETE FROM django_migrations WHERE app = 'axes' AND name LIKE '0009%'")
    restored = restore(older, place, replace=True)
    assert [app for app, _ in restored.lacks] == ["axes"]


def test_another_programs_database_is_refused(place: Place, tmp_path: Path) -> None:
    refused(_having_had(place, tmp_path, "DROP TABLE django_migrations"), place, "no such table")


def test_a_disk_that_fails_while_things_move_leaves_all_as_it_was(saved: Path, place: Place, monkeypatch) -> None:
    rename, moved = Path.rename, []

    def failing(here: Path, there: Path) -> Path:
        moved.append(there)
        if len(moved) == 3:
            raise OSError("The disk is gone")
        return rename(here, there)

    before, names = contents(place), sorted(everything_below(place.database.parent))
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(CannotRestore, match="Nothing was changed: The disk is gone"):
        restore(saved, place, replace=True)
    assert (contents(place), sorted(everything_below(place.database.parent))) == (before, names)
