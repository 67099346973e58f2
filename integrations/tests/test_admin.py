"""Administrators name the receivers of webhooks, see their secret once, and read what became of each delivery."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from integrations import outbox
from integrations.models import Delivery, Endpoint
from integrations.signing import secret_of
from integrations.tests.making import endpoint
from interviews.tests.making import NOW, cast, person

pytestmark = pytest.mark.django_db
PLACE = "/admin/integrations/endpoint/"
FORM = {"name": "Chat", "url": "https://example.org/hook", "kinds": ["interview.ended"], "active": "on"}


@pytest.fixture
def admin(client: Client, time) -> Client:
    client.force_login(person("ada", is_superuser=True, is_staff=True))
    return client


def secret_in(text: str) -> str | None:
    found = re.search(r"whsec_[A-Za-z0-9+/]+=*", text)
    return found and found[0]


def test_a_new_endpoint_shows_its_secret_once_and_hears_of_what_happens_from_then_on(admin: Client) -> None:
    cast(1, lead=person("before")).started().ended()
    response = admin.post(f"{PLACE}add/", FORM)
    made = Endpoint.objects.get()
    assert secret_in(response.content.decode()) == secret_of(made.key)
    for page in (PLACE, f"{PLACE}{made.pk}/change/", f"{PLACE}{made.pk}/history/"):
        assert secret_in(admin.get(page).content.decode()) is None
    assert "whsec" not in str(list(LogEntry.objects.values()))
    cast(1).started().ended()
    outbox.gather(NOW)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "mistake",
    [{"url": "http://example.org/"}, {"url": "https://user:pw@example.org"}, {"kinds": []}, {"kinds": ["x"]}],
)
def test_a_mistake_is_said_and_makes_no_endpoint(admin: Client, mistake: dict) -> None:
    response = admin.post(f"{PLACE}add/", FORM | mistake)
    assert "errorlist" in response.content.decode()
    assert not Endpoint.objects.exists()


def test_a_new_secret_is_made_for_one_endpoint_at_a_time(admin: Client) -> None:
    one, two = endpoint(name="One"), endpoint(name="Two")
    both = admin.post(PLACE, {"action": "change_secret", "_selected_action": [one.pk, two.pk]}, follow=True)
    assert "Choose one endpoint" in both.content.decode()
    alone = admin.post(PLACE, {"action": "change_secret", "_selected_action": [one.pk]})
    shown = secret_in(alone.content.decode())
    assert shown == secret_of(Endpoint.objects.get(pk=one.pk).key) != secret_of(one.key)
    assert Endpoint.objects.get(pk=two.pk).key == two.key


def test_deliveries_can_be_read_and_tried_again_and_not_written(admin: Client) -> None:
    endpoint()
    cast(1)
    outbox.gather(NOW)
    Delivery.objects.update(state=Delivery.GIVEN_UP, tries=16, outcome="answered 500")
    waiting = Delivery.objects.get()
    page = admin.get("/admin/integrations/delivery/").content.decode()
    assert "answered 500" in page
    assert "delete_selected" not in page
    assert admin.get("/admin/integrations/delivery/add/").status_code == 403
    assert admin.post(f"/admin/integrations/delivery/{waiting.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"/admin/integrations/delivery/{waiting.pk}/change/").status_code == 200
    admin.post("/admin/integrations/delivery/", {"action": "send_again", "_selected_action": [waiting.pk]})
    assert Delivery.objects.get().state == Delivery.PENDING


@pytest.mark.parametrize("what", ["endpoint", "interview"])
def test_deliveries_go_with_their_endpoint_or_their_interview(admin: Client, what: str) -> None:
    rows = {"endpoint": (endpoint(), PLACE), "interview": (cast(1).interview, "/admin/interviews/interview/")}
    outbox.gather(NOW)
    assert Delivery.objects.count() == 1
    row, place = rows[what]
    assert admin.post(f"{place}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert not Delivery.objects.exists()
