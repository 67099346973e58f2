"""The sound of an answer: kept only when sent, bounded, told by its bytes, handed out in pieces, gone when deleted."""

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from interviews.autosave import Refused
from interviews.models import Interview
from interviews.tests.making import person
from practice import recording
from practice.models import LARGEST_RECORDING, Attempt, Recording
from practice.tests.making import answered, mock
from questions.models import Question
from questions.tests.making import question

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + bytes(range(100))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def attempt() -> Attempt:
    return answered(person("pat"), question("one"))


@pytest.fixture
def address(client: Client, attempt: Attempt) -> str:
    client.force_login(attempt.user)
    return f"/practice/drill/{attempt.pk}/recording/"


def send(client: Client, address: str, content: bytes = WEBM):
    return client.post(address, {"recording": SimpleUploadedFile("../../etc/passwd", content, "text/html")})


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\x1a\x45\xdf\xa3....", "audio/webm"),
        (b"OggS........", "audio/ogg"),
        (b"\0\0\0\x1cftypmp42", "audio/mp4"),
        (b"<html><script>", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_by_the_bytes(beginning: bytes, kind: str | None) -> None:
    found = recording.kind_of(beginning)
    assert (found[0] if found else None) == kind


def test_a_recording_is_kept_under_a_name_of_our_own(client: Client, address: str, media) -> None:
    assert send(client, address).status_code == 201
    (kept,) = Recording.objects.all()
    assert kept.file.name.startswith("recordings/")
    assert kept.file.name.endswith(".webm")
    assert kept.content_type == "audio/webm"


def test_what_is_no_recording_is_refused_and_nothing_is_kept(client: Client, address: str, media) -> None:
    answer = send(client, address, b"<script>alert(1)</script>")
    assert answer.status_code == 422
    assert "no recording" in answer.json()["message"]
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_what_is_too_large_is_refused(attempt: Attempt) -> None:
    file = ContentFile(WEBM)
    file.size = LARGEST_RECORDING + 1
    with pytest.raises(Refused, match="25 MB"):
        recording.attach(attempt, file)


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("", 200, WEBM),
        ("bytes=0-3", 206, WEBM[:4]),
        ("bytes=10-", 206, WEBM[10:]),
        ("bytes=-5", 206, WEBM[-5:]),
        ("bytes=0-9999", 206, WEBM),
        ("bytes=9999-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=5-2", 416, b""),
        (f"bytes=0-{'9' * 5000}", 200, WEBM),
        pytest.param(f"bytes={'9' * 5_000}-", 200, WEBM, id="digits without end"),
        ("bytes=\u0661-\u0662", 200, WEBM),
        ("lines=1-2", 200, WEBM),
    ],
)
def test_a_player_gets_the_piece_it_asks_for(
    client: Client, address: str, asked: str, status: int, content: bytes
) -> None:
    send(client, address)
    answer = client.get(address, headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.content) == (status, content)


def test_a_new_recording_takes_the_place_of_the_old_one(
    client: Client, address: str, media, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, address)
        send(client, address, b"OggS" + WEBM)
    assert Recording.objects.get().content_type == "audio/ogg"
    assert len([file for file in media.rglob("*") if file.is_file()]) == 1


def test_a_deleted_recording_leaves_no_file(
    client: Client, address: str, media, django_capture_on_commit_callbacks
) -> None:
    send(client, address)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}delete/")
    assert not Recording.objects.exists()
    assert [file for file in media.rglob("*") if file.is_file()] == []
    assert client.get(address).status_code == 404


def test_nobody_else_hears_it(client: Client, address: str) -> None:
    send(client, address)
    other = Client()
    other.force_login(person("ray"))
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def files(media) -> list:
    return [file for file in media.rglob("*") if file.is_file()]


@pytest.fixture
def two_recordings(attempt: Attempt) -> Attempt:
    """One in a drill and one in a mock interview of the same person."""
    sitting = mock(attempt.user, attempt.question)
    recording.attach(attempt, ContentFile(WEBM, "sound"))
    recording.attach(sitting.asked.get(), ContentFile(WEBM, "sound"))
    return attempt


@pytest.mark.parametrize(
    ("delete", "left"),
    [
        pytest.param(lambda attempt: attempt.delete(), 1, id="an attempt"),
        pytest.param(lambda attempt: Attempt.objects.all().delete(), 1, id="many attempts"),
        pytest.param(lambda attempt: Question.objects.all().delete(), 1, id="a question"),
        pytest.param(lambda attempt: Interview.objects.all().delete(), 1, id="a sitting"),
        pytest.param(lambda attempt: User.objects.all().delete(), 1, id="a person, past the app"),
        pytest.param(lambda attempt: Recording.objects.all().delete(), 0, id="the rows"),
    ],
)
def test_a_file_goes_with_its_row_whatever_takes_the_row(
    two_recordings: Attempt, media, django_capture_on_commit_callbacks, delete, left: int
) -> None:
    assert len(files(media)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        delete(two_recordings)
    assert Recording.objects.count() == len(files(media)) == left


def test_a_file_stays_where_the_deletion_is_taken_back(
    two_recordings: Attempt, media, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        Recording.objects.all().delete()
        transaction.set_rollback(True)
    assert Recording.objects.count() == len(files(media)) == 2


def test_a_row_that_cannot_be_written_leaves_no_file(attempt: Attempt, media, monkeypatch) -> None:
    def fails(*args, **kwargs) -> None:
        raise IntegrityError

    monkeypatch.setattr(Recording, "save", fails)
    with pytest.raises(IntegrityError):
        recording.attach(attempt, ContentFile(WEBM, "sound"))
    assert files(media) == []


def test_a_recording_of_what_was_deleted_meanwhile_is_refused(attempt: Attempt, media) -> None:
    Attempt.objects.all().delete()
    with pytest.raises(Refused, match="deleted meanwhile"):
        recording.attach(attempt, ContentFile(WEBM, "sound"))
    assert files(media) == []


def test_a_file_that_was_lost_is_not_there(client: Client, address: str, media) -> None:
    send(client, address)
    for file in files(media):
        file.unlink()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "form"),
    [
        pytest.param("interviews/interview/{interview}/delete/", {"post": "yes"}, id="an interview"),
        pytest.param(
            "interviews/interview/",
            {"action": "delete_selected", "_selected_action": "{interview}", "post": "yes"},
            id="interviews in the list",
        ),
    ],
)
def test_the_admin_leaves_no_file_of_what_it_deletes(
    client: Client, two_recordings: Attempt, media, django_capture_on_commit_callbacks, page: str, form: dict
) -> None:
    names = {"interview": Interview.objects.get().pk}
    client.force_login(person("ada", is_superuser=True, is_staff=True))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"/admin/{page.format(**names)}", {name: value.format(**names) for name, value in form.items()}
        )
    assert answer.status_code == 302
    assert not Interview.objects.exists()
    assert Recording.objects.count() == len(files(media)) == 1
