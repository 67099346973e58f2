"""Keys that the app hands out: shown once, kept as a digest, told apart by their beginning."""

import hashlib
import secrets

BEGINNING = "rh_"
SHOWN = len(BEGINNING) + 6


def new_key() -> str:
    """A key of 256 random bits."""
    return BEGINNING + secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is kept of a key. It is random and long, so a quick hash is as good as a slow one."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def shown_of(key: str) -> str:
    """The part of a key by which its owner knows it again."""
    return key[:SHOWN]
