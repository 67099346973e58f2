from datetime import datetime, timedelta

import pytest

from interviews import inviting, presence
from interviews.models import OpenStream, Seat
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


def version(made: Cast) -> int:
    return made.reload().version


def opened(made: Cast, **ago: float) -> OpenStream:
    return opened_by(made.candidate, NOW - timedelta(**ago))


def opened_by(seat: Seat, at: datetime) -> OpenStream:
    return presence.open_stream(seat.interview_id, seat.pk, presence.standing_mark(seat), at)


def closed(stream: OpenStream) -> None:
    presence.close_stream(stream.pk, stream.seat_id, NOW)


def test_the_others_hear_of_coming_and_going_and_not_of_staying(made: Cast) -> None:
    before = version(made)
    stream = opened(made)
    presence.arrive(seat(made), NOW + timedelta(seconds=20))
    presence.still_here([stream.pk], NOW + timedelta(seconds=30))
    assert version(made) == before + 1
    assert seat(made).seen_at == NOW + timedelta(seconds=30)
    closed(stream)
    assert version(made) == before + 2
    closed(stream)
    assert version(made) == before + 2
    assert seat(made).seen_at is None


def test_whoever_has_another_stream_open_in_whichever_process_has_not_left(made: Cast) -> None:
    first, second = opened(made), opened(made)
    before = version(made)
    closed(first)
    assert version(made) == before
    assert seat(made).seen_at == NOW
    closed(second)
    assert seat(made).seen_at is None


def test_a_stream_whose_process_died_keeps_nobody_in_the_room(made: Cast) -> None:
    opened(made, seconds=41)
    closed(opened(made))
    assert seat(made).seen_at is None


def test_who_was_here_by_a_dead_process_alone_is_told_to_have_left(made: Cast) -> None:
    lost = opened(made, seconds=41)
    kept = opened_by(made.lead, NOW)
    before = version(made)
    presence.forget_lost([made.interview.pk], NOW)
    presence.forget_lost([made.interview.pk], NOW)
    assert version(made) == before + 1
    assert seat(made).seen_at is None
    assert list(OpenStream.objects.all()) == [kept]
    assert lost != kept


def test_a_seat_that_was_revoked_opens_no_stream_and_is_not_renewed(made: Cast) -> None:
    stream = opened(made)
    inviting.revoke(made.candidate, NOW, made.lead)
    assert opened(made) is None
    presence.still_here([stream.pk], NOW)
    assert seat(made).seen_at is None


def test_being_seen_again_at_once_costs_no_write(made: Cast, django_assert_num_queries) -> None:
    presence.arrive(seat(made), NOW)
    sitting = seat(made)
    with django_assert_num_queries(0):
        presence.arrive(sitting, NOW + timedelta(seconds=5))
