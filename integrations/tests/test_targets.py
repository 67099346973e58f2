"""Where webhooks may go, and above all where not."""

import contextlib
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.targets import Refused, addresses_of, is_public, target_of

PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"]
INNER = """
127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255
224.0.0.1 240.0.0.1 198.18.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 2001:db8::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a9fe:a9fe:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b:1::1
""".split()


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INNER)
def test_inner_networks_are_not_however_they_are_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://example.org", (True, "example.org", 443, "/", "example.org")),
        ("https://Example.org:8443/hook?a=b", (True, "example.org", 8443, "/hook?a=b", "example.org:8443")),
        ("https://[2606:2800::1]/x", (True, "2606:2800::1", 443, "/x", "[2606:2800::1]")),
    ],
)
def test_a_url_is_taken_apart(url: str, parts: tuple) -> None:
    target = target_of(url, private=False)
    assert (target.secure, target.host, target.port, target.path, target.host_header) == parts


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:password@example.org",
        "https://@example.org",
        "https://example.org/#part",
        "https://example.org:0",
        "https://example.org:99999",
        "https://[::1",
        "https://exa mple.org",
        "https://example.org/a\r\nHost: other",
        "https://exämple.org",
        "http://example.org",
    ],
)
def test_what_is_no_url_of_a_receiver_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        target_of(url, private=False)


def test_without_https_only_where_inner_networks_are_allowed() -> None:
    assert not target_of("http://example.org", private=True).secure


@given(st.text())
def test_any_text_is_a_url_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        target_of(text, private=True)


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_a_name_that_leads_into_an_inner_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "93.184.215.14", "10.0.0.7")
    target = target_of("https://example.org", private=False)
    with pytest.raises(Refused, match="private network"):
        addresses_of(target, private=False)
    assert addresses_of(target, private=True) == ["93.184.215.14", "10.0.0.7"]


@pytest.mark.parametrize("number", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_an_address_in_disguise_is_what_it_stands_for(number: str) -> None:
    with pytest.raises((Refused, OSError)):
        addresses_of(target_of(f"https://{number}/", private=False), private=False)


def test_a_name_that_no_computer_can_have_is_refused() -> None:
    with pytest.raises((Refused, OSError)):
        addresses_of(target_of(f"https://{'a' * 80}..org", private=False), private=False)
