"""Databases and archives to save, to bring back and to break."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from operations import archive
from operations.restoring import Place

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2026, 11, 26, 3, 30, tzinfo=UTC)


def environment(database: Path, media: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    ours = {"SECRET_KEY": "operations", "DATABASE_URL": f"sqlite:///{database}", "MEDIA_ROOT": str(media)}
    return kept | ours | settings


RECORDED = """
import django
django.setup()
from django.core.management import call_command
from django.core.files.base import ContentFile
from interviews.tests.making import person
from practice import recording
from practice.tests.making import graded
from questions.tests.making import questions
call_command("migrate", verbosity=0)
pat = person("pat")
for question in questions(2):
    sound = b"\\x1a\\x45\\xdf\\xa3" + question.ref.encode() * 500
    recording.attach(graded(pat, question), ContentFile(sound, "sound.webm"))
"""


def run(place: Place, *arguments: str, **other: str) -> subprocess.CompletedProcess:
    """Python, with a database and files of its own, whatever database the tests run on."""
    command = [sys.executable, *arguments]
    settings = environment(place.database, place.media, DJANGO_SETTINGS_MODULE="config.settings_test", **other)
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def add_a_group(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO auth_group (name) VALUES (?)", [name])


def contents(place: Place) -> tuple[list[str], dict[str, bytes]]:
    """Every row and every file."""
    with closing(sqlite3.connect(place.database)) as database:
        rows = list(database.iterdump())
    files = {path.relative_to(place.media).as_posix(): path.read_bytes() for path in place.media.rglob("*.*")}
    return rows, files


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def packed(target: Path, files: dict[str, bytes]) -> Path:
    """An archive of these files, as a backup writes it."""
    source = target.parent / "one"
    with target.open("wb") as file:
        writer = archive.Writer(file)
        for name, data in files.items():
            source.write_bytes(data)
            writer.add(name, source)
        writer.seal("2026-11-26T03:30:00+00:00", {})
    return target


def forged(target: Path, members: list[tarfile.TarInfo], *, listed: dict[str, bytes] | None = None) -> Path:
    """An archive of any members, whose list says that all is in order."""
    names = listed if listed is not None else {member.name: b"" for member in members}
    names = {archive.DATABASE: b"", **names}
    about = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in names.items()}
    text = json.dumps({"made_at": "", "tables": {}, "files": about, "format": archive.FORMAT}).encode()
    with tarfile.open(target, "w") as tar:
        for member in [tarfile.TarInfo(archive.DATABASE), *members]:
            tar.addfile(member, io.BytesIO(names.get(member.name, b"")))
        entry = tarfile.TarInfo(archive.LIST)
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return target
