"""Django's sessions in the database, read by a query that is made once: it comes before every answer to a person."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from config.prepared import Prepared


class Stored(NamedTuple):
    session_data: str


_sessions = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(*Stored._fields),
    of=(str, datetime),
)


class _AsItIs:
    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(4096)
def _verified(signed: str, salt: str) -> bytes:
    return signing.loads(signed, salt=salt, serializer=_AsItIs)


class SessionStore(DatabaseSessions):
    def decode(self, session_data: str) -> dict:
        """As Django does; the signature of the same words is worked out once."""
        try:
            return self.serializer().loads(_verified(session_data, self.key_salt))
        except Exception:
            return super().decode(session_data)

    def _get_session_from_db(self) -> Stored | None:
        found = _sessions.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
            return None
        return Stored(*found)
