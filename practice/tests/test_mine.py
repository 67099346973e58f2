"""Everything of one person, to take away: their words, their schedule, and what they said."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from interviews.tests.making import person
from practice import recording
from practice.models import Recording
from practice.tests.making import graded, mock
from questions.tests.making import questions

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3 sound"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pat(client: Client, time):
    """Somebody with one recording in a drill and one in a mock interview, in which nothing was written."""
    user = person("pat")
    one, two = questions(2)
    recording.attach(graded(user, one), ContentFile(WEBM + b" of a drill", "sound"))
    recording.attach(mock(user, two).asked.get(), ContentFile(WEBM + b" of a mock", "sound"))
    client.force_login(user)
    return user


def archive_of(client: Client) -> ZipFile:
    return ZipFile(BytesIO(b"".join(client.get("/practice/mine.zip"))))


def test_the_archive_holds_the_sound_that_the_json_names(client: Client, pat) -> None:
    archive = archive_of(client)
    everything = json.loads(archive.read("my-practice.json"))
    (attempt,), (answer,) = everything["attempts"], everything["answers_in_interviews"]
    assert archive.read(attempt["recording"]) == WEBM + b" of a drill"
    assert archive.read(answer["recording"]) == WEBM + b" of a mock"
    assert archive.read("my-practice.csv").startswith(b"day,question")


def test_a_file_that_was_lost_does_not_keep_the_rest_back(client: Client, pat) -> None:
    lost = Recording.objects.first().file
    lost.storage.delete(lost.name)
    assert len(archive_of(client).namelist()) == 3


def test_nothing_of_others_is_in_it(client: Client, pat) -> None:
    client.force_login(person("ray"))
    archive = archive_of(client)
    assert sorted(archive.namelist()) == ["my-practice.csv", "my-practice.json"]
    assert json.loads(archive.read("my-practice.json"))["answers_in_interviews"] == []
