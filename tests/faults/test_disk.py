"""The disk is full: what was not kept is refused, what was kept is whole, and with room again all goes on."""

import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults import books
from tests.faults.conftest import GETS_READY
from tests.faults.people import AS_JSON, Page
from tests.faults.visitor import Visitor
from tests.server import Server

MEGABYTE = 1024**2
MOST_SAVES = 200
LONG = "word " * 20_000
ANSWER = "SELECT answer, answer_version FROM interviews_askedquestion WHERE interview_id = %s AND position = 1"
RECORDINGS = "SELECT file, size FROM practice_recording"
WEBM = b"\x1a\x45\xdf\xa3"


class Disk:
    """A small disk of a test's own."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"No disk can be mounted here: {done.stderr.strip()}")

    def fill(self) -> None:
        with (self.folder / "ballast").open("ab", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(4096))

    def free(self) -> None:
        (self.folder / "ballast").unlink()

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture(scope="module")
def disks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Disk, Disk]]:
    """One for the database, one for files."""
    folder, mounted = tmp_path_factory.mktemp("disks"), []
    try:
        for name, size in (("database", 48), ("media", 8)):
            mounted.append(Disk(folder / name, size))
        yield tuple(mounted)
    finally:
        for disk in mounted:
            disk.unmount()


@pytest.fixture(scope="module")
def server(disks: tuple[Disk, Disk], statics: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database, media = disks
    address = f"sqlite:///{database.folder / 'rehearse.sqlite3'}"
    settings = {"DATABASE_URL": address, "MEDIA_ROOT": str(media.folder), "STATIC_ROOT": statics}
    server = Server(tmp_path_factory.mktemp("full"), **settings)
    server.manage("shell", "--verbosity", "0", "--command", GETS_READY)
    server.start()
    yield server
    server.stop()


def test_a_save_without_room_is_refused_whole_and_passes_once_there_is_room(
    server: Server, disks: tuple[Disk, Disk], measured
) -> None:
    irene, cleo = Visitor(server).log_in("irene"), Visitor(server)
    interview = irene.makes_interview()
    cleo.joins(irene.invitation_to(interview))
    irene.does(interview, "start")
    irene.does(interview, "questions/1/open")
    address, page, status, saved = f"/interviews/{interview}/questions/1/answer/", Page(), 200, ("", 0)
    disks[0].fill()
    # SQLite uses up what room its files have, before it asks the disk for more.
    while status == 200:
        assert page.edit < MOST_SAVES
        page.types(f"{page.edit + 1}: {LONG}")
        status, text = cleo.asks(address, page.fields, **AS_JSON)
        if status == 200:
            page.learns(text)
            saved = (page.sent[page.edit], page.base)
    assert status == 503
    assert "not possible just now" in text
    assert cleo.asks(address, page.fields, **AS_JSON)[0] == 503
    assert server.rows(ANSWER, interview) == [saved]
    assert books.broken_database(server) == []
    assert irene.asks("/questions/")[0] == 200
    disks[0].free()
    assert cleo.asks(address, page.fields, **AS_JSON)[0] == 200
    assert server.rows(ANSWER, interview) == [(page.sent[page.edit], saved[1] + 1)]
    assert books.broken_database(server) == []
    measured(
        f"SQLite on a full disk: {saved[1]} saves went into what room it had, the next was refused and nothing lost"
    )


def sends(visitor: Visitor, server: Server, path: str, sound: bytes) -> tuple[int, str]:
    """A form with a file."""
    fields = f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{visitor.csrf}\r\n'
    head = '--x\r\nContent-Disposition: form-data; name="recording"; filename="a.webm"\r\n\r\n'
    body = (fields + head).encode() + sound + b"\r\n--x--\r\n"
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.cookies)
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": cookies}
    request = urllib.request.Request(server.url + path, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


@pytest.mark.parametrize("megabytes", [1, 3], ids=["held in memory", "put aside on its way"])
def test_a_recording_without_room_leaves_nothing_behind_and_the_one_before_stays(
    server: Server, disks: tuple[Disk, Disk], megabytes: int
) -> None:
    media = disks[1]

    def files() -> list[int]:
        return [path.stat().st_size for path in media.folder.rglob("*.webm")]

    chen = Visitor(server).log_in("chen")
    drill = chen.asks("/practice/drill/", {"ref": "aws-junior-01"})[1]
    before = WEBM + bytes(1000)
    assert sends(chen, server, f"{drill}recording/", before)[0] == 201
    media.fill()
    longer = WEBM + bytes(megabytes * MEGABYTE)
    status, text = sends(chen, server, f"{drill}recording/", longer)
    assert status == 507
    assert "It is still on this device" in text
    assert files() == [len(before)]
    assert [size for _, size in server.rows(RECORDINGS)] == [len(before)]
    assert chen.asks(f"{drill}recording/")[0] == 200
    media.free()
    assert sends(chen, server, f"{drill}recording/", longer)[0] == 201
    assert files() == [len(longer)]
    assert [size for _, size in server.rows(RECORDINGS)] == [len(longer)]
