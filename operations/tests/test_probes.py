"""What machines ask: answered without a session or a redirect, under any name, and never kept."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from interviews.hub import Hub
from interviews.tests.making import person

PROBES = ["/healthz", "/readyz", "/metrics"]


def test_it_lives_without_a_database(client: Client) -> None:
    """There is no mark here that would let the test reach one."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PROBES)
def test_a_probe_is_answered_over_plain_http_and_under_any_name(address: str, client: Client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS = True
    response = client.get(address, headers={"host": "10.1.2.3:8000"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "most"), [("/healthz", 0), ("/readyz", 3)])
def test_a_probe_asks_for_no_session(address: str, most: int, client: Client, django_assert_max_num_queries) -> None:
    client.force_login(person("pat"))
    with django_assert_max_num_queries(most) as captured:
        response = client.get(address)
    assert not [query for query in captured if "session" in query["sql"]]
    assert not response.cookies
    assert "Vary" not in response


@pytest.mark.parametrize("address", PROBES)
def test_nothing_is_sent_to_a_probe(address: str, client: Client) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_it_is_ready_when_all_that_it_stands_on_answers(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "streams": "ok"}


@pytest.mark.django_db
def test_with_a_migration_not_applied_it_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("interviews", "0001_initial")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"] == "1 not applied"


def test_without_a_database_it_is_not_ready_and_says_nothing_of_what_is_inside(client: Client, monkeypatch) -> None:
    def down() -> None:
        raise OperationalError("connection to server at 10.0.0.7, user rehearse, failed")

    monkeypatch.setattr(connection, "cursor", down)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "does not answer", "migrations": "does not answer", "streams": "ok"}


@pytest.mark.django_db
def test_when_changes_are_not_told_it_is_not_ready(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(Hub, "take", lambda *_: None)
    monkeypatch.setattr("operations.readiness.HEARD_WITHIN_SECONDS", 0.01)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["streams"] == "does not hear of changes"
