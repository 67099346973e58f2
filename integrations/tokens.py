"""Hands out keys, takes them back, and knows whose a key is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from integrations.keys import digest_of, new_key, shown_of
from integrations.models import CALENDAR, Token

USE_IS_NOTED_EVERY = timedelta(minutes=5)


def make(user: User, name: str, scopes: Sequence[str], expires_at: datetime | None, now: datetime) -> str:
    """A new key of this person. It is returned once and kept nowhere."""
    key = new_key()
    Token.objects.create(
        user=user,
        name=name,
        scopes=list(scopes),
        shown=shown_of(key),
        digest=digest_of(key),
        created_at=now,
        expires_at=expires_at,
    )
    return key


@transaction.atomic
def make_feed(user: User, now: datetime) -> str:
    """A new key for this person's calendar; the one before it opens nothing any more."""
    Token.objects.filter(user=user, scopes=[CALENDAR], revoked_at=None).update(revoked_at=now)
    return make(user, "Calendar", [CALENDAR], None, now)


def revoke(user: User, token_id: int, now: datetime) -> bool:
    return bool(Token.objects.filter(user=user, pk=token_id, revoked_at=None).update(revoked_at=now))


def token_of(key: str, now: datetime) -> Token | None:
    """The token that a key stands for, if it still opens anything."""
    token = Token.objects.standing(now).select_related("user").filter(digest=digest_of(key)).first()
    if token:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
        if token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED_EVERY:
            Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)
    return token
