"""A receiver that fails, hangs or answers 500 delays nothing else and gets its event later, once, in order."""

import socket
import time as real
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from integrations.backoff import TRIES
from integrations.delivering import Deliverer
from integrations.models import Delivery, Endpoint
from integrations.signing import NotGenuine, verify
from integrations.tests.making import endpoint
from integrations.tests.receiver import busy, garbage, huge, receiving, redirect_to, until
from interviews import flow, sharing
from interviews.tests.making import NOW, Cast, cast, interviewer

pytestmark = pytest.mark.django_db

STORY = ["interview.scheduled", "interview.ended", "scorecard.submitted", "report.shared"]
PATIENCE = 1.0


@pytest.fixture(autouse=True)
def at_home(settings) -> None:
    settings.SITE_URL = "https://interviews.example.org"
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def deliverer(time) -> Deliverer:
    return Deliverer(lambda: time.now, seconds=PATIENCE)


def story() -> Cast:
    """An interview of which everything is told."""
    made = cast(1).started().opened().ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings"])
    return made


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


def told_of(url: str) -> Endpoint:
    return Endpoint.objects.get(url=url)


def test_each_event_arrives_once_in_order_and_signed(deliverer: Deliverer) -> None:
    with receiving() as (receiver, url):
        endpoint(url)
        story()
        deliverer.run_dry()
        deliverer.run_dry()
        assert receiver.types == STORY
        assert receiver.genuine(told_of(url)) == set(receiver.ids)
        assert len(set(receiver.ids)) == 4


def test_a_receiver_that_fails_gets_its_events_later_once_each_and_in_order(deliverer: Deliverer, time) -> None:
    with receiving(500, 500, 200) as (receiver, url):
        endpoint(url)
        story()
        deliverer.run_dry()
        assert receiver.types == STORY[:1]
        deliverer.run_dry()
        assert len(receiver.requests) == 1, "it is left alone for a while"
        time.passes(seconds=10)
        deliverer.run_dry()
        assert receiver.types == STORY[:1] * 2, "what comes later waits for what comes first"
        time.passes(seconds=20)
        deliverer.run_dry()
        assert receiver.types == [STORY[0], STORY[0], *STORY]
        assert len(set(receiver.ids)) == 4, "a repetition bears the id of the first try"
        assert {d.state for d in Delivery.objects.all()} == {Delivery.DELIVERED}


@pytest.mark.parametrize("trouble", ["500", "hang", "drip", "closed", "redirect", "garbage"])
def test_one_that_is_in_trouble_delays_no_other_and_is_told_later(deliverer: Deliverer, time, trouble: str) -> None:
    with receiving() as (elsewhere, other_url), receiving() as (good, good_url):
        ways = {"500": 500, "closed": 200, "redirect": redirect_to(other_url), "garbage": garbage}
        with receiving(ways.get(trouble, trouble)) as (bad, bad_url):
            endpoint(closed_port() if trouble == "closed" else bad_url, "Bad")
            endpoint(good_url, "Good")
            story()
            begun = real.monotonic()
            while len(good.requests) < 4:
                deliverer.step(0.05)
            assert real.monotonic() - begun < PATIENCE, "the good one did not wait for the other"
            deliverer.run_dry()
            assert good.types == STORY
            assert elsewhere.requests == []
            failed = Delivery.objects.filter(endpoint__name="Bad").order_by("event").first()
            assert (failed.state, failed.tries) == (Delivery.PENDING, 1)
            Endpoint.objects.filter(name="Bad").update(url=bad_url)
            bad.behaviours.clear()
            bad.requests.clear()
            time.passes(seconds=10)
            deliverer.run_dry()
            assert bad.types == STORY


def test_no_try_takes_longer_than_it_may(deliverer: Deliverer) -> None:
    with receiving("drip") as (receiver, url):
        endpoint(url)
        cast(1)
        begun = real.monotonic()
        deliverer.run_dry()
        assert real.monotonic() - begun < PATIENCE * 3
        assert Delivery.objects.get().outcome == f"no answer within {PATIENCE:g} seconds"


def test_a_huge_answer_is_taken_as_an_answer_and_not_read(deliverer: Deliverer) -> None:
    with receiving(huge) as (receiver, url):
        endpoint(url)
        cast(1)
        begun = real.monotonic()
        deliverer.run_dry()
        assert real.monotonic() - begun < PATIENCE
        assert Delivery.objects.get().state == Delivery.DELIVERED


def test_a_replayed_or_altered_one_is_told_apart(deliverer: Deliverer, time) -> None:
    with receiving(500) as (receiver, url):
        key = endpoint(url).key
        cast(1)
        deliverer.run_dry()
        time.passes(seconds=10)
        deliverer.run_dry()
    (first, body), (second, again) = receiver.requests
    now = time.now.timestamp()
    assert verify(key, first, body, now) == verify(key, second, again, now), "a retry says that it is one"
    assert body == again
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    with pytest.raises(NotGenuine):
        verify(key, second, body.replace(b"scheduled", b"cancelled"), now)
    with pytest.raises(NotGenuine):
        verify(key, second | {"webhook-id": "msg_other"}, body, now)
    with pytest.raises(NotGenuine):
        verify(key, second, body, (time.now + timedelta(minutes=6)).timestamp())


def test_after_about_a_day_it_is_given_up_and_the_next_one_gets_its_turn(deliverer: Deliverer, time) -> None:
    with receiving(*[500] * TRIES) as (receiver, url):
        endpoint(url)
        story()
        begun = time.now
        while len(receiver.requests) < TRIES:
            deliverer.run_dry()
            time.passes(minutes=30)
        assert timedelta(hours=18) < time.now - begun < timedelta(hours=30)
        deliverer.run_dry()
    assert receiver.types == [STORY[0]] * TRIES + STORY[1:]
    assert [d.state for d in Delivery.objects.order_by("event")] == [Delivery.GIVEN_UP] + [Delivery.DELIVERED] * 3


def test_a_receiver_that_says_when_is_left_alone_until_then(deliverer: Deliverer, time) -> None:
    with receiving(busy) as (receiver, url):
        endpoint(url)
        cast(1)
        deliverer.run_dry()
        time.passes(minutes=59)
        deliverer.run_dry()
        assert len(receiver.requests) == 1
        time.passes(minutes=1)
        deliverer.run_dry()
        assert len(receiver.requests) == 2


def test_a_receiver_that_is_gone_is_switched_off_and_nothing_is_lost(deliverer: Deliverer, time) -> None:
    with receiving(410) as (receiver, url):
        endpoint(url)
        story()
        time.passes(days=1)
        deliverer.run_dry()
        time.passes(days=1)
        deliverer.run_dry()
        assert receiver.types == STORY[:1]
        Endpoint.objects.update(active=True)
        deliverer.run_dry()
        assert receiver.types == [STORY[0], *STORY]


def test_of_two_that_deliver_at_once_only_one_tries(time) -> None:
    one, two = (Deliverer(lambda: time.now, seconds=PATIENCE) for _ in range(2))
    with receiving("hang") as (receiver, url):
        endpoint(url)
        story()
        one.step(0)
        until(lambda: len(receiver.requests) == 1)
        for _ in range(3):
            two.step(0)
        assert len(receiver.requests) == 1
        receiver.released.set()
        one.run_dry()
        time.passes(seconds=10)
        while one.step() or two.step():
            pass
        assert receiver.types == [STORY[0], *STORY]


def test_whoever_was_killed_in_the_middle_is_followed_by_another(time) -> None:
    """Its try may have arrived: then the receiver sees the same id twice."""
    killed, other = (Deliverer(lambda: time.now, seconds=PATIENCE) for _ in range(2))
    with receiving() as (receiver, url):
        endpoint(url)
        cast(1)
        killed.step(0)
        until(lambda: len(receiver.requests) == 1)
        other.run_dry()
        assert len(receiver.requests) == 1
        time.passes(minutes=1)
        other.run_dry()
        assert len(receiver.requests) == 2
        assert len(set(receiver.ids)) == 1
        killed.wind_up()
        assert Delivery.objects.get().tries == 1, "what it has to say comes too late"


def test_inner_networks_are_closed_unless_they_are_opened(deliverer: Deliverer, settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    with receiving() as (receiver, url):
        endpoint(url.replace("http:", "https:"))
        cast(1)
        deliverer.run_dry()
        assert receiver.requests == []
        assert "private network" in Delivery.objects.get().outcome


def test_the_command_delivers_what_is_due_and_says_how_much(time) -> None:
    with receiving() as (receiver, url):
        endpoint(url)
        story()
        said = StringIO()
        call_command("deliver_webhooks", once=True, stdout=said)
        assert said.getvalue() == "4 delivered, 0 failed.\n"
        assert receiver.types == STORY


def test_the_command_needs_to_know_the_address_of_the_site(settings) -> None:
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("deliver_webhooks", once=True)


def test_an_interview_that_ran_out_with_nobody_looking_is_told_of_too(deliverer: Deliverer, time) -> None:
    with receiving() as (receiver, url):
        endpoint(url)
        made = cast(1, lead=interviewer("leo")).started()
        deliverer.run_dry()
        assert receiver.types == STORY[:1]
        time.passes(hours=3)
        deliverer.run_dry()
        assert receiver.types == STORY[:2]
        assert made.reload().ended_at == NOW + timedelta(hours=1)


def test_a_cancelled_one_is_told_of(deliverer: Deliverer) -> None:
    with receiving() as (receiver, url):
        endpoint(url, kinds=["interview.cancelled"])
        made = cast(1)
        flow.cancel(made.interview, made.lead, NOW)
        deliverer.run_dry()
        assert receiver.types == ["interview.cancelled"]
