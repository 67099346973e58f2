"""The page of one's own keys: a key is shown once, kept nowhere, and closed by its owner alone."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from integrations import tokens
from integrations.forms import MOST_TOKENS
from integrations.models import BANK, Token
from interviews.tests.making import NOW, person
from practice import accounts

pytestmark = pytest.mark.django_db
FORM = {"name": "Nightly copy", "scopes": [BANK], "days": "30"}


@pytest.fixture
def pat(client: Client, time):
    user = person("pat")
    client.force_login(user)
    return user


def key_in(text: str) -> str | None:
    found = re.search(r'value="(?:[^"]*/calendar/)?(rh_[\w-]{43})', text)
    return found and found[1]


def test_a_new_token_is_shown_once_and_works(client: Client, pat) -> None:
    response = client.post("/account/tokens/new/", FORM)
    key = key_in(response.content.decode())
    assert key
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/questions").status_code == 200
    page = client.get("/account/tokens/").content.decode()
    assert key not in page
    assert key[:9] in page


def test_no_key_is_kept_anywhere(client: Client, pat) -> None:
    response = client.post("/account/tokens/new/", FORM)
    feed = client.post("/account/tokens/calendar/")
    kept = str(list(Token.objects.values())) + str([s.get_decoded() for s in Session.objects.all()])
    kept += str(client.cookies)
    for shown in (response, feed):
        assert shown["Cache-Control"] == "no-store, private"
        assert key_in(shown.content.decode()) not in kept


def test_the_calendars_address_is_shown_once_and_works(client: Client, pat) -> None:
    key = key_in(client.post("/account/tokens/calendar/").content.decode())
    assert Client().get(f"/calendar/{key}.ics").status_code == 200
    assert key not in client.get("/account/tokens/").content.decode()


def test_a_revoked_one_opens_nothing(client: Client, pat) -> None:
    key = key_in(client.post("/account/tokens/new/", FORM).content.decode())
    assert client.post(f"/account/tokens/{Token.objects.get().pk}/revoke/").status_code == 302
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/questions").status_code == 401
    assert key[:9] not in client.get("/account/tokens/").content.decode()


def test_nobody_sees_or_revokes_the_keys_of_others(client: Client, pat) -> None:
    tokens.make(person("ray"), "The token of Ray", [BANK], None, NOW)
    assert "The token of Ray" not in client.get("/account/tokens/").content.decode()
    assert client.post(f"/account/tokens/{Token.objects.get().pk}/revoke/").status_code == 404
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize("mistake", [{"name": ""}, {"scopes": []}, {"scopes": ["calendar:read"]}, {"days": "5000"}])
def test_a_mistake_makes_no_token_and_is_said(client: Client, pat, mistake: dict) -> None:
    response = client.post("/account/tokens/new/", FORM | mistake)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not Token.objects.exists()


def test_nobody_gathers_tokens_without_end(client: Client, pat) -> None:
    for number in range(MOST_TOKENS):
        tokens.make(pat, str(number), [BANK], None, NOW)
    assert client.post("/account/tokens/new/", FORM).status_code == 422
    assert Token.objects.count() == MOST_TOKENS


def test_the_page_says_when_a_token_was_last_used_and_that_it_has_expired(client: Client, pat, time) -> None:
    key = key_in(client.post("/account/tokens/new/", FORM).content.decode())
    assert "never used" in client.get("/account/tokens/").content.decode()
    time.passes(days=1)
    Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/questions")
    assert "last used 3 March 2026, 10:00" in client.get("/account/tokens/").content.decode()
    time.passes(days=30)
    assert "expired on 1 April 2026" in client.get("/account/tokens/").content.decode()


def test_the_page_of_the_account_leads_here(client: Client, pat) -> None:
    assert 'href="/account/tokens/"' in client.get("/account/").content.decode()


def test_whoever_leaves_takes_their_keys_along(client: Client, pat) -> None:
    client.post("/account/tokens/new/", FORM)
    client.post("/account/tokens/calendar/")
    accounts.leave(pat)
    assert not Token.objects.exists()
