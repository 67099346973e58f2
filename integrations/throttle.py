"""Counts failures by address, and says who has to wait. In a table, so that all processes count together."""

from datetime import datetime, timedelta

from django.db.models import F

from integrations.models import Failures


class Throttle:
    """After `most` failures within `window`, an address waits until the window that began with its first is over."""

    def __init__(self, most: int, window: timedelta) -> None:
        self.most, self.window = most, window

    def failed(self, address: str, now: datetime) -> None:
        """Count a failure, and forget all whose window is over."""
        Failures.objects.filter(since__lte=now - self.window).delete()
        Failures.objects.get_or_create(address=address, defaults={"since": now})
        # Added up by the database, so that of two at once none is lost.
        Failures.objects.filter(address=address).update(count=F("count") + 1)

    def waits(self, address: str, now: datetime) -> timedelta:
        """How long this address still has to wait; nothing, for most."""
        too_many = Failures.objects.filter(address=address, count__gte=self.most).first()
        return max(too_many.since + self.window - now, timedelta()) if too_many else timedelta()
