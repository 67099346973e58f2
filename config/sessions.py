"""Django's sessions in the database, read by a query that is made once: it comes before every answer to a person."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.prepared import Prepared

_sessions = Prepared(lambda key: Session.objects.filter(session_key=key), of=str)


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Session | None:
        session = _sessions.first(self.session_key)
        if session is not None and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None
