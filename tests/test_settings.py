"""Settings come from the environment, refuse what is unsafe, and are all written down."""

import os
import re
import subprocess
import sys

import pytest

from tests.server import ROOT

KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCTION = {
    "SECRET_KEY": KEY,
    "DEBUG": "false",
    "HTTPS": "true",
    "DEMO": "false",
    "ALLOWED_HOSTS": "example.org",
}


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | settings, capture_output=True, text=True, check=False)


def test_without_a_key_it_refuses_to_start_and_says_why() -> None:
    done = run("manage.py", "check", SECRET_KEY="", DEBUG="false")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert "make run" in done.stderr


ALL_ON = {"BEHIND_PROXY": "true", "LOG_FORMAT": "json", "METRICS": "true", "SLOW_QUERY_MS": "200"}


@pytest.mark.parametrize("more", [{}, ALL_ON], ids=["as they are", "all on"])
def test_the_production_settings_pass_the_deployment_check(more: dict[str, str]) -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION | more)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_way_to_log_that_there_is_not_is_refused() -> None:
    done = run("manage.py", "check", **PRODUCTION, LOG_FORMAT="xml")
    assert done.returncode != 0
    assert "LOG_FORMAT is “xml”. Set it to lines or json." in done.stderr


SHOW = "from config import settings as s; print({expression})"


def setting(expression: str, **settings: str) -> str:
    done = run("-c", SHOW.format(expression=expression), **PRODUCTION | settings)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_cookies_and_pages_are_for_https_unless_said_otherwise(name: str) -> None:
    assert setting(f"s.{name}") == "True"
    assert setting(f"s.{name}", HTTPS="false") == "False"


def test_sqlite_writes_ahead_and_takes_its_lock_at_once() -> None:
    options = setting("s.DATABASES['default']['OPTIONS']", DATABASE_URL="sqlite:////tmp/none.sqlite3")
    assert "journal_mode=WAL" in options
    assert "IMMEDIATE" in options


def test_a_database_url_names_another_database() -> None:
    assert setting("s.DATABASES['default']['ENGINE']", DATABASE_URL="postgres://a@b/c").endswith("postgresql")


def test_every_setting_is_in_the_documented_list() -> None:
    source = (ROOT / "config" / "settings.py").read_text() + (ROOT / "config" / "asgi.py").read_text()
    names = re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', source)
    listed = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "operating.md").read_text(), re.MULTILINE)
    assert sorted({*names, "PORT"}) == sorted(listed)
