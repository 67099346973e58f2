"""Who sees what of the bank, and what its editors can and cannot do behind the scenes."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from interviews.tests.making import editor, interviewer, person
from questions.library import store
from questions.models import KeyPoint, Question
from questions.rubric import Status
from questions.tests.making import draft, question
from questions.tests.test_admin import LIST, PREVIEW, form
from questions.tests.test_bank_pages import found

pytestmark = pytest.mark.django_db


def entered(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def behind() -> Client:
    return entered(editor())


@pytest.mark.parametrize("address", ["/questions/", "/questions/?text=one", "/questions/one/"])
def test_nobody_reads_the_bank_without_logging_in(client: Client, address: str) -> None:
    question("one")
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/")
    assert response.content == b""


@pytest.mark.parametrize("word", ["needle", "NEEDLE", "need le"])
def test_words_are_looked_for_in_title_prompt_and_ref(word: str) -> None:
    question("in-title", title="A needle here")
    question("in-prompt", prompt="Where is the needle?")
    question("a-needle-ref")
    question("in-answer", model_answer="The needle is here.")
    question("needle-draft", status=Status.DRAFT)
    assert found(entered(person("sten")), text=word) == {"in-title", "in-prompt", "a-needle-ref"}


@pytest.mark.parametrize("text", ["%", "_", "'", '"><script>', "\\", "x" * 5000])
def test_signs_in_a_search_are_signs(text: str) -> None:
    question("one", title="Plain", prompt="Plain?")
    response = entered(person("sten")).get("/questions/", {"text": text})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
    assert 'href="/questions/one/"' not in response.content.decode()


def test_a_search_that_no_database_takes_narrows_nothing() -> None:
    question("one")
    assert found(entered(person("sten")), text="\0") == {"one"}


def test_the_filters_show_what_was_chosen() -> None:
    question("one")
    page = entered(person("sten")).get("/questions/?topic=Storage&text=one").content.decode()
    assert re.search(r'<option value="Storage" selected', page)
    assert re.search(r'<input[^>]*name="text"[^>]*value="one"|<input[^>]*value="one"[^>]*name="text"', page)


def test_only_an_editor_is_offered_drafts() -> None:
    for user, offered in ((person("sten"), False), (interviewer(), False), (editor(), True)):
        assert ('name="status"' in entered(user).get("/questions/").content.decode()) is offered


def test_a_whole_page_stays_whole_when_htmx_asks_for_another_part() -> None:
    question("one")
    page = entered(person("sten")).get("/questions/", headers={"HX-Request": "true", "HX-Target": "main"})
    assert "<html" in page.content.decode()


def test_the_filters_tell_nothing_of_drafts() -> None:
    question("one")
    question("draft", status=Status.DRAFT, topic="Unannounced", tags=("Unreleased",))
    page = entered(person("sten")).get("/questions/").content.decode()
    assert "Unannounced" not in page
    assert "Unreleased" not in page


@pytest.mark.parametrize("address", ["/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"])
def test_an_editor_reaches_nothing_of_people(behind: Client, address: str) -> None:
    assert behind.get(address).status_code == 403
    assert "/admin/auth/" not in behind.get("/admin/").content.decode()


@pytest.mark.parametrize("make", [lambda: person("sten"), interviewer], ids=["account", "interviewer"])
@pytest.mark.parametrize("address", ["/admin/", LIST, f"{LIST}add/", PREVIEW])
def test_who_is_not_staff_does_not_come_behind_the_scenes(make, address: str) -> None:
    client = entered(make())
    response = client.post(address, {"text": "x"}) if address == PREVIEW else client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_the_right_to_questions_without_being_staff_opens_no_preview() -> None:
    user = person("sten")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="questions"))
    assert entered(user).post(PREVIEW, {"text": "x"}).status_code == 302


def test_a_preview_needs_the_token_of_its_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor())
    assert client.post(PREVIEW, {"text": "x"}).status_code == 403


def test_a_point_can_be_added_and_another_taken_away(behind: Client) -> None:
    stored = question("one")
    count = stored.key_points.count()
    added = {"text": "A new one", "kind": "bonus", "weight": 3, "position": 9}
    changes = {f"key_points-{count}-{name}": value for name, value in added.items()}
    changes |= {"key_points-TOTAL_FORMS": count + 1, "key_points-0-DELETE": "on"}
    gone = stored.key_points.first().text
    assert behind.post(f"{LIST}{stored.pk}/change/", form(stored, **changes)).status_code == 302
    texts = list(stored.key_points.values_list("text", flat=True))
    assert texts[-1] == "A new one"
    assert gone not in texts
    assert KeyPoint.objects.count() == count


def saved(behind: Client, stored: Question, **changes: object) -> int:
    return behind.post(f"{LIST}{stored.pk}/change/", form(stored, **changes)).status_code


def test_the_change_page_publishes_nothing_incomplete(behind: Client) -> None:
    stored = question("one", status=Status.DRAFT, points=())
    saved(behind, stored, status="published")
    assert not Question.objects.published().exists()


def test_a_text_that_is_too_long_is_told_on_the_change_page(behind: Client) -> None:
    assert saved(behind, question("one"), model_answer="x" * 200_001) == 200


def test_a_reference_that_is_no_web_address_becomes_no_link(behind: Client) -> None:
    saved(behind, question("one"), references="javascript:alert(1)")
    assert 'href="javascript:' not in behind.get("/questions/one/").content.decode()


def test_saving_what_is_there_is_no_difference_to_the_next_import(behind: Client) -> None:
    told = draft("one", prompt="One line.\nAnother.", corrections=())
    store([told])
    lists = {name: "\r\n".join(getattr(told, name)) for name in ("follow_ups", "red_flags", "references")}
    assert saved(behind, Question.objects.get(), prompt=told.prompt.replace("\n", "\r\n"), **lists) == 302
    assert store([told]).unchanged == ["one"]
