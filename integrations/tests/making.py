"""Receivers and keys for tests, made through the app's own verbs."""

from datetime import datetime

from django.contrib.auth.models import User
from django.test import Client

from integrations import outbox, tokens
from integrations.models import BANK, REPORTS, Endpoint
from integrations.payload import OF_TYPE
from interviews.tests.making import NOW


def endpoint(
    url: str = "https://example.org/hook", name: str = "Receiver", *, at: datetime = NOW, **fields
) -> Endpoint:
    """An endpoint that hears of everything from now on."""
    made = Endpoint(name=name, url=url, **({"kinds": list(OF_TYPE)} | fields))
    outbox.begin(made, NOW)
    made.save()
    return made


def api_client(user: User, *scopes: str, at: datetime = NOW) -> Client:
    """A program with a token of this person."""
    key = tokens.make(user, "Test", scopes or (BANK, REPORTS), None, at)
    return Client(headers={"Authorization": f"Bearer {key}"})
