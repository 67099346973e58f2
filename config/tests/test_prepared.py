import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from config.prepared import Prepared
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


def test_tuples_are_converted_as_instances_are(made: Cast) -> None:
    clocks = Prepared(lambda key: Interview.objects.filter(pk=key).values_list("started_at", "budget", "anchors"))
    assert clocks(made.interview.pk) == [(made.interview.started_at, made.interview.budget, {})]


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
        lambda key: Interview.objects.filter(pk=key).annotate(Count("seats")),
        lambda key: Interview.objects.filter(pk=key).values("title"),
    ],
)
def test_a_queryset_that_cannot_be_prepared_is_refused(made: Cast, build) -> None:
    with pytest.raises(ValueError, match="prepared query"):
        Prepared(build)(made.interview.pk)
