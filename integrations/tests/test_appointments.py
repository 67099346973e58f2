"""Interviews in calendars: for each seat what it may know, at an address that its person can close."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar, Event

from integrations import tokens
from integrations.models import BANK, Token
from interviews import flow, inviting
from interviews.models import Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from questions.tests.making import SECRET_ANSWER, SECRET_POINT

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=3)


def scheduled(**fields) -> Cast:
    return cast(**({"title": "Senior AWS", "starts_at": SOON, "minutes": 45} | fields))


def events(content: bytes) -> list[Event]:
    return Calendar.from_ical(content).walk("VEVENT")


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def feed_of(user) -> str:
    return f"/calendar/{tokens.make_feed(user, NOW)}.ics"


def test_each_seat_gets_the_file_of_its_interview(time) -> None:
    made = scheduled(candidate=person("cleo"), candidate_name="Cleo")
    address = f"/interviews/{made.interview.pk}/interview.ics"
    for seat, other in ((made.lead, "Cleo"), (made.candidate, "lena")):
        response = logged_in(seat.user).get(address)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        (event,) = events(response.content)
        assert (event["summary"], event.decoded("dtstart")) == ("Senior AWS", SOON)
        assert event.decoded("dtend") == SOON + timedelta(minutes=45)
        assert event["description"] == (f"45 minutes, with {other}\nhttp://testserver/interviews/{made.interview.pk}/")


def test_a_guest_gets_it_too(client: Client, time) -> None:
    made = scheduled()
    client.post(made.invitation)
    assert client.get(f"/interviews/{made.interview.pk}/interview.ics").status_code == 200


def test_no_file_holds_a_question_or_an_answer_and_the_candidates_names_nobody_of_the_panel_but_its_lead(time) -> None:
    made = scheduled(candidate=person("cleo"))
    Seat.objects.create(interview=made.interview, user=person("pia"), role=Role.PANELLIST, name="Pia Panel")
    Seat.objects.create(interview=made.interview, user=person("olaf"), role=Role.OBSERVER, name="Olaf Observer")
    for seat in made.interview.seats.all():
        text = logged_in(seat.user).get(f"/interviews/{made.interview.pk}/interview.ics").content.decode()
        kept = ["q-001", "Title of", SECRET_ANSWER, SECRET_POINT, "Storage", "Pia", "Olaf"]
        assert [word for word in kept if word in text] == [], seat.role


def test_the_lobby_names_the_time_and_links_to_the_file_where_there_is_one(time) -> None:
    lead = interviewer()
    for made, linked in ((scheduled(lead=lead), True), (cast(lead=lead), False)):
        address = f"/interviews/{made.interview.pk}/"
        assert (f"{address}interview.ics" in logged_in(lead).get(address).content.decode()) == linked
        assert logged_in(lead).get(f"{address}interview.ics").status_code == (200 if linked else 404)


def test_the_feed_holds_ones_own_interviews_with_a_time_and_no_other(time) -> None:
    lead = interviewer()
    scheduled(lead=lead, title="Mine")
    scheduled(lead=interviewer("other"), title="Of others")
    scheduled(lead=lead, title="Long ago", starts_at=NOW - timedelta(days=100))
    cast(lead=lead, title="Without a time")
    content = Client().get(feed_of(lead)).content
    assert [str(event["summary"]) for event in events(content)] == ["Mine"]


def test_the_feed_follows_what_happens_to_an_interview(time) -> None:
    made = scheduled()
    address = feed_of(made.lead.user)
    (before,) = events(Client().get(address).content)
    later = time.passes(hours=1)
    flow.cancel(made.interview, made.lead, later)
    (after,) = events(Client().get(address).content)
    assert before["uid"] == after["uid"]
    assert (before["status"], before["sequence"], before.decoded("last-modified")) == ("CONFIRMED", 0, NOW)
    assert (after["status"], after["sequence"], after.decoded("last-modified")) == ("CANCELLED", 1, later)
    assert after.decoded("dtstamp") == later


def test_the_file_and_the_feed_speak_of_the_same_event(time) -> None:
    made = scheduled()
    (alone,) = events(logged_in(made.lead.user).get(f"/interviews/{made.interview.pk}/interview.ics").content)
    (fed,) = events(Client().get(feed_of(made.lead.user)).content)
    assert alone.to_ical() == fed.to_ical()


def test_whoever_lost_the_seat_has_it_in_the_feed_no_more(time) -> None:
    made = scheduled(candidate=person("cleo"))
    address = feed_of(made.candidate.user)
    assert len(events(Client().get(address).content)) == 1
    inviting.revoke(made.candidate, NOW, made.lead)
    assert events(Client().get(address).content) == []


def test_a_feed_that_has_not_changed_is_not_sent_again(time) -> None:
    made = scheduled()
    address = feed_of(made.lead.user)
    etag = Client().get(address)["ETag"]
    time.passes(hours=1)
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
    flow.cancel(made.interview, made.lead, time.now)
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_new_address_closes_the_one_before_it_and_only_of_its_person(time) -> None:
    lena, leo = interviewer("lena"), interviewer("leo")
    old, others = feed_of(lena), feed_of(leo)
    new = feed_of(lena)
    assert [Client().get(address).status_code for address in (old, new, others)] == [404, 200, 200]
    lena.is_active = False
    lena.save()
    assert Client().get(new).status_code == 404


def test_the_address_is_kept_as_a_digest(time) -> None:
    address = feed_of(interviewer())
    key = address.removeprefix("/calendar/").removesuffix(".ics")
    assert key not in str(list(Token.objects.values()))


def test_a_token_of_the_api_opens_no_calendar(time) -> None:
    key = tokens.make(interviewer(), "Test", [BANK], None, NOW)
    assert Client().get(f"/calendar/{key}.ics").status_code == 404


def test_whoever_guesses_addresses_has_to_wait(time) -> None:
    address = feed_of(interviewer())
    for number in range(20):
        assert Client().get(f"/calendar/guess-{number}.ics").status_code == 404
    refused = Client().get(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    time.passes(minutes=15)
    assert Client().get(address).status_code == 200
