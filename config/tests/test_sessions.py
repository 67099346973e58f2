"""A session's signature is worked out once for the same words, and never for other words."""

import pytest
from django.contrib.sessions.models import Session
from django.core import signing

from config.sessions import SessionStore

pytestmark = pytest.mark.django_db


def stored(**values: object) -> SessionStore:
    session = SessionStore()
    session.update(values)
    session.create()
    return session


def test_what_was_kept_is_there_and_belongs_to_whoever_reads_it() -> None:
    key = stored(seats={"1": 2}).session_key
    SessionStore(key)["seats"]["1"] = 3
    assert SessionStore(key)["seats"] == {"1": 2}


def test_words_that_somebody_changed_are_no_session() -> None:
    session = stored(seats={"1": 2})
    SessionStore(session.session_key).load()
    words = Session.objects.get().session_data
    Session.objects.update(session_data=words[:-1] + ("A" if words[-1] != "A" else "B"))
    assert SessionStore(session.session_key).load() == {}
    assert SessionStore().decode("nothing") == {}


def test_what_is_signed_and_cannot_be_read_is_no_session() -> None:
    """As after a change of how sessions are written."""
    words = signing.dumps("not JSON", salt=SessionStore().key_salt, serializer=AsItIs)
    assert SessionStore().decode(words) == {}


class AsItIs:
    def dumps(self, text: str) -> bytes:
        return text.encode()
