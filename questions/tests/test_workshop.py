"""An editor at work: writing, moving on, looking back, changing many."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from interviews.tests.making import editor, person
from questions.models import EDITORS, Question, as_draft
from questions.rubric import Point, Status
from questions.tests.making import draft, question, questions
from questions.workshop import rearranged

pytestmark = pytest.mark.django_db

FILLED = {
    "ref": "ice-01",
    "topic": "Ice",
    "level": "fresher",
    "minutes": "5",
    "prompt": "Why does ice float?",
    "model_answer": "It is *lighter*.",
    "point_text": ["Lighter", "Bonds"],
    "point_kind": ["essential", "bonus"],
    "point_weight": ["3", "1"],
}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def filled(client: Client, ref: str, **changes: object) -> dict:
    """What the page of a question sends back as it came."""
    form = client.get(f"/questions/{ref}/edit/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {name: "\n".join(value) for name, value in sent.items() if isinstance(value, list)}
    points = {name: [getattr(point, name) for point in form.points] for name in ("text", "kind", "weight")}
    points["also"] = ["\r\n".join(point.also_accept) for point in form.points]
    return sent | {f"point_{name}": values for name, values in points.items()} | changes


def test_a_new_question_is_a_draft_that_nobody_else_finds(desk: Client) -> None:
    assert desk.post("/questions/new/", FILLED).url == "/questions/ice-01/"
    stored = Question.objects.get()
    points = [(p.text, p.kind, p.weight) for p in stored.key_points.all()]
    assert (stored.status, points) == (Status.DRAFT, [("Lighter", "essential", 3), ("Bonds", "bonus", 1)])
    reader = Client()
    reader.force_login(person("sten"))
    assert reader.get("/questions/ice-01/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ref": "Ice 01"}, "Use lower-case letters"),
        ({"ref": "health"}, "not the name of a page"),
        ({"ref": "taken"}, "is there already"),
        ({"prompt": " "}, "This field is required"),
        ({"model_answer": "x" * 200_001}, "at most 200000 characters"),
        ({"references": "javascript:alert(1)"}, "is not a web address"),
        ({"point_text": ["", " "]}, "Write at least one key point."),
        ({"point_text": ["x" * 401, "y"]}, "Key point 1 has 401 characters"),
        ({"point_also": ["", "y" * 401]}, "Key point 2 has 401 characters"),
        ({"point_also": ["y\n" * 21, ""]}, "Key point 1 accepts more than 20 other phrases"),
        ({"minutes": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(desk: Client, changes: dict, says: str) -> None:
    question("taken")
    response = desk.post("/questions/new/", FILLED | {"title": "Kept as it was"} | changes)
    page = response.content.decode()
    assert (response.status_code, says in page, "Kept as it was" in page) == (422, True, True)
    assert Question.objects.count() == 1


def test_other_words_of_a_key_point_are_written_one_a_line(desk: Client) -> None:
    desk.post("/questions/new/", FILLED | {"point_also": [" less dense \r\n\r\nfloats up\r\n", ""]})
    assert [point.also_accept for point in as_draft(Question.objects.get()).points] == [("less dense", "floats up"), ()]
    page = desk.get("/questions/ice-01/edit/").content.decode()
    assert 'name="point_also" rows="2">less dense&#10;floats up&#10;</textarea>' in page
    desk.post("/questions/ice-01/edit/", filled(desk, "ice-01", topic="Water"))
    assert as_draft(Question.objects.get()).points[0].also_accept == ("less dense", "floats up")
    desk.post("/questions/ice-01/edit/", filled(desk, "ice-01", point_also=["", ""]))
    assert as_draft(Question.objects.get()).points[0].also_accept == ()
    changes = desk.get("/questions/ice-01/history/").context["changes"]
    assert ("gone", "  - floats up") in changes[0].lines


def test_an_edit_changes_what_it_says_and_is_in_the_history_with_its_reason(desk: Client) -> None:
    stored = question("one")
    desk.post("/questions/one/edit/", filled(desk, "one", prompt="Why, really?", why="Asked more kindly"))
    stored.refresh_from_db()
    assert stored.prompt_html == "<p>Why, really?</p>"
    page = desk.get("/questions/one/history/").content.decode()
    assert "Asked more kindly" in page
    assert "<ins>" in page


def test_saving_what_is_there_is_no_change(desk: Client) -> None:
    stored = question("one")
    desk.post("/questions/one/edit/", filled(desk, "one"))
    assert stored.revisions.count() == 1


def test_two_editors_never_overwrite_each_other_unseen(desk: Client) -> None:
    question("one")
    mine = filled(desk, "one", prompt="Mine?")
    question("one", prompt="Theirs?")
    response = desk.post("/questions/one/edit/", mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this question meanwhile" in page
    assert "Mine?" in page
    assert Question.objects.get().prompt == "Theirs?"
    again = mine | {"base": response.context["form"]["base"].value()}
    assert desk.post("/questions/one/edit/", again).status_code == 302
    assert Question.objects.get().prompt == "Mine?"


def test_an_earlier_state_is_brought_back_whole(desk: Client) -> None:
    stored = question("one", tags=("A",))
    first = stored.revisions.first()
    question("one", tags=("B",), points=(Point("Only this"),), model_answer="Other.")
    desk.post(f"/questions/one/history/{first.pk}/revert/")
    stored.refresh_from_db()
    assert stored.model_answer == draft("one").model_answer
    assert [tag.name for tag in stored.tags.all()] == ["A"]
    assert stored.key_points.count() == len(draft("one").points)
    assert stored.revisions.count() == 3


def test_a_question_without_a_past_has_an_empty_history(desk: Client) -> None:
    question("one").revisions.all().delete()
    assert "Its history begins with the next change." in desk.get("/questions/one/history/").content.decode()


def test_the_way_from_draft_to_published_and_out_of_use(desk: Client) -> None:
    stored = question("one", status=Status.DRAFT)
    for verb, status in [("review", "in_review"), ("publish", "published"), ("retire", "retired"), ("revive", "draft")]:
        desk.post("/questions/one/move/", {"verb": verb})
        stored.refresh_from_db()
        assert stored.status == status


def test_a_move_that_does_not_lead_on_is_refused_with_its_reason(desk: Client) -> None:
    question("one", status=Status.DRAFT)
    page = desk.post("/questions/one/move/", {"verb": "retire"}, follow=True).content.decode()
    assert "It is still draft." in page


def test_a_second_pair_of_eyes_publishes(desk: Client, settings) -> None:
    settings.SECOND_PAIR_OF_EYES = True
    desk.post("/questions/new/", FILLED | {"then": "publish"})
    assert Question.objects.get().status == Status.DRAFT
    desk.post("/questions/ice-01/move/", {"verb": "review"})
    page = desk.post("/questions/ice-01/move/", {"verb": "publish"}, follow=True).content.decode()
    assert "somebody else has to publish it" in page
    other = person("other")
    other.groups.set(Group.objects.filter(name=EDITORS))
    colleague = Client()
    colleague.force_login(other)
    colleague.post("/questions/ice-01/move/", {"verb": "publish"})
    assert Question.objects.get().status == Status.PUBLISHED


def test_a_button_of_the_key_points_answers_with_them_alone_and_writes_nothing(desk: Client) -> None:
    page = desk.post("/questions/new/", FILLED | {"points": "down:0"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<fieldset id="key-points"')
    assert page.index("Bonds") < page.index("Lighter")
    assert not Question.objects.exists()


def test_without_a_script_the_same_button_keeps_the_whole_page(desk: Client) -> None:
    page = desk.post("/questions/new/", FILLED | {"points": "add"}).content.decode()
    assert page.count('name="point_text"') == 3
    assert "Why does ice float?" in page


@given(st.lists(st.text(min_size=1, max_size=5), max_size=5), st.sampled_from(["up", "down"]), st.integers(0, 6))
def test_moving_a_point_loses_none(texts: list[str], verb: str, number: int) -> None:
    points = [Point(text) for text in texts]
    moved = rearranged(points, f"{verb}:{number}")
    assert sorted(p.text for p in moved) == sorted(texts)


@pytest.mark.parametrize("wish", ["up:9", "remove:x", "sideways", "remove:-1", ""])
def test_a_wish_that_makes_no_sense_changes_nothing(wish: str) -> None:
    points = [Point("a"), Point("b")]
    assert rearranged(points, wish) == points


def test_the_preview_shows_marks_lacks_and_doubles_but_no_script(desk: Client) -> None:
    question("float", prompt="Why does ice float on water?")
    text = "**Bold** <script>alert(1)</script>"
    page = desk.post(
        "/questions/preview/", FILLED | {"prompt": "Why does ice float on the water?", "model_answer": text}
    ).content.decode()
    assert "<strong>Bold</strong>" in page
    assert "<script>alert" not in page
    assert "/questions/float/" in page
    assert "It names no reference." in page


def test_many_are_changed_together_and_their_text_is_not(desk: Client) -> None:
    questions(3)
    desk.post("/questions/bulk/", {"refs": ["q-001", "q-002"], "topic": "Ice", "level": "senior", "tags": "Cold"})
    changed = Question.objects.filter(topic="Ice", level="senior")
    assert [q.ref for q in changed] == ["q-001", "q-002"]
    assert {tag.name for q in changed for tag in q.tags.all()} == {"Amazon S3", "Cold"}
    assert changed[0].model_answer == draft("q-001").model_answer


def test_changing_many_without_saying_what_is_told(desk: Client) -> None:
    questions(1)
    page = desk.post("/questions/bulk/", {"refs": ["q-001"]}, follow=True).content.decode()
    assert "Say what is to be changed" in page


def test_the_way_back_from_a_bulk_change_leads_nowhere_else(desk: Client) -> None:
    response = desk.post("/questions/bulk/", {"refs": ["x"], "topic": "Ice", "back": "https://example.org/"})
    assert response.url == "/questions/"


def test_the_health_page_says_what_is_lacking_and_where_to_mend_it(desk: Client) -> None:
    question("one", references=())
    page = desk.get("/questions/health/").content.decode()
    assert '<a href="/questions/one/edit/#id_references">one</a>: It names no reference.' in page


@pytest.mark.parametrize("address", ["/questions/health/", "/questions/q-001/history/", "/questions/q-001/edit/"])
def test_a_page_of_the_workshop_costs_the_same_queries_however_much_there_is(desk: Client, address: str) -> None:
    def cost() -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    questions(3)
    few = cost()
    questions(40)
    for number in range(5):
        question("q-001", minutes=number + 6)
    assert cost() == few
