"""What is to be told to whom: deliveries are made from recorded events, and each endpoint gets them one by one.

An event is recorded in the transaction of the change, so none is lost and none is told of a change that was undone.
PostgreSQL commits in another order than it numbers; hence an endpoint does not count on the highest number it has
seen, but looks again at everything above `settled_to`, which follows a quarter of an hour behind.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from integrations.backoff import next_try
from integrations.models import Delivery, Endpoint, new_nonce
from integrations.payload import OF_TYPE, OF_VERB, Facts, body_of
from integrations.sending import Outcome
from interviews import flow
from interviews.models import Event, Interview, Seat
from interviews.roles import Role
from interviews.states import InterviewState

LONGEST_TRANSACTION = timedelta(minutes=15)
LEASE = timedelta(minutes=1)  # far longer than one try takes
KEPT = timedelta(days=30)
BOTH_SECRETS = timedelta(days=1)
# Whoever sits in a room that runs out writes so themselves, and tells the others there; only then it is done here.
LEFT_TO_THE_ROOM = timedelta(minutes=1)
AT_ONCE = 500


def begin(endpoint: Endpoint, now: datetime) -> None:
    """Let an endpoint that is about to be saved hear of what happens from now on."""
    endpoint.settled_to = endpoint.horizon = _newest()
    endpoint.horizon_at = now


def change_secret(endpoint: Endpoint, now: datetime) -> Endpoint:
    """Sign with a new secret, and for a day with the one before it too."""
    Endpoint.objects.filter(pk=endpoint.pk).update(
        nonce=new_nonce(), old_nonce=endpoint.nonce, old_until=now + BOTH_SECRETS
    )
    return Endpoint.objects.get(pk=endpoint.pk)


def send_again(deliveries: QuerySet[Delivery], now: datetime) -> int:
    """Begin anew with deliveries that were given up, or bring forward the next try of those that wait."""
    waiting = deliveries.exclude(state=Delivery.DELIVERED)
    return waiting.update(state=Delivery.PENDING, tries=0, next_at=now)


def gather(now: datetime) -> None:
    """Make a delivery of every event that an endpoint is to hear of and that has none yet."""
    endpoints = list(Endpoint.objects.filter(active=True))
    if endpoints:
        _write_what_time_has_done(now - LEFT_TO_THE_ROOM)
    for endpoint in endpoints:
        events = list(_untold(endpoint)[:AT_ONCE])
        Delivery.objects.bulk_create((_delivery(endpoint, event, now) for event in events), ignore_conflicts=True)
        if len(events) < AT_ONCE and now - (endpoint.horizon_at or now) >= LONGEST_TRANSACTION:
            _follow(endpoint, now)


def undelivered() -> int:
    """How much waits to be sent. While nobody delivers no deliveries are made either, so what has none counts too."""
    endpoints = Endpoint.objects.filter(active=True)
    made = Delivery.objects.filter(endpoint__in=endpoints, state=Delivery.PENDING).count()
    return made + sum(_untold(endpoint).count() for endpoint in endpoints)


def _write_what_time_has_done(now: datetime) -> None:
    for interview in Interview.objects.filter(state=InterviewState.LIVE):
        flow.settle(interview, now)


def _untold(endpoint: Endpoint) -> QuerySet[Event]:
    """Nobody is told of what people practise alone."""
    told = Delivery.objects.filter(endpoint=endpoint, event=OuterRef("pk"))
    alone = Seat.objects.filter(interview=OuterRef("interview"), role=Role.SOLO)
    verbs = [OF_TYPE[kind].verb for kind in endpoint.kinds if kind in OF_TYPE]
    events = Event.objects.filter(~Exists(told), ~Exists(alone), pk__gt=endpoint.settled_to, verb__in=verbs)
    return events.select_related("interview", "seat").order_by("pk")


def _delivery(endpoint: Endpoint, event: Event, now: datetime) -> Delivery:
    kind, interview = OF_VERB[event.verb], event.interview
    facts = Facts(
        interview=interview.pk,
        at=event.at,
        link=settings.SITE_URL.rstrip("/") + reverse("interviews:show", args=[interview.pk]),
        seat=event.seat.role if event.seat else None,
        times={name: getattr(interview, name) for name in ("starts_at", "started_at", "ended_at")},
    )
    return Delivery(
        endpoint=endpoint,
        event=event,
        message_id=f"msg_{secrets.token_hex(16)}",
        kind=kind.type,
        body=body_of(kind, facts),
        made_at=now,
        next_at=now,
    )


def _follow(endpoint: Endpoint, now: datetime) -> None:
    """Count everything as settled that had a number when the horizon was set: by now it was committed and gathered."""
    Endpoint.objects.filter(pk=endpoint.pk, horizon_at=endpoint.horizon_at).update(
        settled_to=endpoint.horizon, horizon=_newest(), horizon_at=now
    )
    done = Delivery.objects.filter(endpoint=endpoint, event__lte=endpoint.horizon, tried_at__lt=now - KEPT)
    done.exclude(state=Delivery.PENDING).delete()


def _newest() -> int:
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


@dataclass(frozen=True)
class Claim:
    """The next delivery of an endpoint, which until `lease` is nobody else's to try."""

    delivery: Delivery
    lease: datetime


def _first(endpoint: object) -> QuerySet[Delivery]:
    """Only the first that waits is ever tried, so that what comes later arrives later."""
    return Delivery.objects.filter(endpoint=endpoint, state=Delivery.PENDING).order_by("event_id")


def due(now: datetime) -> Iterable[Endpoint]:
    """Endpoints with something to be tried now that nobody is trying."""
    free = Endpoint.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), active=True)
    return free.alias(next_at=Subquery(_first(OuterRef("pk")).values("next_at")[:1])).filter(next_at__lte=now)


def claim(endpoint: Endpoint, now: datetime) -> Claim | None:
    """Take an endpoint's next delivery, or nothing where somebody was faster."""
    lease = now + LEASE
    free = Endpoint.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), pk=endpoint.pk, active=True)
    if not free.update(leased_until=lease):
        return None
    delivery = _first(endpoint).select_related("endpoint").first()
    if delivery is None or delivery.next_at > now:
        Endpoint.objects.filter(pk=endpoint.pk, leased_until=lease).update(leased_until=None)
        return None
    return Claim(delivery, lease)


@transaction.atomic
def finish(claim: Claim, outcome: Outcome, now: datetime) -> None:
    """Write down what came of a try, and let the endpoint go. Whoever lost their lease meanwhile changes nothing."""
    delivery, tries = claim.delivery, claim.delivery.tries + 1
    written = {"tries": tries, "tried_at": now, "outcome": outcome.reason[:200]}
    if outcome.taken:
        written["state"] = Delivery.DELIVERED
    elif again := next_try(tries, now, outcome.asked_for):
        written["next_at"] = again
    else:
        written["state"] = Delivery.GIVEN_UP
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.PENDING, tries=delivery.tries).update(**written)
    held = Endpoint.objects.filter(pk=delivery.endpoint_id, leased_until=claim.lease)
    held.update(leased_until=None, **({"active": False} if outcome.gone else {}))
