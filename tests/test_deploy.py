"""systemd, nginx and Caddy take the files of deploy/; the proxy passes on what it should, and no log holds a key."""

import json
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import signing
from django.core.management import get_commands

from interviews.live import SALT
from interviews.models import Seat
from interviews.presence import standing_mark
from tests.server import ROOT, Server, free_port

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
KEY = "abcdef-a-key-that-opens-a-door"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def _needs(program: str | None, name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not program, reason=f"{name} is not installed here.")


@_needs(shutil.which("systemd-analyze"), "systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "uvicorn"):
        (programs / name).symlink_to(sys.executable)
    units = [tmp_path / unit.name for unit in UNITS]
    for unit, source in zip(units, UNITS, strict=True):
        unit.write_text(source.read_text().replace("/srv/rehearse", str(tmp_path)))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "rehearse" in line]
    assert (done.returncode, ours) == (0, [])


def test_a_unit_runs_a_command_that_there_is() -> None:
    named = {name for unit in UNITS for name in re.findall(r"manage\.py (\w+)", unit.read_text())}
    assert {"backup", "deliver_webhooks", "refresh_analysis"} <= named
    assert named - set(get_commands()) <= {"apply_retention"}


def test_every_timer_has_its_service_and_is_documented() -> None:
    documented = (ROOT / "docs" / "operating.md").read_text()
    names = {unit.name for unit in UNITS}
    for timer in (unit for unit in UNITS if unit.suffix == ".timer"):
        assert f"{timer.stem}.service" in names
        assert f"`{timer.name}`" in documented


@_needs(shutil.which("caddy"), "Caddy")
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    command = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = subprocess.run(command, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()


class Proxy:
    """nginx with our file, but for ports and places."""

    def __init__(self, folder: Path, behind: int) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        ours = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "listen [::]:80;": "",
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "127.0.0.1:8000": f"127.0.0.1:{behind}",
            "/var/log/nginx": str(folder),
        }.items():
            ours = ours.replace(old, new)
        places = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        around = f"pid {folder}/pid; error_log {folder}/all.log; events {{}} http {{ {places}\n{ours} }}"
        (folder / "nginx.conf").write_text(around)
        self.command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "all.log")]

    def __enter__(self) -> "Proxy":
        self.process = subprocess.Popen([*self.command, "-g", "daemon off;"])
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    @property
    def log(self) -> str:
        return (self.folder / "rehearse.log").read_text() + (self.folder / "rehearse-error.log").read_text()


@_needs(NGINX, "nginx")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    done = subprocess.run([*Proxy(tmp_path, 8000).command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


# All that these tests ask for, in one process: tables, a seat, and static files that nobody needs compressed.
PREPARED = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from interviews.tests.making import cast
settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "map", "txt", "md", "json", "")
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
cast(1)
"""


class TalkativeServer(Server):
    """Told to write as much as it can, addresses too."""

    def prepare(self) -> None:
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-c", PREPARED]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--log-level", "debug", "--access-log"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.wait_until_it_answers()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"HTTPS": "true", "BEHIND_PROXY": "true", "LOG_FORMAT": "json", "METRICS": "true", "SLOW_QUERY_MS": "1"}
    server = TalkativeServer(tmp_path_factory.mktemp("deployed"), LOG_LEVEL="INFO", **settings)
    server.prepare()
    server.start()
    yield server
    server.stop()


def ask(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.build_opener(Unled).open(request, timeout=10) as response:
            return response.status, {name.lower(): value for name, value in response.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}


class Unled(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_) -> None:
        """Not to follow is to see where it leads."""


def stream_of(server: Server) -> str:
    of_lead = "SELECT interview_id, id FROM interviews_seat WHERE role = 'lead' ORDER BY id LIMIT 1"
    seat = [*server.rows(of_lead)[0], standing_mark(Seat())]
    return f"/live/{signing.dumps(seat, key=server.environment['SECRET_KEY'], salt=SALT)}/"


def first_event(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as stream:
        return stream.readline()


def test_a_probe_over_plain_http_is_not_sent_to_https(server: Server) -> None:
    assert ask(f"{server.url}/healthz", Host="10.1.2.3:8000")[0] == 200
    assert ask(f"{server.url}/readyz", Host="10.1.2.3:8000")[0] == 200
    assert ask(f"{server.url}/metrics")[0] == 200
    assert ask(f"{server.url}/login/")[0] == 301


def test_each_line_of_the_log_is_an_object_and_none_holds_a_key(server: Server) -> None:
    stream = stream_of(server)
    secure = {"X-Forwarded-Proto": "https"}
    for address in (f"/join/{KEY}/", f"/calendar/{KEY}.ics", f"/live/{KEY}/", f"/login/?next=/join/{KEY}/", f"/{KEY}"):
        assert ask(server.url + address, **secure)[0] in (200, 403, 404, 410)
    assert first_event(server.url + stream) == b"event: version\n"
    # What comes before the application was loaded is the server's own, and says nothing of requests.
    lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
    assert {"join", "integrations:feed", "login", "none"} <= {line.get("route") for line in lines}
    assert KEY not in server.log
    assert stream.split("/")[2] not in server.log
    assert "GET /" not in server.log


@_needs(NGINX, "nginx")
def test_behind_nginx_pages_streams_and_numbers_pass_and_no_key_is_logged(server: Server, tmp_path: Path) -> None:
    stream = stream_of(server)
    with Proxy(tmp_path, server.port) as proxy:
        assert _answers(proxy)
        assert ask(f"{proxy.url}/login/")[1]["location"].startswith("https://")
        status, headers = ask(f"{proxy.url}/healthz")
        assert (status, headers["cache-control"]) == (200, "no-store")
        started = time.monotonic()
        assert first_event(proxy.url + stream) == b"event: version\n"
        assert time.monotonic() - started < 5, "the stream was held back"
        for address in (f"/join/{KEY}/?a={KEY}", f"/calendar/{KEY}.ics", f"/live/{KEY}/", "/metrics", "/readyz"):
            assert ask(proxy.url + address)[0] in (301, 403, 404)
        assert ask(f"{proxy.url}/metrics")[0] == ask(f"{proxy.url}/readyz")[0] == 404
    assert " GET /join/- 301 " in proxy.log
    assert " GET /live/- 200 " in proxy.log
    assert KEY not in proxy.log
    assert stream.split("/")[2] not in proxy.log


def _answers(proxy: Proxy) -> bool:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        try:
            return ask(f"{proxy.url}/healthz")[0] == 200
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    return False
