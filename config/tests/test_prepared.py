from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Count, Value
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from config.prepared import Prepared, _with_literals, padded
from interviews.models import AskedQuestion, Interview, Seat
from interviews.tests.making import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Cast:
    return cast(3).started().opened()


def test_it_yields_what_the_queryset_yields_whichever_numbers_are_filled_in(made: Cast) -> None:
    def build(interview: int, position: int):
        return AskedQuestion.objects.filter(interview_id=interview, position__gte=position, weight=1)

    prepared = Prepared(build)
    for numbers in ((made.interview.pk, 1), (made.interview.pk, 2), (0, 1)):
        rows = [row.__dict__ | {"_state": None} for row in build(*numbers)]
        assert [row.__dict__ | {"_state": None} for row in prepared(*numbers)] == rows


def test_joined_rows_are_there_without_another_query(made: Cast) -> None:
    seats = Prepared(lambda key: Seat.objects.select_related("interview", "user").filter(pk=key))
    seats(made.lead.pk)
    with CaptureQueriesContext(connection) as queries:
        seat = seats.get(made.lead.pk)
        assert (seat.interview, seat.user.username) == (made.interview, "lena")
        assert seats.get(made.candidate.pk).user is None
    assert len(queries) == 2


def test_a_deferred_field_is_fetched_when_it_is_read(made: Cast) -> None:
    titles = Prepared(lambda key: Interview.objects.only("title").filter(pk=key))
    interview = titles.get(made.interview.pk)
    assert interview.get_deferred_fields() >= {"budget"}
    assert interview.budget == made.interview.budget


def test_what_it_yields_can_be_changed_and_saved(made: Cast) -> None:
    seat = Prepared(lambda key: Seat.objects.select_related("interview").defer("seen_at").filter(pk=key)).get(
        made.lead.pk
    )
    seat.name, seat.user = "Lena the Second", None
    seat.save()
    seat.interview.title = "Another title"
    seat.interview.save()
    made.lead.refresh_from_db()
    assert (made.lead.name, made.lead.user, made.reload().title) == ("Lena the Second", None, "Another title")
    assert seat == made.lead
    assert Seat.objects.count() == made.interview.seats.count()


def test_a_model_that_has_a_say_when_one_of_it_is_made_is_refused(made: Cast) -> None:
    def hears(**_) -> None:
        raise NotImplementedError

    for signal in (pre_init, post_init):
        signal.connect(hears, sender=Group)
        with pytest.raises(ValueError, match="Group has to be asked"):
            Prepared(lambda key: Group.objects.filter(pk=key))(1)
        signal.disconnect(hears, sender=Group)
    assert Prepared(lambda key: Group.objects.filter(pk=key))(0) == []


def test_tuples_are_converted_as_instances_are(made: Cast) -> None:
    clocks = Prepared(lambda key: Interview.objects.filter(pk=key).values_list("started_at", "budget", "anchors"))
    assert clocks(made.interview.pk) == [(made.interview.started_at, made.interview.budget, {})]


def test_single_values_are_converted_too(made: Cast) -> None:
    budgets = Prepared(lambda key: Interview.objects.filter(pk=key).values_list("budget", flat=True))
    assert budgets(made.interview.pk) == [made.interview.budget]


def test_an_annotation_is_an_attribute(made: Cast) -> None:
    counted = Prepared(lambda key: Interview.objects.filter(pk=key).annotate(sat=Count("seats")))
    assert counted.get(made.interview.pk).sat == made.interview.seats.count()


def test_a_moment_and_a_day_are_filled_in_as_the_database_takes_them(made: Cast) -> None:
    started = Prepared(
        lambda at, day: Interview.objects.filter(started_at__lte=at, created_at__date__lte=day).values_list("pk"),
        of=(datetime, date),
    )
    at, day = made.interview.started_at, made.interview.created_at.date()
    assert started(at, day) == [(made.interview.pk,)]
    assert started(at - timedelta(seconds=1), day) == started(at, day - timedelta(days=1)) == []


def test_what_is_always_the_same_is_written_into_the_statement(made: Cast) -> None:
    """An index over the open questions is of no use to a statement that does not say that they are open."""
    Interview.objects.filter(pk=made.interview.pk).update(title="100 % Lena's")
    named = Prepared(lambda key: Interview.objects.filter(pk=key, title="100 % Lena's").values_list("pk"))
    with CaptureQueriesContext(connection) as queries:
        assert named(made.interview.pk) == [(made.interview.pk,)]
    assert "'100 % Lena''s'" in queries[0]["sql"]


@given(st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8"), max_size=20))
def test_any_text_is_written_as_it_is(text: str) -> None:
    said = Prepared(lambda key: Group.objects.filter(pk__gte=key).values_list(Value(text)))
    Group.objects.get_or_create(name="Some")
    assert said(0)[0] == (text,)


def test_a_sign_that_is_no_place_stays(made: Cast) -> None:
    assert _with_literals("SELECT '%%s', a WHERE b = %s AND c = %s", [7, "x"], {0: 0}) == (
        "SELECT '%%s', a WHERE b = %s AND c = 'x'",
        [7],
        [(0, 0)],
    )


def test_another_number_of_values_is_refused(made: Cast) -> None:
    some = Prepared(lambda *keys: Interview.objects.filter(pk__in=keys).values_list("pk"))
    assert some(*padded([made.interview.pk], 3)) == [(made.interview.pk,)]
    with pytest.raises(ValueError, match="3 values was given 4"):
        some(1, 2, 3, 4)
    with pytest.raises(ValueError, match="look for 3 keys"):
        padded([1, 2, 3, 4], 3)


def test_what_is_not_there(made: Cast) -> None:
    titles = Prepared(lambda key: Interview.objects.filter(pk=key))
    assert titles.first(0) is None
    with pytest.raises(Interview.DoesNotExist):
        titles.get(0)


@pytest.mark.parametrize(
    "build",
    [
        lambda key: Interview.objects.filter(title="Mock"),
        lambda key: Interview.objects.filter(pk__in=range(key % 1000)),
        lambda key: Interview.objects.filter(pk=key).prefetch_related("seats"),
        lambda key: Interview(pk=key).seats.all(),
        lambda key: Interview.objects.filter(pk=key).values("title"),
    ],
)
def test_a_queryset_that_cannot_be_prepared_is_refused(made: Cast, build) -> None:
    with pytest.raises(ValueError, match="prepared query"):
        Prepared(build)(made.interview.pk)
