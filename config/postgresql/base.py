"""Django's PostgreSQL, whose health is asked after a pause and not before every request.

A connection that was used a moment ago is there still, or breaks in the middle of a request, which no question before
it could have told.
"""

from time import monotonic

from django.db.backends.postgresql import base

A_MOMENT_SECONDS = 0.1


class DatabaseWrapper(base.DatabaseWrapper):
    _used_at = 0.0

    def close_if_health_check_failed(self) -> None:
        now = monotonic()
        if now - self._used_at < A_MOMENT_SECONDS:
            self.health_check_done = True
        super().close_if_health_check_failed()
        self._used_at = now
