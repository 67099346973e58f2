"""Plans: kept, used, changed, copied, practised with."""

import re

import pytest
from django.test import Client
from django.utils.http import urlencode

from interviews.models import Interview, Plan
from interviews.tests.making import interviewer, person
from interviews.tests.test_new_interview import recipe
from questions import library
from questions.models import Question
from questions.tests.making import questions

pytestmark = pytest.mark.django_db

RULE = {"count": "2", "weight": "3"}


@pytest.fixture
def lena(client: Client, time) -> Client:
    questions(12)
    client.force_login(interviewer())
    return client


def kept(client: Client, *rules: dict, **fields) -> Plan:
    response = client.post("/plans/new/", recipe(*rules or [RULE], title="Seniors", **fields))
    assert response.status_code == 302, response.content.decode()
    return Plan.objects.latest("pk")


def filled(html: str) -> dict:
    """The values of a page's fields, as a browser would send them."""
    pairs = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', html))
    radio = re.search(r'name="reveal" value="(\w+)"[^>]* checked', html)
    return pairs | {"reveal": radio[1], "candidate_name": "Cleo"}


def test_an_interview_made_with_a_plan_copies_all_that_it_says(lena: Client) -> None:
    plan = kept(lena, RULE, minutes="50", minutes_each="7", reveal="never", refs=["q-004"], anchor_3="Would do.")
    form = filled(lena.get(f"/interviews/new/?plan={plan.pk}").content.decode())
    lena.post("/interviews/new/", form | {"refs": ["q-004"]})
    made = Interview.objects.get()
    assert (made.plan, made.planned.total_seconds(), made.reveal) == (plan, 50 * 60, "never")
    assert made.rating_anchors[3] == "Would do."
    assert made.rating_anchors[4].startswith("Strong")
    weights = {asked.ref: asked.weight for asked in made.asked.all()}
    assert weights.pop("q-004") == 1
    assert list(weights.values()) == [3, 3]
    assert {asked.budget.total_seconds() for asked in made.asked.all()} == {7 * 60}


def test_a_change_of_the_plan_reaches_no_interview_made_before(lena: Client) -> None:
    plan = kept(lena, anchor_1="Nothing at all.")
    lena.post("/interviews/new/", filled(lena.get(f"/interviews/new/?plan={plan.pk}").content.decode()))
    lena.post(f"/plans/{plan.pk}/", recipe(RULE, title="Renamed", anchor_1="Other words."))
    assert Plan.objects.get().name == "Renamed"
    assert Interview.objects.get().rating_anchors[1] == "Nothing at all."
    lena.post(f"/plans/{plan.pk}/delete/")
    assert Plan.objects.count() == 0
    assert Interview.objects.get().rating_anchors[1] == "Nothing at all."


def test_what_a_new_interview_holds_can_be_kept_as_a_plan(lena: Client) -> None:
    page = lena.post("/plans/new/", recipe({"count": "4"}, title="Mock interview", minutes="33", keep="1"))
    assert page.status_code == 200
    assert Plan.objects.count() == 0
    form = filled(page.content.decode())
    assert (form["minutes"], form["rules-0-count"]) == ("33", "4")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": "Seniors"}, "already"),
        ({"title": ""}, "required"),
        ({"minutes": "5"}, "need 10 minutes and the sitting has 5"),
        ({"rules-0-weight": "6"}, "less than or equal to 5"),
        ({"rules-0-count": "99"}, "less than or equal to 60"),
        ({"anchor_2": "x" * 301}, "300"),
    ],
)
def test_a_plan_that_cannot_be_used_is_not_kept_and_says_why(lena: Client, fields: dict, says: str) -> None:
    kept(lena)
    response = lena.post("/plans/new/", recipe(RULE, title="Other") | fields)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Plan.objects.count() == 1


def test_only_its_owner_changes_a_plan_and_others_copy_it(lena: Client) -> None:
    plan = kept(lena)
    other = Client()
    other.force_login(interviewer("otto"))
    assert "Copy it" in other.post(f"/plans/{plan.pk}/", recipe(RULE, title="Mine")).content.decode()
    copy = filled(other.get(f"/plans/new/?copy={plan.pk}").content.decode())
    assert other.post("/plans/new/", copy).status_code == 302
    assert [plan.name for plan in Plan.objects.all()] == ["Seniors", "Seniors, a copy"]


@pytest.mark.parametrize("number", ["999", "9" * 40, "x", "-1"])
def test_a_plan_that_is_not_there_breaks_no_address(lena: Client, number: str) -> None:
    for address in (f"/interviews/new/?plan={number}", f"/plans/new/?copy={number}"):
        assert lena.get(address).status_code in (200, 404)


def practise(plan: Plan, who: str = "sam", **fields) -> tuple[int, str]:
    alone = Client()
    alone.force_login(person(who))
    response = alone.post("/practice/mock/", {"plan": plan.pk, "seed": "3"} | fields)
    return response.status_code, response.content.decode()


def test_a_plan_open_to_practice_begins_a_mock_as_it_says(lena: Client) -> None:
    plan = kept(lena, RULE, open_to_practice="on", minutes="44", refs=["q-002"])
    assert practise(plan)[0] == 302
    mock = Interview.objects.get()
    assert (mock.plan, mock.state, mock.planned.total_seconds()) == (plan, "live", 44 * 60)
    assert "q-002" in {asked.ref for asked in mock.asked.all()}
    assert mock.asked.count() == 3


def test_a_plan_that_is_not_open_to_practice_begins_nothing(lena: Client) -> None:
    assert practise(kept(lena))[0] == 422
    assert Interview.objects.count() == 0


def test_a_mock_never_takes_a_question_that_an_interview_is_to_ask(lena: Client) -> None:
    plan = kept(lena, {"count": "10"}, minutes="240", open_to_practice="on")
    awaited = ["q-001", "q-002"]
    sam = person("sam-of-interviews")
    form = recipe(candidate="sam-of-interviews", candidate_name="")
    lena.post("/interviews/new/", urlencode(form | {"refs": awaited}, doseq=True), "application/x-www-form-urlencoded")
    alone = Client()
    alone.force_login(sam)
    alone.post("/practice/mock/", {"plan": plan.pk, "seed": "3"})
    mock = Interview.objects.get(seats__user=sam, seats__role="solo")
    assert not {asked.ref for asked in mock.asked.all()} & set(awaited)


def test_a_plan_whose_questions_are_gone_says_so(lena: Client) -> None:
    plan = kept(lena, open_to_practice="on")
    library.delete(Question.objects.all())
    status, page = practise(plan)
    assert status == 422
    assert "asks for 2, but only 0" in page
