"""Erases what is older than the setting says: interviews in place, and the words of practice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from interviews import erasing
from practice.models import Attempt, Recording
from practice.recording import remove

# What becomes of the columns of an attempt that can hold words; a test holds it to the table.
WORDS = {"answer": "", "answer_stamp": "", "next_time": "", "next_time_stamp": ""}
STAYS = "key_points why how marks before"


@dataclass(frozen=True)
class Due:
    """What is older than the setting allows; of interviews, since when each counts."""

    before: datetime
    interviews: dict[int, datetime]

    @property
    def attempts(self) -> QuerySet[Attempt]:
        old = Attempt.objects.filter(started_at__lt=self.before)
        return old.none() if settings.RETENTION_SPARES_PRACTICE else old

    @property
    def recordings(self) -> QuerySet[Recording]:
        of_mocks = Q(asked__interview__in=list(self.interviews))
        return Recording.objects.filter(Q(attempt__in=self.attempts) | of_mocks)

    def goes(self) -> dict[str, int]:
        """How many values of each kind go."""
        counts = {f"attempt, {name.replace('_', ' ')}": self.attempts.exclude(**{name: ""}).count() for name in WORDS}
        counts["recordings"] = self.recordings.count()
        return erasing.what_goes(list(self.interviews)) | {what: count for what, count in counts.items() if count}


def due(now: datetime) -> Due | None:
    """What would go now; nothing at all where everything is kept for ever."""
    if settings.RETENTION_DAYS <= 0:
        return None
    before = now - timedelta(days=settings.RETENTION_DAYS)
    return Due(before, erasing.due(before, spare_solo=settings.RETENTION_SPARES_PRACTICE))


def apply(found: Due, now: datetime) -> None:
    """Erase what was found."""
    numbers = list(found.interviews)
    with transaction.atomic():
        remove(found.recordings)
    erasing.give_up(numbers, now)
    erasing.erase(numbers, now)
    with transaction.atomic():
        found.attempts.exclude(**WORDS).update(**WORDS)
