from datetime import timedelta

import pytest

from interviews import presence
from interviews.models import Seat
from interviews.tests.making import NOW, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Cast:
    return cast()


def seat(made: Cast) -> Seat:
    return Seat.objects.get(pk=made.candidate.pk)


@pytest.mark.parametrize(("ago", "here"), [(0, True), (40, True), (41, False)])
def test_somebody_is_here_for_a_while_after_being_seen(ago: int, here: bool) -> None:
    assert presence.is_here(NOW - timedelta(seconds=ago), NOW) is here
    assert not presence.is_here(None, NOW)


def test_the_others_hear_of_coming_and_going_and_not_of_staying(made: Cast) -> None:
    def version() -> int:
        return made.reload().version

    before = version()
    presence.arrive(seat(made), NOW)
    assert version() == before + 1
    presence.arrive(seat(made), NOW + timedelta(seconds=20))
    presence.still_here([made.candidate.pk], NOW + timedelta(seconds=30))
    assert version() == before + 1
    presence.leave(made.candidate.pk, made.interview.pk)
    presence.leave(made.candidate.pk, made.interview.pk)
    assert version() == before + 2


def test_being_seen_again_at_once_costs_no_write(made: Cast, django_assert_num_queries) -> None:
    presence.arrive(seat(made), NOW)
    sitting = seat(made)
    with django_assert_num_queries(0):
        presence.arrive(sitting, NOW + timedelta(seconds=5))
