"""How somebody practises: the form, its time zones, and the words of short times."""

import re
from zoneinfo import available_timezones

import pytest
from django.test import Client

from interviews.tests.making import person
from practice.models import Habit
from practice.templatetags.practice import spent

HABIT = {"minutes_a_day": "20", "new_a_day": "5", "retention": "0.9", "day_starts_at": "4"}


@pytest.fixture
def pat(client: Client, db, time):
    user = person("pat")
    client.force_login(user)
    return user


def test_every_time_zone_is_offered(client: Client, pat) -> None:
    page = client.get("/practice/habit/").content.decode()
    assert 'list="zones"' in page
    assert set(re.findall(r'<option value="([^"]+)"', page)) == available_timezones()


@pytest.mark.parametrize(
    ("typed", "kept"), [("Asia/Kolkata", "Asia/Kolkata"), ("europe/vienna", "Europe/Vienna"), ("", "")]
)
def test_a_time_zone_is_kept_as_it_is_called(client: Client, pat, typed: str, kept: str) -> None:
    assert client.post("/practice/habit/", HABIT | {"time_zone": typed}).status_code == 302
    assert Habit.objects.get().time_zone == kept


def test_a_time_zone_that_there_is_not_is_told_and_nothing_is_kept(client: Client, pat) -> None:
    answer = client.post("/practice/habit/", HABIT | {"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "no such time zone" in answer.content.decode()
    assert not Habit.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "under a second"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (200, "3 min")]
)
def test_a_short_time_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert spent(seconds) == words
