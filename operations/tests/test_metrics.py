"""Figures: off unless asked for, closed to all but this machine or who has the token, and right."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from integrations import outbox
from integrations.models import Delivery, Endpoint
from interviews.hub import hub
from interviews.tests.making import NOW, cast, interviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on(settings) -> None:
    settings.METRICS = True


def figure(client: Client, name: str) -> float:
    text = client.get("/metrics").content.decode()
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_they_are_off_unless_asked_for(client: Client, settings) -> None:
    settings.METRICS = False
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine_may_read_them(address: str, client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.1", "203.0.113.9", "2001:db8::1", "", "unix:"])
def test_another_may_not(address: str, client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"])
def test_what_came_through_a_proxy_is_not_from_this_machine(header: str, client: Client) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_a_token_opens_them_from_anywhere_and_nothing_else_does(client: Client, settings) -> None:
    settings.METRICS_TOKEN = "a long random text"
    for sent, status in (("Bearer a long random text", 200), ("Bearer another", 404), ("Bearer é", 404), ("", 404)):
        response = client.get("/metrics", headers={"Authorization": sent}, REMOTE_ADDR="203.0.113.9")
        assert response.status_code == status
    assert client.get("/metrics").status_code == 404


def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    series = 'rehearse_requests_total{method="GET",route="questions:detail",status="302"}'
    before = figure(client, series)
    client.get("/questions/one/")
    client.get("/questions/another/")
    assert figure(client, series) == before + 2
    assert figure(client, 'rehearse_request_seconds_count{route="questions:detail"}') >= 2


def test_what_strangers_make_up_makes_no_series(client: Client) -> None:
    client.generic("BREW", "/made-up-by-a-stranger/")
    text = client.get("/metrics").content.decode()
    assert "made-up" not in text
    assert "BREW" not in text


def test_open_streams_are_counted(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(hub, "seats", lambda: {4, 5})
    assert figure(client, "rehearse_open_streams") == 2


def test_webhooks_count_as_undelivered_even_while_nobody_delivers(client: Client) -> None:
    made = cast(lead=interviewer("lena"), starts_at=NOW)
    endpoint = Endpoint(name="Elsewhere", url="https://example.org/hook", kinds=["interview.ended"])
    outbox.begin(endpoint, NOW)
    endpoint.save()
    made.started().opened().ended()
    assert figure(client, "rehearse_webhooks_undelivered") == 1
    outbox.gather(NOW)
    assert figure(client, "rehearse_webhooks_undelivered") == 1
    Delivery.objects.update(state=Delivery.DELIVERED)
    assert figure(client, "rehearse_webhooks_undelivered") == 0


def test_without_a_database_the_other_figures_are_still_given(client: Client, monkeypatch) -> None:
    def down() -> None:
        raise OperationalError("down")

    monkeypatch.setattr(outbox, "undelivered", down)
    text = client.get("/metrics").content.decode()
    assert "rehearse_open_streams" in text
    assert "rehearse_webhooks_undelivered" not in text
