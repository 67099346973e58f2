"""The demo's candidate has two weeks behind them, as if they had practised by the queue."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from interviews.demo import MARKS, make_people
from interviews.tests.making import NOW
from practice import demo
from practice.models import Attempt, Card, How
from practice.today import Today
from questions.models import Question
from questions.tests.making import store_bank

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def chen(kept: None) -> User:
    store_bank()
    make_people()
    demo.make(NOW)
    return User.objects.get(username=demo.WHO)


def test_two_weeks_lie_behind_and_something_to_do_before_them(chen: User) -> None:
    today = Today(chen, NOW)
    days = [square for week in today.calendar for square in week if square.count]
    assert {(today.day - square.day).days for square in days} == set(demo.SESSIONS)
    assert Attempt.objects.filter(graded_at__gt=NOW).count() == Attempt.objects.filter(grade=None).count() == 0
    assert today.due
    assert today.new
    assert today.days_left == 16
    assert 0.3 < today.readiness < 0.7
    assert set(Attempt.objects.values_list("grade", flat=True)) == {1, 2, 3, 4}
    assert set(Attempt.objects.values_list("how", flat=True)) == set(How.values)


def test_a_second_run_changes_nothing(chen: User) -> None:
    before = list(Card.objects.values())
    assert not demo.make(NOW + timedelta(days=1))
    assert list(Card.objects.values()) == before


def test_what_was_typed_is_marked_point_by_point(chen: User) -> None:
    for (ref, before), said in demo.SAID.items():
        tries = Attempt.objects.filter(question__ref=ref).order_by("started_at")
        assert tries[before].answer == said.words
        assert [MARKS[letter] for letter in said.marks] == [mark for _, mark in sorted(tries[before].mark_of.items())]


def test_nothing_is_made_without_the_demo_its_people_or_a_bank(chen: User, settings) -> None:
    chen.attempts.all().delete()
    settings.DEMO = False
    call_command("demo_practice", stdout=StringIO())
    settings.DEMO = True
    Question.objects.all().delete()
    call_command("demo_practice", stdout=StringIO())
    chen.delete()
    call_command("demo_practice", stdout=StringIO())
    assert not Attempt.objects.exists()
