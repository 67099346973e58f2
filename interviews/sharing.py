"""What of a report the candidate may read: the lead's choice, recorded."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from interviews.autosave import Refused
from interviews.flow import announce, record
from interviews.models import Interview, Scorecard, Seat


@transaction.atomic
def share(interview: Interview, by: Seat, now: datetime, show: Sequence[str]) -> None:
    """Let the candidate read these parts. Sent twice, it is done once.

    Raises Refused where the lead's scorecard was reopened meanwhile.
    """
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if not Scorecard.objects.filter(seat=by, submitted_at__isnull=False).exists():
        raise Refused("Your scorecard was reopened meanwhile: submit it, then share.")
    if held.shared_at and held.share == list(show):
        return
    Interview.objects.filter(pk=interview.pk).update(shared_at=now, share=list(show))
    record(interview, by, "share", now, show=list(show))
    announce(interview.pk)


@transaction.atomic
def stop_sharing(interview: Interview, by: Seat, now: datetime) -> None:
    if not Interview.objects.filter(pk=interview.pk, shared_at__isnull=False).update(shared_at=None, share=[]):
        return
    record(interview, by, "stop_sharing", now)
    announce(interview.pk)
