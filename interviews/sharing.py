"""What of a report the candidate may read: the lead's choice, recorded."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from interviews.flow import announce, record
from interviews.models import Interview, Seat


@transaction.atomic
def share(interview: Interview, by: Seat, now: datetime, show: Sequence[str]) -> None:
    Interview.objects.filter(pk=interview.pk).update(shared_at=now, share=list(show))
    record(interview, by, "share", now, show=list(show))
    announce(interview.pk)


@transaction.atomic
def stop_sharing(interview: Interview, by: Seat, now: datetime) -> None:
    Interview.objects.filter(pk=interview.pk).update(shared_at=None, share=[])
    record(interview, by, "stop_sharing", now)
    announce(interview.pk)
