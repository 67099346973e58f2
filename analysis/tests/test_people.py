from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from analysis import people
from analysis.models import Outcome
from analysis.tests.making import judged, page_of, sat, submit, talk
from interviews import sharing
from interviews.models import Interview
from interviews.tests.making import NOW, editor, interviewer, person
from questions.tests.making import questions as plain_questions

pytestmark = pytest.mark.django_db

THREE = {"q-001": ["ccc:5", "ppm:3"], "q-002": ["mmm:1", "mmm:2"], "q-003": ["ccm:4", "ccm:4"]}


def test_an_editor_refreshes_it(time) -> None:
    plain_questions(3)
    lena, paul = interviewer(), interviewer("paul")
    judged(lena, THREE, (paul,))
    client = Client()
    client.force_login(editor())
    assert "Nothing has been taken in yet" in client.get("/analysis/questions/").content.decode()
    answer = client.post("/analysis/refresh/", follow=True)
    assert "Everything that has been submitted is in." in answer.content.decode()
    assert Outcome.objects.count() == 3


def sittings(count: int, lead: User, other: User, **recipe) -> list[Interview]:
    answers = {ref: ["ccc:5", "ccm:3"] for ref in ("q-001", "q-002", "q-003", "q-004")}
    return [judged(lead, answers, (other,), at=NOW + timedelta(days=n), **recipe) for n in range(count)]


def test_an_interviewer_sees_how_they_rate_and_an_administrator_too(time) -> None:
    plain_questions(4)
    lena, paul = interviewer(), interviewer("paul")
    sittings(4, lena, paul)
    assert "16 of 20 answers" in page_of(lena, "/analysis/me/")
    sittings(4, lena, paul)
    found = people.calibration_of(lena)
    assert (found.sittings, found.answers, found.severity.value) == (8, 32, 2.0)
    assert people.calibration_of(paul).severity.value == -2.0
    assert people.calibration_of(paul).time is None
    ada = person("ada", is_superuser=True)
    assert "lena</a>: 8 scorecards" in page_of(ada, "/analysis/interviewers/")
    assert "How paul rates" in page_of(ada, f"/analysis/interviewers/{paul.pk}/")


def test_a_sitting_whose_panel_has_not_talked_does_not_count(time) -> None:
    plain_questions(4)
    lena, paul, pia = interviewer(), interviewer("paul"), interviewer("pia")
    answers = {"q-001": ["ccc:5", "ccm:3", "ccc:4"]}
    made = sat(lena, answers, (paul, pia))
    submit(made, lena, paul, pia)
    assert people.calibration_of(lena).answers == 0
    talk(made)
    assert people.calibration_of(lena).answers == 1


def test_own_cards_that_are_not_submitted_show_nothing(time) -> None:
    plain_questions(4)
    lena, paul = interviewer(), interviewer("paul")
    submit(sat(lena, {"q-001": ["ccc:5", "ccm:3"]}, (paul,)), lena)
    assert people.calibration_of(paul).answers == 0
    assert not people.judged_by(paul).exists()


def test_a_candidate_sees_what_was_shared_with_them_and_by_the_lead_alone(time) -> None:
    plain_questions(4)
    lena, paul, cleo = interviewer(), interviewer("paul"), person("cleo")
    made = sittings(3, lena, paul, candidate=cleo)
    assert people.own_sittings(cleo).steps == []
    lead = made[0].seats.get(user=lena)
    sharing.share(made[0], lead, NOW, ["ratings"])
    sharing.share(made[1], made[1].seats.get(user=lena), NOW, ["notes"])
    (shown,) = people.own_sittings(cleo).steps
    assert (shown.rating, shown.coverage.value) == (5, 1)
    sharing.stop_sharing(made[0], lead, NOW)
    assert people.own_sittings(cleo).steps == []


def test_a_panel_sees_the_candidates_that_they_judged(time) -> None:
    plain_questions(4)
    lena, paul, cleo = interviewer(), interviewer("paul"), person("cleo")
    sittings(2, lena, paul, candidate=cleo)
    sat(lena, {"q-001": ["ccc:5", "ccm:3"]}, (paul,), candidate=cleo)
    address = f"/analysis/candidates/{cleo.pk}/"
    assert "cleo</a>: 2 sittings" in page_of(lena, "/analysis/me/")
    assert len(people.sittings_of(cleo, paul).steps) == 2
    assert people.sittings_of(cleo, paul).steps[0].rating == 4
    assert "Nothing is said of a direction" in page_of(paul, address)
    for who in (cleo, interviewer("ivo"), person("ada", is_superuser=True)):
        client = Client()
        client.force_login(who)
        assert client.get(address).status_code == 404


def test_somebody_without_any_is_told_so(time) -> None:
    assert "Nothing yet" in page_of(person("pat"), "/analysis/me/")
