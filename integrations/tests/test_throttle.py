from datetime import timedelta

import pytest

from integrations.models import Failures
from integrations.throttle import Throttle
from interviews.tests.making import NOW

pytestmark = pytest.mark.django_db

WINDOW = timedelta(minutes=15)
NOTHING = timedelta()


def test_whoever_fails_too_often_waits_until_the_window_is_over() -> None:
    throttle = Throttle(3, WINDOW)
    for second in range(3):
        assert throttle.waits("a", NOW) == NOTHING
        throttle.failed("a", NOW + timedelta(seconds=second))
    assert throttle.waits("a", NOW + timedelta(minutes=5)) == timedelta(minutes=10)
    assert throttle.waits("b", NOW + timedelta(minutes=5)) == NOTHING
    assert throttle.waits("a", NOW + WINDOW) == NOTHING


def test_failures_of_another_day_do_not_add_up() -> None:
    throttle = Throttle(3, WINDOW)
    for day in range(10):
        throttle.failed("a", NOW + timedelta(days=day))
    assert throttle.waits("a", NOW + timedelta(days=9)) == NOTHING


def test_what_is_over_is_forgotten_with_the_next_failure() -> None:
    throttle = Throttle(1, WINDOW)
    for number in range(10):
        throttle.failed(str(number), NOW)
    throttle.failed("late", NOW + WINDOW)
    assert [failures.address for failures in Failures.objects.all()] == ["late"]


def test_processes_count_together() -> None:
    one, other = Throttle(2, WINDOW), Throttle(2, WINDOW)
    one.failed("a", NOW)
    other.failed("a", NOW)
    assert one.waits("a", NOW) == other.waits("a", NOW) == WINDOW


def test_asking_whether_to_wait_is_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        Throttle(2, WINDOW).waits("a", NOW)
