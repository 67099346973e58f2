from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from integrations.backoff import LONGEST, TRIES, next_try, pause_after
from interviews.tests.making import NOW


def test_it_is_tried_for_about_a_day() -> None:
    length = sum((pause_after(tries) for tries in range(1, TRIES)), timedelta())
    assert timedelta(hours=18) < length < timedelta(hours=30)


def test_soon_at_first_and_ever_more_seldom() -> None:
    pauses = [pause_after(tries) for tries in range(1, 100)]
    assert pauses[0] == timedelta(seconds=10)
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST


def test_after_the_last_try_it_is_given_up() -> None:
    assert next_try(TRIES - 1, NOW) is not None
    assert next_try(TRIES, NOW) is None


@given(st.integers(1, TRIES - 1), st.timedeltas(timedelta(), timedelta(days=365)))
def test_a_receiver_may_ask_for_a_longer_pause_but_not_for_a_shorter_nor_an_endless_one(
    tries: int, asked_for: timedelta
) -> None:
    again = next_try(tries, NOW, asked_for)
    assert again is not None
    assert pause_after(tries) <= again - NOW <= LONGEST
    assert again - NOW >= min(asked_for, LONGEST)
