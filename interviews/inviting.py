"""Invitations: links that are signed, unguessable, expire, work once, and can be revoked."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction

from interviews.flow import announce, record
from interviews.models import Event, Seat
from interviews.states import Phase

_signer = signing.Signer(salt="interviews.invitation")


class Unusable(StrEnum):
    """Why a link does not open a seat, in words for the person who followed it."""

    FORGED = "This link is not one of ours, or a part of it got lost. Copy the whole link and try again."
    REVOKED = "This link has been replaced or taken back. Ask the person who invited you for the new one."
    EXPIRED = "This link has expired. Ask the person who invited you for a new one."
    USED = "This link has been used already, on another device or browser. Ask for a new one to go on here."
    OTHERS = "This link is for somebody with another account. Log in as the person invited, or log out to use it."
    OVER = "This interview is over, so there is nothing left to join."


class NotValid(Exception):
    def __init__(self, reason: Unusable) -> None:
        super().__init__(reason.value)
        self.reason = reason


def token_of(seat: Seat) -> str:
    return _signer.sign(f"{seat.pk}:{seat.invitation_nonce}") if seat.invitation_nonce else ""


def invite(seat: Seat, now: datetime, by: Seat | None = None) -> Seat:
    """Give the seat a new link; the one before it, and whoever came in by it, is out, with an account or without."""
    with transaction.atomic():
        if Event.objects.filter(seat=seat, verb="join", detail__account=True).exists():
            seat.user = None
        seat.invitation_nonce = secrets.token_urlsafe(32)
        seat.invitation_expires_at = now + timedelta(days=settings.INVITATION_DAYS)
        seat.invitation_used_at = seat.revoked_at = None
        seat.save(
            update_fields=["user", "invitation_nonce", "invitation_expires_at", "invitation_used_at", "revoked_at"],
        )
        record(seat.interview, by, "invite", now, whom=seat.pk)
        announce(seat.interview_id, closes=seat.pk)
    return seat


def revoke(seat: Seat, now: datetime, by: Seat) -> None:
    """Take the link back and close the seat to whoever sits in it. Sent twice, it is done once."""
    with transaction.atomic():
        standing = Seat.objects.filter(pk=seat.pk, revoked_at=None)
        if not standing.update(revoked_at=now, invitation_nonce="", seen_at=None):
            return
        record(seat.interview, by, "revoke", now, whom=seat.pk)
        announce(seat.interview_id, closes=seat.pk)


def seat_named(token: str) -> Seat:
    """The seat that a link names, whether it may be taken now or not. Raises NotValid."""
    try:
        pk, _, nonce = _signer.unsign(token).partition(":")
    except signing.BadSignature:
        raise NotValid(Unusable.FORGED) from None
    seat = Seat.objects.select_related("interview").filter(pk=pk).first()
    if seat is None or seat.revoked_at or not secrets.compare_digest(seat.invitation_nonce, nonce):
        raise NotValid(Unusable.REVOKED)
    return seat


def seat_invited(token: str, now: datetime) -> Seat:
    """The seat that a link is for, used or not. Raises NotValid."""
    seat = seat_named(token)
    if seat.interview.phase in (Phase.AFTER, Phase.OFF) and not seat.invitation_used_at:
        raise NotValid(Unusable.OVER)
    if not seat.invitation_used_at and now > seat.invitation_expires_at:
        raise NotValid(Unusable.EXPIRED)
    return seat


def accept(seat: Seat, user: User | None, now: datetime) -> None:
    """Take the seat, once. Raises NotValid where somebody was faster."""
    with transaction.atomic():
        taken = Seat.objects.filter(
            pk=seat.pk, invitation_nonce=seat.invitation_nonce, invitation_used_at=None, revoked_at=None
        ).update(invitation_used_at=now, seen_at=now, user=user or seat.user)
        if taken != 1:
            raise NotValid(Unusable.USED)
        record(seat.interview, seat, "join", now, account=user is not None)
        announce(seat.interview_id)
