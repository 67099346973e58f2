"""The page on which an interview is made."""

import re

import pytest
from django.test import Client

from interviews.models import Interview
from interviews.tests.making import interviewer, person
from questions.tests.making import questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena(client: Client, time) -> Client:
    client.force_login(interviewer())
    return client


def recipe(*rules: dict, **fields) -> dict:
    """What the form sends; each rule is a row."""
    form = {"title": "Mock", "candidate_name": "Cleo", "minutes": "45", "extra_percent": "0", "reveal": "at_end"}
    form |= {"seed": "7", "rules-TOTAL_FORMS": str(len(rules)), "rules-INITIAL_FORMS": "0"}
    for index, rule in enumerate(rules):
        form |= {f"rules-{index}-{name}": value for name, value in rule.items()}
    return form | fields


def listed(html: str) -> list[str]:
    return re.findall(r"Title of ([\w-]+)</span>|<li><span>Title of ([\w-]+)", html)


def problem(client: Client, form: dict) -> str:
    response = client.post("/interviews/new/", form)
    assert response.status_code == 422
    assert Interview.objects.count() == 0
    return response.content.decode()


def test_what_the_preview_shows_is_what_will_be_asked(lena: Client) -> None:
    questions(30)
    form = recipe({"count": "5"})
    preview = re.findall(r"Title of (q-\d+)", lena.post("/interviews/new/preview/", form).content.decode())
    assert len(preview) == 5
    response = lena.post("/interviews/new/", form)
    interview = Interview.objects.get()
    assert response.url == f"/interviews/{interview.pk}/"
    assert [asked.ref for asked in interview.asked.all()] == preview


@pytest.mark.parametrize(("sent", "shown"), [({"wording_hints": "on"}, True), ({}, False)])
def test_wording_hints_are_shown_unless_they_are_switched_off(lena: Client, sent: dict, shown: bool) -> None:
    questions(1)
    assert re.search(r'name="wording_hints"[^>]* checked', lena.get("/interviews/new/").content.decode())
    lena.post("/interviews/new/", recipe({"count": "1"}, **sent))
    assert Interview.objects.get().wording_hints is shown


def test_drawing_again_draws_otherwise_and_keeps_the_form(lena: Client) -> None:
    questions(30)
    form = recipe({"count": "5"}, candidate_name="Cleo Candidate")
    draws = set()
    for _ in range(5):
        page = lena.post("/interviews/new/", form | {"redraw": "1"}).content.decode()
        assert "Cleo Candidate" in page
        draws.add(re.search(r'name="seed" value="(\d+)"', page)[1])
    assert len(draws) == 5


def test_one_more_rule_is_one_more_row(lena: Client) -> None:
    questions(3)
    page = lena.post("/interviews/new/", recipe({"count": "1"}) | {"add-rule": "1"}).content.decode()
    assert 'name="rules-1-count"' in page
    assert 'name="rules-TOTAL_FORMS" value="2"' in page


def test_an_empty_rule_set_says_what_to_do(lena: Client) -> None:
    questions(3)
    assert "pick some by hand, or add a rule" in problem(lena, recipe())
    assert "pick some by hand, or add a rule" in problem(lena, recipe({"count": ""}))


def test_a_rule_that_asks_for_too_many_is_named(lena: Client) -> None:
    questions(3)
    page = problem(lena, recipe({"count": "2"}, {"count": "9", "topic": "Storage"}))
    assert "9 Storage questions" in page
    assert "asks for 9" in page


def test_a_plan_longer_than_its_minutes_says_by_how_much(lena: Client) -> None:
    questions(10)
    page = problem(lena, recipe({"count": "10"}, minutes="45"))
    assert "need 50 minutes and the sitting has 45" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes", "0"),
        ("minutes", "9999"),
        ("minutes", "long"),
        ("minutes_each", "-1"),
        ("extra_percent", "201"),
        ("title", ""),
        ("title", "x" * 121),
        ("reveal", "now"),
        ("candidate_name", ""),
        ("candidate", "nobody"),
        ("seed", "x"),
        ("rules-TOTAL_FORMS", "x"),
        ("rules-TOTAL_FORMS", "99999"),
        ("rules-0-count", "-3"),
        ("rules-0-topic", "Cheese"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_made(lena: Client, field: str, value: str) -> None:
    questions(5)
    page = problem(lena, recipe({"count": "1"}, **{field: value}))
    assert "errorlist" in page or 'class="error' in page or "notice-error" in page


def test_a_form_that_claims_thousands_of_rules_is_drawn_with_no_more_than_there_may_be(lena: Client) -> None:
    page = problem(lena, recipe({"count": "1"}, **{"rules-TOTAL_FORMS": "99999"}))
    assert page.count('-topic"') <= 13 * 3
    assert "at most 12" in page


def test_a_candidate_with_an_account_finds_it_on_their_list(lena: Client) -> None:
    questions(3)
    cleo = person("cleo", first_name="Cleo", last_name="Candidate")
    lena.post("/interviews/new/", recipe({"count": "1"}, candidate="cleo", candidate_name=""))
    client = Client()
    client.force_login(cleo)
    assert "Mock" in client.get("/interviews/").content.decode()
    assert Interview.objects.get().seats.get(user=cleo).name == "Cleo Candidate"


def test_one_cannot_be_lead_and_candidate_of_the_same_interview(lena: Client) -> None:
    questions(3)
    page = problem(lena, recipe({"count": "1"}, candidate="lena"))
    assert "yourself" in page


def test_extra_time_lengthens_every_clock(lena: Client) -> None:
    questions(3)
    lena.post("/interviews/new/", recipe({"count": "1"}, extra_percent="50", minutes="30"))
    interview = Interview.objects.get()
    assert interview.budget.total_seconds() == 45 * 60
    assert interview.asked.get().budget.total_seconds() == 7.5 * 60


def test_the_picker_finds_and_keeps_what_is_picked(lena: Client) -> None:
    questions(5)
    page = lena.get("/interviews/new/picker/", {"text": "q-004", "refs": ["q-001"]}).content.decode()
    assert set(re.findall(r'value="(q-\d+)"', page)) == {"q-001", "q-004"}
    assert re.search(r'value="q-001"\s+checked', page)


@pytest.mark.parametrize("rows", ["", "x", "-1", "9" * 5_000, "\u00b2"])
def test_one_more_rule_is_drawn_whatever_the_form_says_of_its_rows(rows: str, lena: Client) -> None:
    response = lena.post("/interviews/new/", recipe() | {"rules-TOTAL_FORMS": rows, "add-rule": "1"})
    assert 'name="rules-0-count"' in response.content.decode()
