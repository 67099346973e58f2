"""Signatures of webhooks: what is genuine passes, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.signing import TOLERANCE_SECONDS, NotGenuine, headers_of, key_of, secret_of, sign, verify

KEYS = st.binary(min_size=24, max_size=64)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=40)
TIMES = st.integers(0, 10**11 - 1)
BODIES = st.binary(max_size=300)


def test_the_signature_is_that_of_the_standard() -> None:
    """The vector with which the libraries of Standard Webhooks are tested."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signature = sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(KEYS)
def test_a_secret_reads_back_as_its_key(key: bytes) -> None:
    assert key_of(secret_of(key)) == key


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_***", "whsec_é"])
def test_a_text_that_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError):
        key_of(secret)


@given(KEYS, IDS, TIMES, BODIES, st.integers(-TOLERANCE_SECONDS, TOLERANCE_SECONDS))
def test_what_was_signed_passes_within_the_tolerance(key: bytes, name: str, at: int, body: bytes, late: int) -> None:
    assert verify(key, headers_of([key], name, at, body), body, at + late) == name


@given(KEYS, IDS, TIMES, BODIES, st.integers(TOLERANCE_SECONDS + 1, 10**9), st.sampled_from([-1, 1]))
def test_an_old_one_or_one_of_the_future_does_not(
    key: bytes, name: str, at: int, body: bytes, off: int, way: int
) -> None:
    with pytest.raises(NotGenuine, match="too long ago"):
        verify(key, headers_of([key], name, at, body), body, at + off * way)


@given(KEYS, IDS, TIMES, BODIES, st.sampled_from(["webhook-id", "webhook-timestamp", "body", "key"]), st.data())
def test_what_was_altered_in_any_part_does_not(
    key: bytes, name: str, at: int, body: bytes, part: str, data: st.DataObject
) -> None:
    headers = headers_of([key], name, at, body)
    if part == "body":
        body = data.draw(BODIES.filter(lambda other: other != body))
    elif part == "key":
        key = data.draw(KEYS.filter(lambda other: other != key))
    elif part == "webhook-id":
        headers[part] = data.draw(IDS.filter(lambda other: other != name))
    else:
        headers[part] = str(at + data.draw(st.integers(1, TOLERANCE_SECONDS)))
    with pytest.raises(NotGenuine):
        verify(key, headers, body, at)


@given(KEYS, st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text()))
def test_whatever_else_comes_is_refused_without_a_fault(key: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(NotGenuine):
        verify(key, headers, b"{}", 1_700_000_000)


@given(KEYS, KEYS, BODIES)
def test_while_a_secret_is_changed_both_pass(old: bytes, new: bytes, body: bytes) -> None:
    headers = headers_of([new, old], "msg_1", 1_700_000_000, body)
    assert verify(old, headers, body, 1_700_000_000) == verify(new, headers, body, 1_700_000_000) == "msg_1"
