"""What is told to whom, and that no event is missed however the database numbers it."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from integrations import outbox
from integrations.models import Delivery, Endpoint
from integrations.payload import OF_TYPE
from integrations.sending import Outcome
from integrations.tests.making import endpoint
from interviews import marking, sharing
from interviews.autosave import Typed
from interviews.models import Event
from interviews.planning import Recipe, begin_alone
from interviews.tests.making import NOW, cast, person
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, question

pytestmark = pytest.mark.django_db
TAKEN = Outcome(204, "answered 204")


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = "https://interviews.example.org/"


def kinds() -> list[str]:
    return list(Delivery.objects.order_by("event").values_list("kind", flat=True))


def event(pk: int, verb: str = "schedule") -> Event:
    return Event.objects.create(pk=pk, interview=cast(1, lead=person(f"lead-{pk}")).interview, verb=verb, at=NOW)


def test_a_body_says_what_happened_and_where_to_look() -> None:
    endpoint()
    made = cast(1).started().ended()
    made.submitted()
    outbox.gather(NOW)
    body = json.loads(Delivery.objects.get(kind="scorecard.submitted").body)
    assert body == {
        "type": "scorecard.submitted",
        "timestamp": "2026-03-02T10:06:00Z",
        "data": {
            "interview": made.interview.pk,
            "state": "ended",
            "seat": "lead",
            "starts_at": None,
            "started_at": "2026-03-02T10:00:00Z",
            "ended_at": "2026-03-02T10:05:00Z",
            "link": f"https://interviews.example.org/interviews/{made.interview.pk}/",
        },
    }


def test_no_body_says_how_anybody_judged_or_who_they_are_or_what_was_asked() -> None:
    endpoint()
    made = cast(1, title="Doubts about Cleo", candidate_name="Cleo Patra").started().opened()
    marking.mark(made.lead, made.asked(1), 0, "missed")
    marking.rate(made.lead, made.asked(1), 2)
    marking.save_note(made.lead, made.asked(1), Typed("A private note", 0, "w", 1))
    marking.save_summary(made.lead, Typed("A private summary", 0, "w", 1))
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings", "marks"])
    outbox.gather(NOW)
    told = " ".join(Delivery.objects.values_list("body", flat=True))
    secrets = ["Doubts", "Cleo", "lena", "missed", "rating", "private", '"yes"', "q-001", SECRET_ANSWER, SECRET_POINT]
    assert [secret for secret in secrets if secret in told] == []
    assert len(kinds()) == 4


def test_an_event_just_scheduled_says_nothing_of_what_came_later() -> None:
    endpoint()
    cast(1).started().ended()
    outbox.gather(NOW)
    data = json.loads(Delivery.objects.get(kind="interview.scheduled").body)["data"]
    assert (data["started_at"], data["ended_at"]) == (None, None)


def test_an_endpoint_hears_of_what_it_chose_and_of_nothing_before_it() -> None:
    cast(1, lead=person("before"))
    endpoint(kinds=["interview.ended"])
    cast(1).started().ended()
    outbox.gather(NOW)
    assert kinds() == ["interview.ended"]


def test_nobody_is_told_of_what_people_practise_alone() -> None:
    endpoint()
    question("one")
    begin_alone(Recipe("Practice", "Pat", 60, refs=("one",)), person("pat"), NOW)
    outbox.gather(NOW)
    assert kinds() == []


def test_a_change_that_was_undone_is_told_to_nobody() -> None:
    endpoint()
    with transaction.atomic():
        cast(1)
        transaction.set_rollback(True)
    outbox.gather(NOW)
    assert kinds() == []


def test_gathering_twice_makes_each_delivery_once() -> None:
    endpoint()
    cast(1)
    outbox.gather(NOW)
    (before,) = Delivery.objects.values()
    outbox.gather(NOW + timedelta(hours=5))
    assert list(Delivery.objects.values()) == [before]


def test_an_event_that_was_committed_after_later_ones_is_not_missed(time) -> None:
    """A transaction that began with number 1,000 may be seen after one with number 2,000."""
    endpoint()
    event(2_000, "end")
    outbox.gather(NOW)
    outbox.gather(NOW + outbox.LONGEST_TRANSACTION - timedelta(seconds=1))
    event(1_000, "end")
    outbox.gather(NOW + outbox.LONGEST_TRANSACTION)
    told = Delivery.objects.filter(kind="interview.ended").values_list("event", flat=True)
    assert sorted(told) == [1_000, 2_000]


def test_nor_one_that_was_committed_while_nobody_looked() -> None:
    endpoint()
    event(2_000, "end")
    outbox.gather(NOW)
    event(1_000, "end")
    outbox.gather(NOW + timedelta(days=3))
    outbox.gather(NOW + timedelta(days=6))
    told = Delivery.objects.filter(kind="interview.ended").values_list("event", flat=True)
    assert sorted(told) == [1_000, 2_000]


def test_what_is_settled_is_not_looked_at_again_and_is_forgotten_after_a_month() -> None:
    made = endpoint()
    cast(1)
    outbox.gather(NOW)
    claim = outbox.claim(made, NOW)
    outbox.finish(claim, TAKEN, NOW)
    for day in range(0, 40, 3):
        outbox.gather(NOW + timedelta(days=day))
    assert Endpoint.objects.get().settled_to >= Event.objects.get(verb="schedule").pk
    assert Delivery.objects.count() == 0
    outbox.gather(NOW + timedelta(days=41))
    assert Delivery.objects.count() == 0


def test_gathering_costs_the_same_with_few_and_many_events_behind_it() -> None:
    endpoint()
    made = cast(1)
    counts = []
    for many in (3, 300):
        Event.objects.bulk_create(Event(interview=made.interview, verb="end", at=NOW) for _ in range(many))
        outbox.gather(NOW)
        with CaptureQueriesContext(connection) as captured:
            outbox.gather(NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_secret_is_not_in_the_database_and_changes_with_a_days_grace() -> None:
    made = endpoint()
    key = made.key
    stored = str(list(Endpoint.objects.values()))
    assert key.hex() not in stored
    changed = outbox.change_secret(made, NOW)
    assert changed.key != key
    assert changed.keys(NOW + timedelta(hours=23)) == [changed.key, key]
    assert changed.keys(NOW + timedelta(days=1)) == [changed.key]


def test_what_was_given_up_can_be_sent_again_and_what_has_arrived_cannot() -> None:
    endpoint()
    cast(1).started().ended()
    outbox.gather(NOW)
    first, second = Delivery.objects.order_by("event")
    Delivery.objects.filter(pk=first.pk).update(state=Delivery.GIVEN_UP, tries=16)
    Delivery.objects.filter(pk=second.pk).update(state=Delivery.DELIVERED, tries=1)
    assert outbox.send_again(Delivery.objects.all(), NOW) == 1
    assert [(d.state, d.tries) for d in Delivery.objects.order_by("event")] == [("pending", 0), ("delivered", 1)]


def test_every_type_can_be_chosen_and_is_named_once() -> None:
    assert len({kind.verb for kind in OF_TYPE.values()}) == len(OF_TYPE)
