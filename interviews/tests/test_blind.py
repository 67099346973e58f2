"""Rating the answers to one question in a row, without names."""

import re

import pytest
from django.test import Client

from interviews import answering, marking
from interviews.autosave import Typed
from interviews.blind import answers_to, waiting_for
from interviews.tests.making import NOW, Cast, cast, interviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(time) -> list[Cast]:
    """Four candidates with the same three questions; each typed an answer to the first."""
    lead, made = interviewer(), []
    for number in range(4):
        one = cast(3, lead=lead, candidate_name=f"Candidate-{number}").started().opened()
        answering.save_answer(one.interview, 1, Typed(f"Answer {number}.", 0, "w", 1), False, NOW)
        made.append(one.ended())
    return made


def page(many: list[Cast], number: int | str = "") -> str:
    client = Client()
    client.force_login(many[0].lead.user)
    return client.get("/interviews/blind/q-001/" + (f"?n={number}" if number else "")).content.decode()


def test_questions_that_several_have_answered_wait(many: list[Cast]) -> None:
    lena = many[0].lead.user
    assert [(row.ref, row.answers, row.rated) for row in waiting_for(lena)] == [("q-001", 4, 0)]
    marking.rate(many[2].lead, many[2].asked(1), 3)
    marking.not_observed(many[1].lead, many[1].asked(1))
    assert [(row.answers, row.rated) for row in waiting_for(lena)] == [(4, 2)]
    many[3].submitted()
    assert [(row.answers, row.rated) for row in waiting_for(lena)] == [(3, 2)]
    assert waiting_for(interviewer("otto")) == []


def test_no_page_says_whose_answer_it_is(many: list[Cast]) -> None:
    read = [page(many, number) for number in range(1, 5)]
    assert not any("Candidate-" in text or "Mock" in text for text in read)
    assert sorted(re.search(r"Answer \d\.", text)[0] for text in read) == [f"Answer {n}." for n in range(4)]


def test_the_order_is_by_chance_and_stays(many: list[Cast]) -> None:
    lena = many[0].lead.user
    order = [asked.pk for asked in answers_to("q-001", lena).answers]
    marking.rate(many[0].lead, many[0].asked(1), 3)
    assert [asked.pk for asked in answers_to("q-001", lena).answers] == order
    others = {tuple(a.pk for a in answers_to(ref, lena).answers) for ref in ("q-001", "q-002")}
    assert len(others) == 2


def test_it_goes_on_with_the_first_that_is_not_rated(many: list[Cast]) -> None:
    blind = answers_to("q-001", many[0].lead.user)
    first = blind.answers[0]
    marking.rate(first.interview.seats.get(role="lead"), first, 4)
    assert "Answer 2 of 4" in page(many)
    assert answers_to("q-001", many[0].lead.user).left == 3


def test_a_plain_form_leads_back_to_the_answer_and_not_to_the_interview(many: list[Cast]) -> None:
    client = Client()
    client.force_login(many[0].lead.user)
    place = f"/interviews/{many[0].interview.pk}/questions/1"
    for path, fields in (
        ("rating", {"rating": "4"}),
        ("marks", {"mark-0": "covered"}),
        ("note", {"text": "x", "base": "0"}),
    ):
        answer = client.post(f"{place}/{path}/", fields | {"blind": "2"})
        assert answer.url == "/interviews/blind/q-001/?n=2"


@pytest.mark.parametrize("number", ["0", "5", "99999"])
def test_a_number_that_is_not_there_is_not_found(many: list[Cast], number: str) -> None:
    client = Client()
    client.force_login(many[0].lead.user)
    assert client.get(f"/interviews/blind/q-001/?n={number}").status_code == 404
    assert client.get("/interviews/blind/q-002/").status_code == 404


def test_what_another_of_the_panel_asks_is_not_theirs_to_rate(many: list[Cast]) -> None:
    asked = many[0].asked(1)
    asked.asker = many[0].candidate
    asked.save()
    assert [row.answers for row in waiting_for(many[0].lead.user)] == [3]
