"""The sound of an answer in a mock interview: of that question of that sitting, and of nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interviews import flow
from interviews.models import Interview
from interviews.tests.making import NOW, cast, person
from practice.models import Recording
from practice.tests.making import mock
from questions.tests.making import questions

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + bytes(range(100))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sitting(client: Client, time) -> Interview:
    user = person("pat")
    client.force_login(user)
    return mock(user, *questions(2))


def place(sitting: Interview, position: int = 1) -> str:
    return f"/practice/mock/{sitting.pk}/questions/{position}/recording/"


def send(client: Client, address: str, content: bytes = WEBM):
    return client.post(address, {"recording": SimpleUploadedFile("../../etc/passwd", content, "text/html")})


def test_it_belongs_to_the_question_that_was_asked(client: Client, sitting: Interview) -> None:
    answer = send(client, place(sitting))
    assert answer.status_code == 201
    assert f'src="{place(sitting)}"' in answer.content.decode()
    kept = Recording.objects.get()
    assert (kept.asked, kept.attempt) == (sitting.asked.get(position=1), None)
    assert client.get(place(sitting), headers={"Range": "bytes=4-7"}).content == WEBM[4:8]
    assert client.get(place(sitting, 2)).status_code in (403, 404)


def test_it_may_be_kept_after_the_time_of_the_question_and_after_the_sitting(
    client: Client, sitting: Interview, time
) -> None:
    time.passes(minutes=30)
    assert send(client, place(sitting)).status_code == 201
    flow.end(sitting, sitting.seats.get(), time.now)
    assert send(client, place(sitting), b"OggS" + WEBM).status_code == 201
    assert Recording.objects.get().content_type == "audio/ogg"


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b""])
def test_what_is_no_recording_is_refused(client: Client, sitting: Interview, media, content: bytes) -> None:
    assert send(client, place(sitting), content).status_code == 422
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_a_question_that_was_not_opened_has_no_answer_to_record(client: Client, sitting: Interview) -> None:
    assert send(client, place(sitting, 2)).status_code == 403
    assert send(client, place(sitting, 9)).status_code == 404


def test_nobody_else_hears_it_or_puts_one_there(client: Client, sitting: Interview) -> None:
    send(client, place(sitting))
    other = Client()
    assert other.get(place(sitting)).status_code == 302
    other.force_login(person("ray", is_superuser=True))
    assert other.get(place(sitting)).status_code == 404
    assert send(other, place(sitting)).status_code == 404
    assert other.post(f"{place(sitting)}delete/").status_code == 404


def test_an_interview_with_others_is_not_recorded(client: Client, time) -> None:
    user = person("cleo")
    made = cast(1, candidate=user).started().opened()
    client.force_login(user)
    assert send(client, place(made.interview)).status_code == 403
    assert not Recording.objects.exists()
    assert "data-recorder" not in client.get(f"/interviews/{made.interview.pk}/").content.decode()


def test_the_room_has_a_recorder_while_the_question_is_open(client: Client, sitting: Interview, time) -> None:
    room = f"/interviews/{sitting.pk}/"
    assert "data-record>" in client.get(room).content.decode()
    time.passes(minutes=6)
    page = client.get(room).content.decode()
    assert "data-recorder" in page
    assert "data-record>" not in page


def test_saving_words_never_swaps_the_recorder(client: Client, sitting: Interview) -> None:
    room = f"/interviews/{sitting.pk}/"
    before = client.get(room).content.decode()
    client.post(f"{room}questions/1/answer/", {"text": "Words", "base": "0", "writer": "w", "edit": "1"})
    assert part(client.get(room).content.decode()) == part(before)
    client.post(f"{room}questions/2/open/")
    assert part(client.get(room).content.decode()) != part(before)


def part(page: str) -> str:
    return page.split('<div id="aloud" data-part="')[1][:12]


def test_it_is_played_beside_the_key_points_and_in_the_report(client: Client, sitting: Interview, time) -> None:
    send(client, place(sitting))
    flow.end(sitting, sitting.seats.get(), NOW + timedelta(minutes=3))
    player = f'controls preload="none" src="{place(sitting)}"'
    room = f"/interviews/{sitting.pk}/"
    assert player in client.get(f"{room}?question=1").content.decode()
    client.post(f"{room}scorecard/submit/", {"rest_not_observed": "1"})
    client.post(f"{room}scorecard/submit/")
    assert player in client.get(f"{room}report/").content.decode()


def test_it_can_be_deleted_and_leaves_no_file(
    client: Client, sitting: Interview, media, django_capture_on_commit_callbacks
) -> None:
    send(client, place(sitting))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{place(sitting)}delete/").url == f"/interviews/{sitting.pk}/?question=1"
    assert [file for file in media.rglob("*") if file.is_file()] == []
    assert client.get(place(sitting)).status_code == 404
