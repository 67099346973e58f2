from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from interviews.demo import PANEL, PASSWORD, PEOPLE, READY, REPORTED
from interviews.models import Interview
from questions.tests.making import store_bank

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bank(kept: None) -> None:
    store_bank()


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_nothing_is_made_where_the_demo_is_off(bank) -> None:
    assert demo() == ""
    assert User.objects.count() == Interview.objects.count() == 0


def test_everybody_is_there_and_told_and_a_second_run_changes_nothing(bank, settings, client: Client) -> None:
    settings.DEMO = True
    told = demo()
    assert all(person.username in told for person in PEOPLE)
    assert PASSWORD in told
    states = dict(Interview.objects.values_list("title", "state"))
    assert states == {READY: "scheduled", REPORTED: "ended", PANEL: "ended"}
    before = list(Interview.objects.values())
    assert "there already" in demo()
    assert list(Interview.objects.values()) == before
    assert all(client.login(username=person.username, password=PASSWORD) for person in PEOPLE)


def test_the_finished_interview_has_a_full_report(bank, settings, client: Client) -> None:
    settings.DEMO = True
    demo()
    done = Interview.objects.get(title=REPORTED)
    client.login(username="chen", password=PASSWORD)
    page = client.get(f"/interviews/{done.pk}/report/").content.decode()
    assert done.asked.filter(answer="").count() == 0
    assert "of 5 on average" in page
