"""Keys that let a program in, and what is told to programs elsewhere."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac

from integrations.payload import OF_TYPE
from integrations.targets import Refused, target_of
from interviews.models import Event

BANK, REPORTS, CALENDAR = "bank:read", "reports:read", "calendar:read"
SCOPES = {
    BANK: "Read the question bank, as far as you may read it",
    REPORTS: "Read your interviews and their reports, as far as you may read them",
}


class TokenQuerySet(models.QuerySet):
    def standing(self, now: datetime) -> "TokenQuerySet":
        """Tokens that still open something."""
        unexpired = models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        return self.filter(unexpired, revoked_at=None, user__is_active=True)


class Token(models.Model):
    """A key of one person, kept as a digest. It opens what that person may see, narrowed to its scopes.

    The address of a calendar feed is one too, with a scope of its own, so that neither serves as the other.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    scopes = models.JSONField(default=list)
    shown = models.CharField(max_length=12, help_text="Its beginning, by which its owner knows it again.")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def check_url(url: str) -> None:
    try:
        target_of(url, private=settings.WEBHOOK_PRIVATE_ADDRESSES)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None


def check_kinds(kinds: list[str]) -> None:
    if not kinds or not set(kinds) <= set(OF_TYPE):
        raise ValidationError("Choose at least one of: " + ", ".join(OF_TYPE) + ".")


class Endpoint(models.Model):
    """A receiver of webhooks.

    Its secret is stored nowhere: it is derived from SECRET_KEY and a nonce, and a new nonce makes a new one. Events
    up to `settled_to` have been dealt with; see outbox.py.
    """

    name = models.CharField(max_length=60)
    url = models.CharField("URL", max_length=500, validators=[check_url])
    kinds = models.JSONField("events", default=list, validators=[check_kinds])
    active = models.BooleanField(default=True, help_text="While it is off nothing is sent, and nothing is lost.")
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    old_nonce = models.CharField(max_length=40, blank=True, default="", editable=False)
    old_until = models.DateTimeField(null=True, blank=True, editable=False)

    settled_to = models.PositiveBigIntegerField(default=0, editable=False)
    horizon = models.PositiveBigIntegerField(default=0, editable=False)
    horizon_at = models.DateTimeField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> bytes:
        return _key(self.nonce)

    def keys(self, now: datetime) -> list[bytes]:
        """What to sign with: for a day after a change of the secret, with the old one too."""
        old = [_key(self.old_nonce)] if self.old_nonce and self.old_until and now < self.old_until else []
        return [self.key, *old]


def _key(nonce: str) -> bytes:
    return salted_hmac("integrations.endpoint", nonce, algorithm="sha256").digest()


class Delivery(models.Model):
    """One event on its way to one endpoint, or arrived there."""

    PENDING, DELIVERED, GIVEN_UP = "pending", "delivered", "given up"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField("event", max_length=40)
    body = models.TextField()
    state = models.CharField(
        max_length=10, default=PENDING, choices=[(state, state) for state in (PENDING, DELIVERED, GIVEN_UP)]
    )
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-event_id", "endpoint_id"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_an_event")]
        indexes = [
            models.Index(fields=["endpoint", "event"], condition=models.Q(state="pending"), name="integrations_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.endpoint}"


class Failures(models.Model):
    """How often an address was wrong since its first time within the throttle's window."""

    address = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["since"]
        verbose_name_plural = "failures"

    def __str__(self) -> str:
        return f"{self.count} from {self.address}"
