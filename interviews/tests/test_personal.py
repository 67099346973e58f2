"""What is held of a candidate without an account, which their lead hands out or erases."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews import debriefing, flow, marking
from interviews.erasing import GONE
from interviews.held import held_of
from interviews.models import AskedQuestion, Event, Reveal, Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from interviews.tests.test_erasing import WORDS, held
from questions.tests.making import SECRET_ANSWER, SECRET_POINT
from tests.traces import traces

pytestmark = pytest.mark.django_db


def page(client: Client, made: Cast, **form: str):
    client.force_login(made.lead.user)
    address = f"/interviews/{made.interview.pk}/candidate/"
    return client.post(address, form) if form else client.get(address)


def test_the_page_says_what_goes_and_what_stays(time, client: Client) -> None:
    text = page(client, held()).content.decode()
    for what in ("asked question, answer: 1", "rating, note: 1", "scorecard, summary: 1", "interview, title: 1"):
        assert f"<li>{what}</li>" in text
    assert "<li>seat, name: 1</li>" in text  # of the candidate, and not of the lead
    assert "ratings" in text


def test_with_the_name_written_it_is_erased_and_recorded(time, client: Client) -> None:
    made = held()
    assert page(client, made, name="Zenobia").status_code == 302
    assert traces("zenobia", WORDS) == []
    made.reload()
    assert (made.candidate.name, made.lead.name, made.interview.erased_at) == (GONE, "lena", None)
    assert Event.objects.get(verb="forget").seat == made.lead
    assert made.interview.scorecards.get().marks.count() == 1


def test_the_report_leads_there_unless_the_candidate_has_an_account(time, client: Client) -> None:
    for made, leads in ((held(), True), (held(lead=interviewer("otto"), candidate=person("zen")), False)):
        client.force_login(made.lead.user)
        report = client.get(f"/interviews/{made.interview.pk}/report/").content.decode()
        assert (f"/interviews/{made.interview.pk}/candidate/" in report) is leads


def test_once_it_is_erased_nothing_is_left_to_erase(time, client: Client) -> None:
    made = held()
    page(client, made, name="Zenobia")
    assert "Nothing is left that would go" in page(client, made).content.decode()


def test_exports_made_later_hold_nothing_of_them(time, client: Client) -> None:
    made = held()
    page(client, made, name="Zenobia")
    for name in ("report/", "report.csv", "report.json", "candidate.json", ""):
        response = client.get(f"/interviews/{made.interview.pk}/{name}", follow=True)
        assert response.status_code == 200
        assert "Zenobia" not in response.content.decode()
        assert WORDS not in response.content.decode()


@pytest.mark.parametrize("name", ["", "zen", "Zenobia X"])
def test_another_name_erases_nothing(name: str, time, client: Client) -> None:
    made = held()
    response = page(client, made, name=name, sent="1")
    assert response.status_code == 422
    assert "nothing was erased" in response.content.decode()
    assert made.asked(1).answer == WORDS


def test_of_somebody_with_an_account_a_lead_neither_reads_nor_erases(time, client: Client) -> None:
    made = held(candidate=person("zen"))
    assert page(client, made).status_code == 403
    assert page(client, made, name="Zenobia").status_code == 403
    assert client.get(f"/interviews/{made.interview.pk}/candidate.json").status_code == 403
    assert made.asked(1).answer == WORDS


def export(client: Client, made: Cast) -> dict:
    client.force_login(made.lead.user)
    response = client.get(f"/interviews/{made.interview.pk}/candidate.json")
    assert response.status_code == 200
    return json.loads(response.content)


def test_the_export_holds_what_they_said_and_what_was_written_about_them(time, client: Client) -> None:
    told = export(client, held())
    (entry,) = told["interviews"]
    assert entry["interview"][0]["title"] == "Zenobia, second round"
    assert [seat["name"] for seat in entry["seat"]] == ["Zenobia"]
    assert entry["asked_question"][0]["answer"] == WORDS
    assert entry["rating"][0]["note"] == f"She said: {WORDS}"
    assert entry["scorecard"][0]["summary"] == f"Zenobia: {WORDS}"
    assert entry["mark"][0]["value"] == "covered"
    assert "share" in {event["verb"] for event in entry["event"]}


def test_the_export_gives_no_answer_and_no_key_away(time, client: Client) -> None:
    made = held(reveal=Reveal.NEVER)
    text = json.dumps(export(client, made))
    assert SECRET_ANSWER not in text
    assert SECRET_POINT not in text
    assert made.candidate.invitation_nonce not in text


def test_before_the_panel_has_decided_a_lead_does_not_read_the_others(time, client: Client) -> None:
    made = cast(1).started().opened().ended()
    other = Seat.objects.create(interview=made.interview, user=person("pia"), role=Role.PANELLIST, name="Pia")
    marking.rate(other, made.asked(1), 2)
    client.force_login(made.lead.user)
    assert client.get(f"/interviews/{made.interview.pk}/candidate.json").status_code == 403
    assert "Everything, as JSON" not in page(client, made).content.decode()
    made.submitted()
    assert client.get(f"/interviews/{made.interview.pk}/candidate.json").status_code == 403
    debriefing.open_debrief(made.interview, made.lead, NOW, close_the_rest=True)
    debriefing.agree(made.asked(1), made.lead, NOW, 2, "")
    debriefing.decide(made.interview, made.lead, NOW, "no", "Too little was said")
    assert 2 in [rating["value"] for rating in export(client, made)["interviews"][0]["rating"]]


def test_of_a_cancelled_interview_it_is_handed_out_too(time, client: Client) -> None:
    made = cast(1)
    flow.cancel(made.interview, made.lead, NOW)
    assert export(client, made)["interviews"][0]["seat"][0]["name"] == "Cleo"


def test_of_an_interviewer_their_own_rows_are_told_and_no_answer(time) -> None:
    made = held()
    pia = person("pia")
    Seat.objects.create(interview=made.interview, user=pia, role=Role.PANELLIST, name="Pia")
    (lead,) = held_of(Seat.objects.filter(user=made.lead.user))
    (other,) = held_of(Seat.objects.filter(user=pia))
    assert lead["rating"][0]["note"] == f"She said: {WORDS}"
    assert "asked_question" not in lead
    assert (other["rating"], other["seat"][0]["name"]) == ([], "Pia")
    assert AskedQuestion.objects.filter(answer=WORDS).exists()


def test_an_export_of_five_interviews_asks_no_more_than_of_one(time) -> None:
    counts = []
    for name, count in (("one", 1), ("five", 5)):
        user = person(name)
        for number in range(count):
            held(lead=interviewer(f"{name}-{number}"), candidate=user)
        with CaptureQueriesContext(connection) as captured:
            assert len(held_of(Seat.objects.filter(user=user))) == count
        counts.append(len(captured))
    assert counts[0] == counts[1]
