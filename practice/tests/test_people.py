"""Handing out and erasing what is held of a person: by administrators, in the admin and by command."""

import json
from io import StringIO

import pytest
from axes.models import AccessLog
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test import Client

from interviews.erasing import GONE
from interviews.models import Reveal, Seat
from interviews.tests.making import cast, editor, person
from interviews.tests.test_erasing import held
from practice.held import held_of_account
from practice.tests.test_accounts import WORDS, lived_in
from questions.tests.making import SECRET_ANSWER, SECRET_POINT
from tests.traces import rows_of, traces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def patricia(tmp_path, time) -> User:
    """Somebody with a trace in every place, the logs included."""
    user = lived_in(Client(), tmp_path)
    User.objects.filter(pk=user.pk).update(email="patricia@example.org", last_name="Quill")
    user.refresh_from_db()
    AccessLog.objects.create(username="PATRICIA@example.org")
    kind, ada = ContentType.objects.get_for_model(User), person("ada", is_superuser=True, is_staff=True)
    about = {"user": ada, "content_type": kind, "object_id": str(user.pk), "action_flag": ADDITION}
    LogEntry.objects.create(object_repr="patricia", change_message="Added Patricia Quill.", **about)
    return user


@pytest.fixture
def admin(patricia: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    return client


def address(user: User, what: str = "held/") -> str:
    return f"/admin/auth/user/{user.pk}/{what}"


def test_an_administrator_erases_a_person_from_their_page(
    admin: Client, patricia: User, tmp_path, django_capture_on_commit_callbacks
) -> None:
    pk = patricia.pk
    assert address(patricia) in admin.get(f"/admin/auth/user/{pk}/change/").content.decode()
    page = admin.get(address(patricia)).content.decode()
    for what in ("attempts at questions: 2", "recordings: 2", "mock interviews alone: 1", "rating, note: 1"):
        assert f"<li>{what}</li>" in page
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address(patricia), {"username": "patricia"}).status_code == 302
    assert rows_of(pk) == []
    assert traces("patricia", "quill", WORDS) == []
    assert Seat.objects.filter(name=GONE).count() == 1
    assert "patricia" not in admin.get("/admin/").content.decode()


@pytest.mark.parametrize("typed", ["", "patrici", "ada"])
def test_another_name_erases_nobody(typed: str, admin: Client, patricia: User) -> None:
    response = admin.post(address(patricia), {"username": typed})
    assert response.status_code == 422
    assert "nothing was erased" in response.content.decode()
    assert User.objects.filter(pk=patricia.pk).exists()


def test_nobody_erases_themselves_there(admin: Client) -> None:
    ada = User.objects.get(username="ada")
    assert admin.post(address(ada), {"username": "ada"}).status_code == 403
    assert User.objects.filter(pk=ada.pk).exists()


def test_the_rows_of_people_cannot_be_deleted_past_it(admin: Client, patricia: User) -> None:
    assert admin.post(f"/admin/auth/user/{patricia.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [patricia.pk], "post": "yes"}
    admin.post("/admin/auth/user/", chosen)
    assert User.objects.filter(pk=patricia.pk).exists()


def test_staff_who_are_no_administrators_see_nothing_of_it(patricia: User) -> None:
    client = Client()
    client.force_login(editor())
    for what in ("held/", "held.json"):
        assert client.get(address(patricia, what)).status_code == 403
    assert client.post(address(patricia), {"username": "patricia"}).status_code == 403
    assert User.objects.filter(pk=patricia.pk).exists()


def test_the_export_holds_all_that_there_is(admin: Client, patricia: User) -> None:
    told = json.loads(admin.get(address(patricia, "held.json")).content)
    assert told["account"]["email"] == "patricia@example.org"
    assert sorted(attempt["answer"] for attempt in told["attempts"]) == ["My words", WORDS]
    assert [recording["content_type"] for recording in told["recordings"]] == ["audio/webm"] * 2
    roles = sorted(entry["seat"][0]["role"] for entry in told["interviews"])
    assert roles == ["candidate", "solo"]
    answered = next(entry for entry in told["interviews"] if entry["seat"][0]["role"] == "candidate")
    assert answered["rating"][0]["note"] == f"She said: {WORDS}"
    assert answered["scorecard"][0]["summary"] == WORDS
    assert [len(told["log_ins"][kind]) for kind in ("accessattempt", "accesslog")] == [1, 1]
    assert told["admin_log"][0]["object_repr"] == "patricia"


def test_the_export_gives_no_answer_away_that_is_still_to_be_asked(time) -> None:
    user = person("cleo")
    cast(candidate=user, reveal=Reveal.NEVER).started().ended()
    text = json.dumps(held_of_account(user), default=str)
    assert SECRET_ANSWER not in text
    assert SECRET_POINT not in text


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_a_command_exports_and_erases_an_account(patricia: User) -> None:
    assert json.loads(run("export_person", "patricia"))["account"]["username"] == "patricia"
    told = run("erase_person", "patricia")
    assert "Would go, with --yes" in told
    assert traces("patricia")
    run("erase_person", "patricia", "--yes")
    assert traces("patricia", "quill", WORDS) == []


def test_a_command_exports_and_erases_a_candidate_without_an_account(time) -> None:
    made = held()
    number = str(made.interview.pk)
    told = json.loads(run("export_person", "--interview", number))
    assert told["interviews"][0]["seat"][0]["name"] == "Zenobia"
    assert "asked question, answer: 1" in run("erase_person", "--interview", number)
    assert traces("zenobia")
    run("erase_person", "--interview", number, "--yes")
    assert traces("zenobia") == []


def test_a_person_who_is_not_there_is_said_to_be(time) -> None:
    made = cast(candidate=person("cleo"))
    for arguments, problem in (
        (("nobody",), "Nobody here has"),
        (("--interview", "999"), "no interview 999"),
        (("--interview", str(made.interview.pk)), "has an account: name it, cleo"),
    ):
        with pytest.raises(CommandError, match=problem):
            run("erase_person", *arguments)
