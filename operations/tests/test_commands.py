"""The commands as an operator runs them; and on PostgreSQL, the lines that the documentation gives."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from operations.restoring import Place
from operations.tests.making import ROOT, contents, run


def test_a_backup_is_made_and_brought_back(place: Place, tmp_path: Path) -> None:
    done = run(place, "manage.py", "backup", str(tmp_path / "a.tar"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"a\.tar: \d+ rows and 2 files, read back and found whole", done.stdout)
    elsewhere = Place(tmp_path / "new" / "db.sqlite3", tmp_path / "new" / "media")
    done = run(elsewhere, "manage.py", "restore", str(tmp_path / "a.tar"))
    assert done.returncode == 0, done.stderr
    assert "Restored" in done.stdout
    assert contents(elsewhere) == contents(place)


def test_what_cannot_be_is_said_in_a_line_and_by_the_exit(place: Place, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("not a backup")
    for command, says in (("backup", "exists already"), ("restore", "--replace")):
        done = run(place, "manage.py", command, str(tmp_path / "a.tar"))
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root could bring back what the server may not write.")
def test_root_is_sent_to_the_user_of_the_server(place: Place, tmp_path: Path) -> None:
    os.chown(place.database.parent, 12345, -1)
    done = run(place, "manage.py", "restore", "--replace", str(tmp_path / "a.tar"))
    assert done.returncode == 1
    assert "sudo -u '#12345'" in done.stderr


@pytest.mark.parametrize(("command", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_for_postgresql_they_name_its_own_tool(command: str, tool: str, place: Place) -> None:
    done = run(place, "manage.py", command, "a.tar", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert f"{tool}. docs/operating.md (Backups)" in done.stderr


POSTGRES = os.environ.get("DATABASE_URL", "")


@pytest.mark.skipif(not POSTGRES.startswith("postgres"), reason="The suite runs on SQLite.")
@pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is not installed here.")
def test_the_lines_that_are_documented_for_postgresql_bring_everything_back(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    saving, restoring = re.findall(r"```sh\n([^`]*pg_(?:dump|restore)[^`]*)```", text)
    names = [f"rehearse_{side}_{os.getpid()}" for side in ("there", "back")]
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        try:
            for name in names:
                server.execute(f"CREATE DATABASE {name}")
            there, back = [urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")) for name in names]
            _fill(there)
            _shell(saving, tmp_path, there)
            _shell(restoring, tmp_path, back)
            assert _rows(back) == _rows(there)
        finally:
            for name in names:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _fill(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TABLE words (id bigserial PRIMARY KEY, said text UNIQUE)")
        database.execute("INSERT INTO words (said) SELECT 'word ' || n FROM generate_series(1, 500) AS n")


def _shell(lines: str, folder: Path, url: str) -> None:
    """The lines as they are written, but for the folder."""
    (folder / "media").mkdir(exist_ok=True)
    lines = lines.replace("/srv/rehearse", str(folder)).replace("/var/backups/rehearse", str(folder))
    done = subprocess.run(["sh", "-eu", "-c", lines], cwd=folder, env=os.environ | {"DATABASE_URL": url}, check=False)
    assert done.returncode == 0, lines


def _rows(url: str) -> list[tuple]:
    with psycopg.connect(url) as database:
        return database.execute("SELECT * FROM words ORDER BY id").fetchall()
