"""One request: over TLS only to whom the certificate names, to the address that was checked, and never for long."""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations import sending
from integrations.sending import post
from integrations.tests.receiver import Receiver, receiving

SECONDS = 0.5


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for the name `localhost`, signed by nobody."""
    if not shutil.which("openssl"):
        pytest.skip("There is no openssl here to make a certificate with.")
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    named = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        ["openssl", *made.split(), *named, "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True
    )
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def secured(certificate: Path) -> Iterator[tuple[Receiver, int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with receiving(tls=context) as (receiver, url):
        yield receiver, int(url.split(":")[2].partition("/")[0])


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(sending.ssl, "create_default_context", lambda: context)


def test_over_tls_it_reaches_whom_the_certificate_names(secured: tuple[Receiver, int], trusted: None) -> None:
    receiver, port = secured
    assert post(f"https://localhost:{port}/hook", {}, b"{}", private=True, seconds=SECONDS).taken
    assert receiver.requests[0][0]["host"] == f"localhost:{port}"


def test_another_name_than_the_certificates_gets_nothing(secured: tuple[Receiver, int], trusted: None) -> None:
    receiver, port = secured
    outcome = post(f"https://127.0.0.1:{port}/hook", {}, b"{}", private=True, seconds=SECONDS)
    assert (outcome.status, outcome.reason) == (None, "its certificate or encryption is not accepted")
    assert receiver.requests == []


def test_a_certificate_that_nobody_vouches_for_gets_nothing(secured: tuple[Receiver, int]) -> None:
    receiver, port = secured
    outcome = post(f"https://localhost:{port}/hook", {}, b"{}", private=True, seconds=SECONDS)
    assert (outcome.status, outcome.reason) == (None, "its certificate or encryption is not accepted")
    assert receiver.requests == []


def test_a_receiver_that_never_speaks_tls_is_left_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begun = time.monotonic()
        outcome = post(f"https://127.0.0.1:{silent.getsockname()[1]}/", {}, b"{}", private=True, seconds=SECONDS)
        assert outcome.reason == f"no answer within {SECONDS:g} seconds"
        assert time.monotonic() - begun < 2 * SECONDS


def test_a_name_is_looked_up_once_so_no_second_answer_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = socket.getaddrinfo, []

    def answer(host: str, *args, **kwargs) -> list:
        asked.append(host)
        return real("127.0.0.1" if host == "hooks.example.org" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with receiving() as (receiver, url):
        url = url.replace("127.0.0.1", "hooks.example.org")
        assert post(url, {}, b"{}", private=True, seconds=SECONDS).taken
    assert asked.count("hooks.example.org") == 1
    assert set(asked) == {"hooks.example.org", "127.0.0.1"}
    assert receiver.requests[0][0]["host"].startswith("hooks.example.org:")


def test_a_name_that_takes_too_long_to_look_up_is_not_reached_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def slowly(*args, **kwargs) -> list:
        time.sleep(0.2)
        return real(*args, **kwargs)

    with receiving() as (receiver, url):
        monkeypatch.setattr(socket, "getaddrinfo", slowly)
        outcome = post(url, {}, b"{}", private=True, seconds=0.1)
        assert outcome.reason == "no answer within 0.1 seconds"
        assert receiver.requests == []
