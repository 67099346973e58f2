"""The first page and the one question that anybody may try."""

import pytest
from django.test import Client

from interviews.models import Reveal
from interviews.tests.making import cast, person
from questions.models import Question
from questions.rubric import Level, Status
from questions.tests.making import SECRET_ANSWER, question

pytestmark = pytest.mark.django_db


def test_the_first_page_asks_a_real_question_and_keeps_its_answer(client: Client) -> None:
    question("one")
    page = client.get("/").content.decode()
    assert "What is <em>one</em>?" in page
    assert SECRET_ANSWER not in page


def test_an_empty_bank_has_a_first_page_too(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.post("/practice/try/").status_code == 302


@pytest.mark.parametrize("changes", [{"status": Status.DRAFT}, {"level": Level.SENIOR}])
def test_only_published_questions_for_freshers_are_tried(client: Client, changes: dict) -> None:
    question("one", **changes)
    assert "What is <em>one</em>?" not in client.get("/").content.decode()


def test_a_question_that_an_interview_may_still_ask_is_not_given_away(client: Client, time) -> None:
    made = cast(1)
    assert SECRET_ANSWER not in client.post("/practice/try/", {"how": "unknown"}, follow=True).content.decode()
    made.started().opened().ended()
    assert SECRET_ANSWER in client.post("/practice/try/", {"how": "unknown"}, follow=True).content.decode()


def test_a_question_whose_answer_an_interview_keeps_back_is_not_given_away(client: Client, time) -> None:
    cast(1, reveal=Reveal.NEVER).started().ended()
    assert SECRET_ANSWER not in client.post("/practice/try/", {"how": "unknown"}, follow=True).content.decode()


def test_the_demo_is_shown_at_the_log_in_only_while_it_is_on(client: Client, settings) -> None:
    assert "rehearse-demo" not in client.get("/login/").content.decode()
    settings.DEMO = True
    assert "rehearse-demo" in client.get("/login/").content.decode()


def test_somebody_known_sees_what_is_next(client: Client, time) -> None:
    made = cast(candidate=person("cleo"), title="The coming one")
    client.force_login(made.candidate.user)
    assert "The coming one" in client.get("/").content.decode()
    assert Question.objects.count() == 3
