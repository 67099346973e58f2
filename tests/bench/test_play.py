"""The generator counts on it that each of its changes is told to the room exactly once, and everything else never."""

from dataclasses import replace
from itertools import chain, islice

import pytest
from django.test import Client
from django.utils import timezone

from interviews.models import Interview, Scorecard
from questions.tests.making import questions
from tests.bench.asking import Have
from tests.bench.figures import percentile
from tests.bench.house import Room, Sitter, furnish
from tests.bench.live import Act, ends, sitting, starts

STEPS = 80


@pytest.fixture
def room(db) -> Room:
    questions(5)
    return furnish(1, timezone.now())[0]


def does(room: Room, act: Act) -> int:
    response = browser_of(act.who).post(room.address + act.path, act.fields, headers={"Accept": "application/json"})
    assert response.status_code in (200, 302), (act.path, response.content)
    return Interview.objects.get(pk=room.interview).version


def browser_of(sitter: Sitter) -> Client:
    client = Client()
    client.cookies.load(sitter.cookie)
    return client


def test_a_played_interview_goes_to_its_end_and_is_judged(room: Room) -> None:
    version = Interview.objects.get(pk=room.interview).version
    for act in [*starts(room), *chain.from_iterable(islice(sitting(room), STEPS)), *ends(room)]:
        version += act.changes
        assert does(room, act) == version
    assert Scorecard.objects.filter(interview=room.interview, submitted_at__isnull=False).count() == 2


def test_each_step_changes_the_room_once(room: Room) -> None:
    assert {sum(act.changes for act in acts) for acts in islice(sitting(room), STEPS)} == {1}


def test_an_open_page_gets_only_what_differs(room: Room) -> None:
    for act in starts(room):
        does(room, act)
    page, have = browser_of(room.lead), Have()
    have.takes(page.get(room.address).content.decode())
    before = have.told
    # Of which number the interview is decides at which step it begins; the first one after the start is words.
    does(room, next(sitting(replace(room, interview=1)))[0])
    html = page.get(f"{room.address}parts/", {"have": have.told}).content.decode()
    assert 'id="answer"' in html
    assert 'id="points"' not in html
    have.takes(html)
    assert have.told != before


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 51), (95, 96), (100, 100)])
def test_a_percentile_is_one_of_the_values(percent: int, value: int) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == value
