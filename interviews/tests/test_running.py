"""The lead's controls, as a plain form and by htmx."""

import pytest
from django.test import Client

from interviews.models import Event
from interviews.states import InterviewState, QuestionState
from interviews.tests.making import NOW, Cast, cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def made(time) -> Cast:
    return cast().started().opened()


@pytest.fixture
def lead(made: Cast, client: Client) -> Client:
    client.force_login(made.lead.user)
    return client


def post(client: Client, made: Cast, verb: str, headers: dict | None = None, **fields):
    data = {"seen": made.interview.moves, "phase": "during", "question": "1"} | fields
    return client.post(f"/interviews/{made.interview.pk}/{verb}/", data, headers=headers)


def test_a_plain_control_leads_back_to_the_question_in_view(lead: Client, made: Cast) -> None:
    response = post(lead, made, "pause", question="2")
    assert response.status_code == 302
    assert response.url == f"/interviews/{made.interview.pk}/?question=2"
    assert made.reload().state == InterviewState.PAUSED


def test_htmx_gets_only_the_parts_that_changed(lead: Client, made: Cast) -> None:
    response = post(lead, made, "pause", HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'id="controls"' in text
    assert 'hx-swap-oob="true"' in text
    assert "<html" not in text
    assert response["X-Server-Now"] == str(int(NOW.timestamp() * 1000))


def test_opening_another_question_brings_its_room_and_its_address(lead: Client, made: Cast) -> None:
    response = post(lead, made, "questions/2/open", HTMX)
    assert response["HX-Retarget"] == response["HX-Reselect"] == "#room"
    assert response["HX-Push-Url"] == f"/interviews/{made.interview.pk}/?question=2"
    assert "What is <em>q-002</em>?" in response.content.decode()


def test_a_control_drawn_from_an_older_state_is_refused_and_the_state_shown(lead: Client, made: Cast) -> None:
    seen = made.interview.moves
    post(lead, made, "pause")
    response = post(lead, made, "questions/2/open", HTMX, seen=seen)
    text = response.content.decode()
    assert response.status_code == 409
    assert "already changed" in text
    assert 'id="control-resume"' in text
    assert made.asked(2).state == QuestionState.QUEUED


def test_a_refused_plain_control_says_why_on_the_page(lead: Client, made: Cast) -> None:
    page = lead.post(f"/interviews/{made.interview.pk}/start/", follow=True).content.decode()
    assert "This interview is live: it cannot start now." in page


def test_the_end_leads_to_the_scorecard(lead: Client, made: Cast) -> None:
    response = post(lead, made, "end", HTMX)
    assert response["HX-Redirect"] == f"/interviews/{made.interview.pk}/"
    assert lead.get(response["HX-Redirect"]).url == f"/interviews/{made.interview.pk}/scorecard/"


@pytest.mark.parametrize("minutes", ["0", "-5", "7", "soon", ""])
def test_only_one_or_five_minutes_can_be_given(lead: Client, made: Cast, minutes: str) -> None:
    response = post(lead, made, "extend", HTMX, minutes=minutes)
    assert response.status_code == 409
    assert made.reload().extra.total_seconds() == 0


def test_a_question_that_does_not_exist_is_not_found(lead: Client, made: Cast) -> None:
    assert post(lead, made, "questions/99/open").status_code == 404


def test_a_room_that_ran_out_with_nobody_looking_is_over_when_somebody_looks(lead: Client, made: Cast, time) -> None:
    time.passes(minutes=61)
    response = lead.get(f"/interviews/{made.interview.pk}/")
    assert response.url == f"/interviews/{made.interview.pk}/scorecard/"
    ended = Event.objects.get(interview=made.interview, verb="end")
    assert ended.at == made.interview.clock.deadline
    assert ended.seat is None
