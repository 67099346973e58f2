"""A backup holds every row and file as of one moment, while others go on writing, and is whole or not there."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from operations import archive, saving, sqlite
from operations.restoring import Place
from operations.tests.making import NOW, contents

NAMING = [("practice_recording", "file")]
# Groups come by two in one transaction, as fast as they can: a copy of half a transaction has one too many.
WRITER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
print("writes", flush=True)
for number in range(1_000_000):
    database.execute("BEGIN IMMEDIATE")
    for side in ("left", "right"):
        database.execute("INSERT INTO auth_group (name) VALUES (?)", [f"{number} {side}"])
    database.execute("COMMIT")
"""


def save(place: Place, target: Path) -> saving.Saved:
    return saving.back_up(place.database, place.media, target, NOW, NAMING)


def unpacked(target: Path, folder: Path) -> Place:
    place = Place(folder / "db.sqlite3", folder / "media")
    archive.unpack(target, place.database, place.media)
    return place


def test_a_backup_holds_every_row_and_file(place: Place, tmp_path: Path) -> None:
    saved = save(place, tmp_path / "a.tar")
    assert contents(unpacked(saved.target, tmp_path / "out")) == contents(place)
    assert saved.files == 2
    assert saved.not_found == []


def test_into_a_folder_it_is_named_by_its_moment_and_is_for_its_owner_alone(place: Place, tmp_path: Path) -> None:
    saved = save(place, tmp_path)
    assert saved.target == tmp_path / "rehearse-20261126T033000Z.tar"
    assert saved.target.stat().st_mode & 0o777 == 0o600


def test_while_another_process_writes_each_backup_is_of_one_moment(place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(place.database)) as database, database:
        database.executemany("INSERT INTO auth_group (name) VALUES (?)", [(f"{n} before",) for n in range(20_000)])
        before = database.execute("SELECT count(*) FROM auth_group").fetchone()[0]
    command = [sys.executable, "-c", WRITER, str(place.database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        writer.stdout.readline()
        seen = []
        for number in range(4):
            save(place, tmp_path / f"{number}.tar")
            copy = unpacked(tmp_path / f"{number}.tar", tmp_path / str(number)).database
            sqlite.check(copy)
            seen.append(sqlite.counts(copy)["auth_group"] - before)
            time.sleep(0.02)
        assert writer.poll() is None
        writer.kill()
    assert [count % 2 for count in seen] == [0, 0, 0, 0]
    assert seen == sorted(set(seen)), "nothing was written meanwhile, so nothing was shown"


def test_nothing_is_overwritten(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "a.tar"
    target.write_bytes(b"an older backup")
    with pytest.raises(saving.CannotSave, match="exists already"):
        save(place, target)
    assert target.read_bytes() == b"an older backup"


@pytest.mark.parametrize("target", ["here/media/a.tar", "nowhere/a.tar"])
def test_a_place_that_will_not_do_is_refused(target: str, place: Place, tmp_path: Path) -> None:
    with pytest.raises(saving.CannotSave):
        save(place, tmp_path / target)


def test_a_missing_database_is_not_made(place: Place, tmp_path: Path) -> None:
    place.database.unlink()
    with pytest.raises(saving.CannotSave, match="DATABASE_URL"):
        save(place, tmp_path / "a.tar")
    assert not place.database.exists()


def test_a_database_that_contradicts_itself_is_not_saved_over_good_backups(place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(place.database)) as database, database:
        database.execute("DELETE FROM practice_attempt")
    with pytest.raises(saving.CannotSave, match="refer to rows that are not there"):
        save(place, tmp_path / "a.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here"]


def test_what_is_no_database_is_not_saved(place: Place, tmp_path: Path) -> None:
    place.database.write_bytes(b"no database" * 1000)
    with pytest.raises(saving.CannotSave, match="cannot be read whole: file is not a database"):
        save(place, tmp_path / "a.tar")


def test_a_disk_that_fails_halfway_leaves_nothing(place: Place, tmp_path: Path, monkeypatch) -> None:
    def full(*_) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(archive.Writer, "seal", full)
    with pytest.raises(OSError, match="No space"):
        save(place, tmp_path / "a.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here"]


def test_a_file_that_is_gone_is_told_of(place: Place, tmp_path: Path) -> None:
    gone = next(place.media.rglob("*.webm"))
    gone.unlink()
    saved = save(place, tmp_path / "a.tar")
    assert saved.not_found == [gone.relative_to(place.media).as_posix()]


def test_a_link_among_the_files_leads_nobody_out(place: Place, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("private")
    (place.media / "link").symlink_to(tmp_path / "private")
    assert save(place, tmp_path / "a.tar").files == 2


def test_no_files_are_no_fault(place: Place, tmp_path: Path) -> None:
    shutil.rmtree(place.media)
    assert save(place, tmp_path / "a.tar").files == 0
