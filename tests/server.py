"""The real server, as a newcomer runs it, on a database of its own: what browsers are driven against."""

import copy
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One uvicorn process. `kill` is a power cut; `start` afterwards is on the same port and the same data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
            "SECRET_KEY": "a key of the browser tests",
            "DEBUG": "false",
            "HTTPS": "false",
            "DEMO": "true",
            "SIGN_UP": "true",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
            **settings,
        }
        if "DATABASE_URL" not in settings:
            self.environment["DATABASE_URL"] = self._own_database()
        self.process: subprocess.Popen | None = None

    def _own_database(self) -> str:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            return f"sqlite:///{self.folder / 'browser.sqlite3'}"
        name = f"rehearse_browser_{self.port}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        self._dropped_at_end = (url, name)
        return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

    def beside(self) -> "Server":
        """Another process on the same data, as it would run behind the same proxy."""
        other = copy.copy(self)
        other.port = free_port()
        other.url = f"http://127.0.0.1:{other.port}"
        other.process = other._dropped_at_end = None
        return other

    @property
    def on_sqlite(self) -> bool:
        return self.environment["DATABASE_URL"].startswith("sqlite")

    @property
    def file(self) -> str:
        """Where the database lies, if it is a file."""
        return urlsplit(self.environment["DATABASE_URL"]).path.removeprefix("/")

    def rows(self, query: str, *values: object) -> list[tuple]:
        """What the server's database holds, read or changed from outside; `%s` stands for a value."""
        url = self.environment["DATABASE_URL"]
        if self.on_sqlite:
            with closing(sqlite3.connect(self.file, timeout=20)) as connection, connection:
                return connection.execute(query.replace("%s", "?"), values).fetchall()
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    @staticmethod
    def moment(value: object) -> datetime:
        """A date and time as the database hands it out, in UTC."""
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)

    def let_pass(self, interview: int, seconds: float) -> None:
        """Bring both clocks of a running interview to where they would be `seconds` later."""
        for table, key in (("interviews_interview", "id"), ("interviews_askedquestion", "interview_id")):
            started = f"SELECT id, started_at FROM {table} WHERE {key} = %s AND started_at IS NOT NULL"
            for row, at in self.rows(started, interview):
                earlier = self.moment(at) - timedelta(seconds=seconds)
                written = f"{earlier:%Y-%m-%d %H:%M:%S.%f}" if self.on_sqlite else earlier
                self.rows(f"UPDATE {table} SET started_at = %s WHERE id = %s", written, row)

    def days_pass(self, username: str, days: int) -> None:
        """Bring somebody's practice to where it would be so many days later."""
        columns = {
            "practice_card": ("due", "last_review"),
            "practice_attempt": ("started_at", "revealed_at", "graded_at"),
        }
        for table, names in columns.items():
            of_them = f"FROM {table} WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)"
            for row, *moments in self.rows(f"SELECT id, {', '.join(names)} {of_them}", username):
                for name, at in zip(names, moments, strict=True):
                    if at is None:
                        continue
                    earlier = self.moment(at) - timedelta(days=days)
                    written = f"{earlier:%Y-%m-%d %H:%M:%S.%f}" if self.on_sqlite else earlier
                    self.rows(f"UPDATE {table} SET {name} = %s WHERE id = %s", written, row)
        self.rows(f"UPDATE practice_card SET reviewed = reviewed - {days}")
        earlier = "date(day, '-{} days')" if self.on_sqlite else "day - {}"
        self.rows(f"UPDATE practice_attempt SET day = {earlier.format(days)}")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        self.manage("import_questions", "fixtures/aws")
        self.manage("import_samples", "fixtures/aws-calibration")
        self.manage("demo")
        self.manage("demo_practice")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]
        command += ["--log-level", "warning", "--timeout-graceful-shutdown", "2"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        give_up = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < give_up:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"The server did not start: {(self.folder / 'server.log').read_text()}")

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def shut_down(self) -> None:
        """As an operator stops it; what it was asked is answered first."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)

    def stop(self) -> None:
        self.shut_down()
        if database := getattr(self, "_dropped_at_end", None):
            with psycopg.connect(database[0], autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {database[1]} WITH (FORCE)")
