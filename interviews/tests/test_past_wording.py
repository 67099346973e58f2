"""What an editor learns from past answers about the wording of a key point."""

from html import unescape

import pytest
from django.test import Client

from interviews import answering, debriefing, marking
from interviews.autosave import Typed
from interviews.models import Interview, Seat
from interviews.past_wording import PAST_ANSWERS, never_found, past_answers
from interviews.planning import Recipe, begin_alone
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, editor, interviewer, person
from questions.library import keep_synonyms, store
from questions.models import Question
from questions.rubric import Point
from questions.tests.making import draft, question

pytestmark = pytest.mark.django_db

POINTS = (Point("Services fail independently"), Point("Deployments stay small"), Point("So"))
SAID = "If one goes down, the others carry on. Deployments stay small."
ADDRESS = "/interviews/wording/q-001/"


@pytest.fixture
def asked(time) -> Question:
    return question("q-001", points=POINTS)


@pytest.fixture
def desk(asked: Question) -> Client:
    client = Client()
    client.force_login(editor())
    return client


class Sittings:
    """Interviews in which the question was asked, one after the other, all with the same lead."""

    def __init__(self) -> None:
        self.lead, self.bank = interviewer(), [draft("q-001", points=POINTS)]

    def held(self, answer: str, marks: str = "", end: bool = True) -> Cast:
        made = cast(1, lead=self.lead)
        asked = made.interview.asked.get()
        # The helper stores questions of its own; this one is asked as the test has it.
        key_points = [{"text": p.text, "kind": p.kind, "weight": p.weight} for p in POINTS]
        made.interview.asked.update(key_points=key_points)
        store(self.bank)
        made.started().opened()
        answering.save_answer(asked.interview, asked.position, Typed(answer, 0, "a", 1), False, NOW)
        for index, letter in enumerate(marks):
            marking.mark(made.lead, made.asked(1), index, {"c": "covered", "p": "partly", "m": "missed"}[letter])
        return made.ended() if end else made


@pytest.fixture
def sittings(asked: Question) -> Sittings:
    return Sittings()


def tried(desk: Client, index: int, texts: list[str], also: list[str] | None = None, synonyms: str = "") -> str:
    form = {"try": str(index), "point_text": texts, "point_also": also or [""] * len(texts), "synonyms": synonyms}
    return unescape(desk.post(ADDRESS, form).content.decode())


def test_a_key_point_is_tried_as_it_is_being_written(desk: Client, sittings: Sittings) -> None:
    sittings.held(SAID)
    texts = ["Services fail independently", "Deployments stay small"]
    assert "no matching wording; it may be said in other words" in tried(desk, 0, texts)
    found = tried(desk, 0, texts, ["one goes down and the others carry on\n", ""])
    assert "key words, in this sentence" in found
    assert "<q>If one goes down, the others carry on</q>" in found
    assert "<q>Deployments stay small</q>" in tried(desk, 1, texts)
    assert "It cannot tell right from wrong." in found
    assert Question.objects.get().key_points.first().also_accept == []


def test_it_is_tried_with_what_means_the_same(desk: Client, sittings: Sittings) -> None:
    sittings.held("The second copy takes over at once.")
    texts, groups = ["A standby takes over"], "standby = second copy"
    assert "some words found" in tried(desk, 0, texts)
    assert "2 of 2 key words" in tried(desk, 0, texts, synonyms=f"no entry\r\n\r\n{groups}\r\n")
    assert "some words found" in tried(desk, 0, texts, synonyms="\n" * 50 + groups)
    keep_synonyms([groups])
    assert "2 of 2 key words" in tried(desk, 0, texts)
    assert Question.objects.get().synonyms == []


def test_answers_come_without_their_people(desk: Client, sittings: Sittings) -> None:
    made = sittings.held(SAID)
    page = tried(desk, 0, ["Services fail independently"])
    assert [name for name in (made.candidate.name, made.lead.name, made.interview.title) if name in page] == []


def test_a_script_in_an_answer_stays_text(desk: Client, sittings: Sittings) -> None:
    sittings.held("<script>alert(1)</script>")
    page = desk.post(ADDRESS, {"try": "0", "point_text": ["Services"]}).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_what_is_not_over_and_what_was_practised_alone_is_left_out(desk: Client, sittings: Sittings) -> None:
    sittings.held(SAID, end=False)
    assert list(past_answers(Question.objects.get())) == []
    ada = person("ada")
    alone = begin_alone(Recipe("Mock", "Ada", 60, refs=("q-001",)), ada, NOW)
    seat = Seat.objects.get(interview=alone, role=Role.SOLO)
    answering.save_answer(alone, 1, Typed(SAID, 0, "a", 1), False, NOW)
    Cast(alone, seat, seat).ended()
    assert list(past_answers(Question.objects.get())) == []
    assert "Nobody has typed an answer" in tried(desk, 0, ["Services fail"])


def test_the_newest_answers_are_enough(desk: Client, sittings: Sittings) -> None:
    for number in range(PAST_ANSWERS + 2):
        sittings.held(f"Answer {number}.")
    page = tried(desk, 0, ["Services fail independently"])
    assert page.count("<li>") == PAST_ANSWERS
    assert f"Answer {PAST_ANSWERS + 1}." in page
    assert "Answer 0." not in page


@pytest.mark.parametrize("form", [{}, {"try": "9"}, {"try": "x"}, {"point_text": [""]}, {"point_also": ["a", "b"]}])
def test_without_words_there_is_nothing_to_try(desk: Client, form: dict) -> None:
    response = desk.post(ADDRESS, form)
    assert (response.status_code, "Write the key point first." in response.content.decode()) == (200, True)


def listed(count: int, sittings: Sittings, marks: str, answer: str = SAID, submit: bool = True) -> list[str]:
    for _ in range(count):
        made = sittings.held(answer, marks)
        if submit:
            made.submitted()
    return [found.text for found in never_found(Question.objects.for_detail().get())]


def test_what_is_covered_each_time_and_never_found_is_listed(desk: Client, sittings: Sittings) -> None:
    assert listed(2, sittings, "ccc") == []
    assert listed(1, sittings, "ccc") == ["Services fail independently"]
    page = desk.get(ADDRESS).content.decode()
    assert '<a href="#also-0">Services fail independently</a>' in page
    # An accepted phrase that is found is the cure.
    sittings.bank = [draft("q-001", points=(Point(POINTS[0].text, also_accept=("the others carry on",)), *POINTS[1:]))]
    store(sittings.bank)
    assert never_found(Question.objects.for_detail().get()) == []
    assert desk.get(ADDRESS).content.decode().strip() == ""


def test_marks_of_a_panel_count_only_when_it_has_talked(desk: Client, sittings: Sittings) -> None:
    """An editor may be one of them."""
    listed(3, sittings, "ccc")
    made = Interview.objects.latest("pk")
    lead = made.seats.get(role=Role.LEAD)
    Seat.objects.create(interview=made, user=interviewer("pia"), role=Role.PANELLIST, name="Pia")
    assert never_found(Question.objects.for_detail().get()) == []
    debriefing.open_debrief(made, lead, NOW, close_the_rest=True)
    assert [point.text for point in never_found(Question.objects.for_detail().get())] == ["Services fail independently"]


@pytest.mark.parametrize("where", ["question", "bank"])
def test_what_means_the_same_is_a_cure_too(sittings: Sittings, where: str) -> None:
    assert listed(3, sittings, "ccc") == ["Services fail independently"]
    if where == "bank":
        keep_synonyms(["goes down = fails"])
    else:
        store([draft("q-001", points=POINTS, synonyms=("goes down = fails",))])
    assert never_found(Question.objects.for_detail().get()) == []


def test_one_mark_that_says_otherwise_is_enough_not_to_list_it(sittings: Sittings) -> None:
    listed(3, sittings, "c")
    assert listed(1, sittings, "p") == []


def test_one_answer_in_which_it_is_found_is_enough_not_to_list_it(sittings: Sittings) -> None:
    listed(3, sittings, "c")
    assert listed(1, sittings, "c", "All services fail independently.") == []


def test_marks_that_are_not_submitted_tell_nothing(sittings: Sittings) -> None:
    assert listed(4, sittings, "c", submit=False) == []
