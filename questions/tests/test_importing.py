"""A document on its way into the bank: brought, looked at, taken in, undone."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.tests.making import editor
from questions.documents.front_matter import to_markdown
from questions.documents.records import to_json
from questions.documents.table import to_csv
from questions.library import store
from questions.models import Import, Question, Revision, as_draft
from questions.rubric import Point, Status
from questions.tests.making import draft, question

pytestmark = pytest.mark.django_db

PAIRS = "Q: What is a glacier?\nA: Ice that moves.\n\nQ: Why does ice float?\nA: It is lighter than water.\n"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def brought(desk: Client, text: str, name: str = "", **options: str) -> str:
    """The address of the preview of a document."""
    file = {"file": SimpleUploadedFile(name, text.encode())} if name else {"text": text}
    response = desk.post("/questions/import/", file | options)
    assert response.status_code == 302, response.content.decode()
    return response.url


def taken(desk: Client, address: str, **choices: object):
    """Import what the preview shows, ticked as it comes unless said otherwise."""
    page = desk.get(address).context["preview"]
    ticked = [item.number for item in page.shown if item.writes and not item.double_of]
    return desk.post(address, {"import": "", "digest": page.digest, "take": ticked} | choices, follow=True)


def test_nothing_is_written_before_the_editor_says_so(desk: Client) -> None:
    page = desk.get(brought(desk, PAIRS)).content.decode()
    assert "2 new" in page
    assert not Question.objects.exists()


def test_what_is_taken_in_are_drafts_with_their_place_in_history(desk: Client) -> None:
    page = taken(desk, brought(desk, PAIRS)).content.decode()
    assert "2 created, 0 updated" in page
    assert set(Question.objects.values_list("ref", "status")) == {
        ("what-is-a-glacier", Status.DRAFT),
        ("why-does-ice-float", Status.DRAFT),
    }
    assert set(Revision.objects.values_list("why", "by__username")) == {("import of pasted text", "ed")}


def test_a_pasted_text_goes_by_the_name_that_it_was_given(desk: Client) -> None:
    response = desk.post("/questions/import/", {"text": PAIRS, "name": "Ice & water"})
    assert "<h1>Ice &amp; water</h1>" in desk.get(response.url).content.decode()
    taken(desk, response.url)
    assert "Ice &amp; water</a>" in desk.get("/questions/import/").content.decode()
    assert set(Revision.objects.values_list("why", flat=True)) == {"import of Ice & water"}


def test_a_document_of_which_nothing_can_be_imported_says_so(desk: Client) -> None:
    page = desk.get(brought(desk, "Q: What is a glacier?\n")).content.decode()
    assert "There is nothing in it that could be imported." in page
    assert "the bank says all of this already" not in page


def test_the_same_document_again_changes_nothing(desk: Client) -> None:
    taken(desk, brought(desk, PAIRS))
    page = desk.get(brought(desk, PAIRS)).content.decode()
    assert "0 new" in page
    assert "2 unchanged" in page
    assert "There is nothing to import" in page


def test_an_item_that_is_not_ticked_stays_out(desk: Client) -> None:
    taken(desk, brought(desk, PAIRS), take=["2"])
    assert [q.ref for q in Question.objects.all()] == ["why-does-ice-float"]


def test_what_is_said_for_all_is_said_of_new_ones_alone(desk: Client) -> None:
    question("why-does-ice-float", prompt="Why does ice float?", topic="Physics")
    address = brought(desk, PAIRS)
    choices = {"topic": "Ice", "level": "senior", "tags": "Cold, Water"}
    digest = desk.post(address, {"preview": "", **choices}).context["preview"].digest
    taken(desk, address, digest=digest, **choices)
    new, old = Question.objects.get(ref="what-is-a-glacier"), Question.objects.get(ref="why-does-ice-float")
    assert (new.topic, new.level, [tag.name for tag in new.tags.all()]) == ("Ice", "senior", ["Cold", "Water"])
    assert (old.topic, old.model_answer) == ("Physics", "It is lighter than water.")


def test_a_document_without_rubrics_leaves_those_of_the_bank(desk: Client) -> None:
    before = question("ice", prompt="Why does ice float?", model_answer="Old.")
    points = list(before.key_points.values_list("text", flat=True))
    address = brought(desk, PAIRS)
    assert "-Old." in desk.get(address).content.decode().replace("− ", "-")
    taken(desk, address)
    after = Question.objects.get(ref="ice")
    assert after.model_answer == "It is lighter than water."
    assert (list(after.key_points.values_list("text", flat=True)), after.status) == (points, Status.PUBLISHED)


def test_a_table_has_no_room_for_other_words_and_leaves_those_of_the_bank(desk: Client) -> None:
    points = (Point("It melts", also_accept=("turns to water",)), Point("It floats", also_accept=("is lighter",)))
    question("one", points=points)
    table = to_csv([draft("one", points=(points[0], Point("It sinks")))])
    taken(desk, brought(desk, table, "bank.csv"))
    assert as_draft(Question.objects.get()).points == (points[0], Point("It sinks"))
    document = to_markdown(draft("one", points=(Point("It melts"),)))
    taken(desk, brought(desk, document, "one.md"))
    # Our own format says all that there is to a question.
    assert as_draft(Question.objects.get()).points == (Point("It melts"),)


def test_what_asks_nearly_the_same_is_named_and_left_unticked(desk: Client) -> None:
    question("one", prompt="What is a glacier, and how does it move?")
    page = desk.get(brought(desk, "Q: What is a glacier and how does it move downhill?\nA: Slowly.\n"))
    assert page.context["preview"].items[0].double_of == "one"
    assert "checked" not in page.content.decode()


def test_a_question_that_stands_twice_is_taken_once(desk: Client) -> None:
    page = taken(desk, brought(desk, PAIRS + "\nQ: WHAT is a glacier\nA: Something else.\n"))
    assert page.status_code == 200
    assert Question.objects.get(ref="what-is-a-glacier").model_answer == "Ice that moves."


def test_a_bank_that_changed_meanwhile_is_shown_again_and_nothing_is_written(desk: Client) -> None:
    address = brought(desk, PAIRS)
    digest = desk.get(address).context["preview"].digest
    question("float", prompt="Why does ice float?")
    response = desk.post(address, {"import": "", "digest": digest, "take": ["1", "2"]})
    assert "has changed since this was shown" in response.content.decode()
    assert Question.objects.count() == 1


def test_an_import_is_undone_to_the_letter(desk: Client) -> None:
    old = question("ice", prompt="Why does ice float?", model_answer="Old.")
    document = Import.objects.get(pk=int(brought(desk, PAIRS).split("/")[-2]))
    taken(desk, f"/questions/import/{document.pk}/")
    page = desk.post(f"/questions/import/{document.pk}/undo/", follow=True).content.decode()
    assert "This import was undone" in page
    assert [(q.ref, q.model_answer) for q in Question.objects.all()] == [("ice", old.model_answer)]
    assert store([draft("ice", prompt="Why does ice float?", model_answer="Old.")]).unchanged == ["ice"]


def test_undoing_leaves_what_somebody_has_changed_since(desk: Client) -> None:
    address = brought(desk, PAIRS)
    taken(desk, address)
    store([draft("what-is-a-glacier", prompt="What is a glacier?", model_answer="Mended.")])
    page = desk.post(f"{address}undo/", follow=True).content.decode()
    assert "Changed since, so left as they are: what-is-a-glacier." in page
    assert [q.model_answer for q in Question.objects.all()] == ["Mended."]


def test_a_second_press_of_the_button_imports_nothing_twice(desk: Client) -> None:
    address = brought(desk, PAIRS)
    taken(desk, address)
    assert "2 created" in desk.post(address, {"import": ""}).content.decode()
    assert Revision.objects.count() == 2


TABLE = "Ask,Reply\nWhy is snow white?,It scatters all light.\n=cmd|'/c calc'!A1,\n"


def test_columns_whose_names_say_nothing_are_named_by_the_editor(desk: Client) -> None:
    address = brought(desk, TABLE, "ice.csv")
    assert "Which column is what" in desk.get(address).content.decode()
    desk.post(f"{address}columns/", {"prompt": "Ask", "model_answer": "Reply"})
    preview = desk.get(address).context["preview"]
    assert [item.draft.prompt for item in preview.items] == ["Why is snow white?"]
    assert [problem.place.line for problem in preview.problems] == [3]


def test_what_could_not_be_read_is_handed_back_with_its_reason_and_no_formula(desk: Client) -> None:
    address = brought(desk, TABLE, "ice.csv")
    desk.post(f"{address}columns/", {"prompt": "Ask", "model_answer": "Reply"})
    lines = desk.get(f"{address}problems.csv").content.decode().splitlines()
    assert lines == [
        "document,line,reason,Ask,Reply",
        "ice.csv,3,This row has no answer.,'=cmd|'/c calc'!A1,",
    ]


def test_a_document_that_holds_no_question_says_what_it_lacks(desk: Client) -> None:
    page = desk.get(brought(desk, "Just a letter.")).content.decode()
    assert "No question with an answer was found" in page
    assert 'name="import"' not in page


def test_neither_a_file_nor_text_is_told(desk: Client) -> None:
    response = desk.post("/questions/import/", {"text": "  "})
    assert response.status_code == 422
    assert "Choose a file, or paste" in response.content.decode()


def test_a_script_in_a_document_or_its_name_stays_text(desk: Client) -> None:
    address = brought(desk, "Q: <script>alert(1)</script>?\nA: <img src=x onerror=alert(1)>\n", "<script>.txt")
    page = desk.get(address).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_was_read_is_kept_whole_until_it_is_taken_in(desk: Client) -> None:
    points = (Point("Melts", also_accept=("turns to water",)),)
    whole = draft(
        "one", corrections=("So it is.",), synonyms=("ice = frozen water",), status=Status.IN_REVIEW, points=points
    )
    taken(desk, brought(desk, to_json([whole]), "bank.json"))
    assert store([whole]).unchanged == ["one"]
    assert json.loads(to_json([whole]))["questions"][0]["ref"] == "one"


def test_a_preview_costs_the_same_queries_however_much_it_holds(desk: Client) -> None:
    def cost(count: int) -> int:
        text = to_json([draft(f"n-{number}", prompt=f"Number {number}?") for number in range(count)])
        address = brought(desk, text, "many.json")
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    assert cost(3) == cost(60)
