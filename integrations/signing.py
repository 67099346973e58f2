"""How a webhook is signed and checked: the Standard Webhooks convention, plain bytes in and out.

What is signed is `id.timestamp.body`, so that neither a body under another id nor an old one under a new time passes.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"
VERSION = "v1"
TOLERANCE_SECONDS = 300


class NotGenuine(Exception):
    """What came was not sent by the holder of the secret, was altered, or is too old. The message says which."""


def secret_of(key: bytes) -> str:
    """A key as it is shown to people."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """The key that a shown secret stands for. Raises ValueError for a text that is none."""
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    if not key:
        raise ValueError("The secret is empty.")
    return key


def sign(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature, with the version of the scheme before it."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return f"{VERSION},{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def headers_of(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; with several keys, as while a secret is being changed, one signature for each."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(key, message_id, timestamp, body) for key in keys),
    }


def verify(key: bytes, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """The id of a genuine message, by which its receiver tells whether it came before.

    Raises NotGenuine.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        raise NotGenuine("The headers webhook-id and webhook-timestamp are missing, or say nothing.")
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise NotGenuine("It was signed too long ago, or in the future.")
    expected = _digest(sign(key, message_id, int(timestamp), body))
    given = (_digest(signature) for signature in headers.get("webhook-signature", "").split(" "))
    if not any(hmac.compare_digest(expected, digest) for digest in given):
        raise NotGenuine("No signature fits: it was altered, or signed with another secret.")
    return message_id


def _digest(signature: str) -> bytes:
    version, _, encoded = signature.partition(",")
    try:
        return base64.b64decode(encoded, validate=True) if version == VERSION else b""
    except (binascii.Error, ValueError):
        return b""
