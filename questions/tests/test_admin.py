import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from questions.models import EDITORS, Question, as_draft
from questions.rubric import Point, Status
from questions.tests.making import question

pytestmark = pytest.mark.django_db
LIST = "/admin/questions/question/"
PREVIEW = f"{LIST}preview/"


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create(username="ed", is_staff=True)
    user.groups.set(Group.objects.filter(name=EDITORS))
    client.force_login(user)
    return client


def form(stored: Question, **changes: object) -> dict:
    """What the admin's page sends for a question with its key points."""
    data = {
        "ref": stored.ref,
        "title": stored.title,
        "status": stored.status,
        "topic": stored.topic,
        "level": stored.level,
        "tags": [tag.pk for tag in stored.tags.all()],
        "minutes": stored.minutes,
        "prompt": stored.prompt,
        "model_answer": stored.model_answer,
        "follow_ups": "First?\n\nSecond?",
        "red_flags": "",
        "references": "https://example.org/a",
        "corrections": "",
        "last_checked": "2026-01-31",
        "key_points-TOTAL_FORMS": stored.key_points.count(),
        "key_points-INITIAL_FORMS": stored.key_points.count(),
    }
    for index, point in enumerate(stored.key_points.all()):
        row = {"id": point.pk, "question": stored.pk, "position": index}
        row |= {"text": point.text, "kind": point.kind, "weight": point.weight}
        row["also_accept"] = "\r\n".join(point.also_accept)
        data |= {f"key_points-{index}-{name}": value for name, value in row.items()}
    return data | changes


def test_a_change_saves_the_text_its_html_and_the_key_points(editor: Client) -> None:
    stored = question("one")
    data = form(
        stored, model_answer="**Quite** another.", **{"key_points-0-text": "Another point", "key_points-0-weight": 2}
    )
    response = editor.post(f"{LIST}{stored.pk}/change/", data)
    assert response.status_code == 302, response.content.decode()
    stored.refresh_from_db()
    assert stored.model_answer_html == "<p><strong>Quite</strong> another.</p>"
    assert stored.follow_ups == ["First?", "Second?"]
    first = stored.key_points.first()
    assert (first.text, first.weight) == ("Another point", 2)


def test_other_words_of_a_key_point_are_written_one_a_line(editor: Client) -> None:
    stored = question("one", points=(Point("It melts", also_accept=("turns to water",)), Point("It floats")))
    address = f"{LIST}{stored.pk}/change/"
    assert ">\nturns to water</textarea>" in editor.get(address).content.decode()
    editor.post(address, form(stored, **{"key_points-1-also_accept": " is lighter \r\n\r\nswims\r\n"}))
    assert [point.also_accept for point in as_draft(stored).points] == [("turns to water",), ("is lighter", "swims")]
    assert "  - swims\n" in stored.revisions.first().document


@pytest.mark.parametrize(
    ("phrases", "says"),
    [
        ("x\n" * 21, "It has 21 phrases; 20 are the most."),
        ("x" * 401, "has 401 characters; 400 are the most."),
        ("so\na\0b", "Null characters are not allowed."),
    ],
)
def test_other_words_that_cannot_be_kept_are_told(editor: Client, phrases: str, says: str) -> None:
    stored = question("one")
    response = editor.post(f"{LIST}{stored.pk}/change/", form(stored, **{"key_points-0-also_accept": phrases}))
    assert (response.status_code, says in response.content.decode()) == (200, True)
    assert as_draft(stored).points[0].also_accept == ()


def test_a_wrong_value_is_told_and_nothing_saved(editor: Client) -> None:
    stored = question("one")
    response = editor.post(f"{LIST}{stored.pk}/change/", form(stored, ref="Not A Ref", minutes=0))
    assert response.status_code == 200
    assert "Use lower-case letters" in response.content.decode()
    assert Question.objects.get(pk=stored.pk).ref == "one"


def act(editor: Client, action: str, *chosen: Question) -> str:
    data = {"action": action, "_selected_action": [question.pk for question in chosen]}
    return editor.post(LIST, data, follow=True).content.decode()


def test_publishing_some_names_those_that_are_not_ready(editor: Client) -> None:
    ready, bare = question("ready", status=Status.DRAFT), question("bare", status=Status.DRAFT, points=())
    page = act(editor, "publish", ready, bare)
    assert "Not published: bare. It has no key points." in page
    assert "1 published." in page
    assert set(Question.objects.published().values_list("ref", flat=True)) == {"ready"}


def test_retiring_takes_out_of_use(editor: Client) -> None:
    assert "2 retired" in act(editor, "retire", question("one"), question("two"))
    assert not Question.objects.published().exists()


def test_the_preview_is_what_will_be_shown(editor: Client) -> None:
    response = editor.post(PREVIEW, {"text": "**Bold** <script>alert(1)</script>"})
    assert response.content.decode() == "<p><strong>Bold</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert editor.get(PREVIEW).status_code == 405


def test_staff_without_the_right_to_the_bank_see_no_preview_and_no_questions() -> None:
    client = Client()
    client.force_login(User.objects.create(username="clerk", is_staff=True))
    assert client.get(LIST).status_code == 403
    assert client.post(PREVIEW, {"text": "x"}).status_code == 403


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}add/", "/admin/", "/admin/questions/tag/", "/admin/questions/tag/add/"]
)
def test_every_page_of_the_bank_opens_under_the_strict_policy(editor: Client, address: str) -> None:
    response = editor.get(address)
    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]
