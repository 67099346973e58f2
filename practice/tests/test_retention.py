"""What is older than the setting says goes, is told before, and leaves the figures."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from interviews.models import AskedQuestion, Interview, Mark, Seat
from interviews.planning import Recipe, begin_alone
from interviews.roles import Role
from interviews.tests.making import NOW, interviewer, person
from interviews.tests.test_erasing import WORDS, held, may_hold_words
from practice import recording, retention
from practice.models import Attempt, Card, Recording
from practice.tests.making import graded
from questions.tests.making import question
from tests.traces import traces

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3 sound"
DAYS = 100


@pytest.fixture(autouse=True)
def kept_for_100_days(settings, tmp_path, time) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.RETENTION_DAYS = DAYS


def applied(*options: str) -> str:
    out = StringIO()
    call_command("apply_retention", *options, stdout=out)
    return out.getvalue()


def practised(at=NOW) -> Attempt:
    attempt = graded(person(f"pat-{Attempt.objects.count()}"), question("one"), at)
    Attempt.objects.filter(pk=attempt.pk).update(answer=WORDS, next_time=WORDS)
    recording.attach(attempt, ContentFile(WEBM, "sound"))
    return attempt


def test_every_column_of_an_attempt_is_decided_upon() -> None:
    assert may_hold_words(Attempt) - {"user"} == set(retention.WORDS) | set(retention.STAYS.split())


def test_what_is_older_goes_and_what_is_younger_stays(time) -> None:
    old = held()
    time.passes(days=DAYS - 1)
    young = held(lead=interviewer("otto"))
    Interview.objects.filter(pk=young.interview.pk).update(created_at=time.now, ended_at=time.now)
    applied()
    assert not Interview.objects.exclude(erased_at=None).exists()
    time.passes(days=2)
    applied()
    assert [one.pk for one in Interview.objects.exclude(erased_at=None)] == [old.interview.pk]
    assert young.asked(1).answer == WORDS


def test_the_figures_stay(time) -> None:
    held()
    practised()
    time.passes(days=DAYS + 1)
    applied()
    assert traces(WORDS, "zenobia") == []
    assert list(Mark.objects.values_list("value", flat=True)) == ["covered"]
    attempt = Attempt.objects.get()
    assert (attempt.grade, attempt.coverage, attempt.user.username) == (3, 1.0, "pat-0")
    assert Card.objects.count() == 1


def test_recordings_go_with_their_files(time, tmp_path, django_capture_on_commit_callbacks) -> None:
    practised()
    time.passes(days=DAYS + 1)
    with django_capture_on_commit_callbacks(execute=True):
        applied()
    assert not Recording.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_practice_can_be_spared(time, settings) -> None:
    settings.RETENTION_SPARES_PRACTICE = True
    attempt = practised()
    alone = begin_alone(Recipe("Alone", "", 60, refs=("one",)), person("sol"), NOW)
    AskedQuestion.objects.filter(interview=alone).update(answer=WORDS)
    time.passes(days=DAYS + 1)
    applied()
    attempt.refresh_from_db()
    assert (attempt.answer, AskedQuestion.objects.get().answer) == (WORDS, WORDS)
    settings.RETENTION_SPARES_PRACTICE = False
    applied()
    assert traces(WORDS) == []


def everything() -> list:
    tables = (Interview, Seat, AskedQuestion, Attempt, Recording)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_dry_run_says_exactly_what_the_run_does_and_changes_nothing(time) -> None:
    old = held()
    practised()
    time.passes(days=DAYS + 1)
    before = everything()
    dry = json.loads(applied("--dry-run", "--json"))
    assert everything() == before
    assert [one["id"] for one in dry["interviews"]] == [old.interview.pk]
    assert dry["goes"]["asked question, answer"] == 1
    assert dry["goes"]["seat, name"] == 2
    assert dry["goes"]["attempt, next time"] == 1
    assert dry["goes"]["recordings"] == 1
    real = json.loads(applied("--json"))
    assert real == dry | {"dry_run": False}
    after = json.loads(applied("--json"))
    assert (after["interviews"], after["goes"]) == ([], {})


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_is_said_names_nobody(options: tuple, time) -> None:
    held()
    time.passes(days=DAYS + 1)
    said = applied(*options)
    assert "seat, name" in said
    assert "zenobia" not in said.lower()


def test_by_default_everything_is_kept(time, settings) -> None:
    settings.RETENTION_DAYS = 0
    held()
    time.passes(days=10_000)
    assert "everything is kept" in applied()
    assert json.loads(applied("--json"))["days"] == 0
    assert Seat.objects.filter(role=Role.CANDIDATE, name="Zenobia").exists()


def test_a_negative_number_of_days_is_refused(settings) -> None:
    settings.RETENTION_DAYS = -1
    with pytest.raises(CommandError, match="0 for ever"):
        applied()


def test_an_interview_that_nobody_ended_is_ended_and_erased(time) -> None:
    alone = begin_alone(Recipe("Alone", "", 60, refs=(question("one").ref,)), person("sol"), NOW)
    time.passes(days=DAYS + 1)
    applied()
    alone.refresh_from_db()
    assert (alone.state, alone.ended_at) == ("ended", NOW + timedelta(minutes=60))
    assert alone.erased_at == time.now
