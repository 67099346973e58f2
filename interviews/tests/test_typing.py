"""Saving while typing, as the page's script sees it."""

from datetime import timedelta

import pytest
from django.test import Client

from interviews.models import LONGEST_ANSWER
from interviews.tests.making import NOW, Cast, cast, person

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def made(time) -> Cast:
    return cast(candidate=person("cleo")).started().opened()


@pytest.fixture
def cleo(made: Cast, client: Client) -> Client:
    client.force_login(made.candidate.user)
    return client


def save(client: Client, made: Cast, text: str, base: int = 0, writer: str = "a", edit: int = 1, position: int = 1):
    address = f"/interviews/{made.interview.pk}/questions/{position}/answer/"
    return client.post(address, {"text": text, "base": base, "writer": writer, "edit": edit}, headers=JSON)


def test_a_save_answers_with_its_version_and_the_time(cleo: Client, made: Cast) -> None:
    response = save(cleo, made, "Words.")
    assert (response.status_code, response.json()) == (200, {"version": 1})
    assert response["X-Server-Now"] == str(int(NOW.timestamp() * 1000))
    assert made.asked(1).answer == "Words."


def test_another_tab_that_was_first_is_answered_with_its_text(cleo: Client, made: Cast) -> None:
    save(cleo, made, "First.", writer="a")
    response = save(cleo, made, "Second.", writer="b")
    assert response.status_code == 409
    assert response.json()["text"] == "First."
    assert made.asked(1).answer == "First."


def test_the_same_save_sent_twice_counts_once(cleo: Client, made: Cast) -> None:
    assert save(cleo, made, "Words.").json() == save(cleo, made, "Words.").json()
    assert made.asked(1).answer_version == 1


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (2, 200), (3, 410)])
def test_words_on_their_way_have_two_seconds_after_the_end(
    cleo: Client, made: Cast, time, seconds: int, status: int
) -> None:
    made.ended(at=NOW + timedelta(minutes=1))
    time.now = NOW + timedelta(minutes=1, seconds=seconds)
    response = save(cleo, made, "On their way.")
    assert response.status_code == status
    assert made.asked(1).answer == ("On their way." if status == 200 else "")


def test_a_text_that_is_too_long_is_refused_with_its_length(cleo: Client, made: Cast) -> None:
    response = save(cleo, made, "x" * (LONGEST_ANSWER + 1))
    assert response.status_code == 422
    assert "200,001" in response.json()["message"]


def test_a_question_that_is_not_open_yet_takes_and_shows_nothing(cleo: Client, made: Cast) -> None:
    assert save(cleo, made, "Too early.", position=2).status_code == 403
    answer = cleo.get(f"/interviews/{made.interview.pk}/questions/2/answer/", headers=JSON)
    assert answer.status_code == 403
    assert made.asked(2).answer == ""


@pytest.mark.parametrize("broken", [{"base": "x"}, {"base": "-1"}, {"writer": "a b<script>"}, {"edit": "9" * 30}])
def test_a_broken_request_is_told_what_is_wrong(cleo: Client, made: Cast, broken: dict) -> None:
    data = {"text": "Words.", "base": "0", "writer": "a", "edit": "1"} | broken
    response = cleo.post(f"/interviews/{made.interview.pk}/questions/1/answer/", data, headers=JSON)
    assert response.status_code == 422
    assert next(iter(broken)) in response.json()["message"]


def test_what_no_database_takes_is_left_out_and_the_words_are_saved(cleo: Client, made: Cast) -> None:
    assert save(cleo, made, "Be\0fore and after.").status_code == 200
    assert made.asked(1).answer == "Before and after."


def test_line_ends_and_spaces_stay_as_they_were_typed(cleo: Client, made: Cast) -> None:
    save(cleo, made, "  def f():\r\n\treturn 1\n\n")
    assert made.asked(1).answer == "  def f():\n\treturn 1\n\n"


def test_a_note_is_locked_once_the_scorecard_is_submitted(client: Client, made: Cast, time) -> None:
    made.ended().submitted()
    time.passes(minutes=10)
    client.force_login(made.lead.user)
    address = f"/interviews/{made.interview.pk}/questions/1/note/"
    response = client.post(address, {"text": "Late.", "base": 0, "writer": "a", "edit": 1}, headers=JSON)
    assert response.status_code == 410
    assert "submitted" in response.json()["message"]
