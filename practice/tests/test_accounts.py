"""Coming and going: a guest keeps what they tried; who leaves leaves nothing but sums."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client

from interviews import answering, marking, sharing
from interviews.autosave import Refused, Typed
from interviews.erasing import GONE
from interviews.models import AskedQuestion, Interview, Seat
from interviews.planning import Recipe, begin_alone
from interviews.tests.making import NOW, calibrated, cast, interviewer, person, samples
from practice import accounts, recording
from practice.models import Attempt, Habit, Tally
from practice.tests.making import answered, graded
from questions.models import Question
from questions.tests.making import question
from tests.traces import rows_of, traces

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3 sound"
WORDS = "a sentence that only Patricia would write"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def lived_in(client: Client, tmp_path) -> User:
    """Somebody with a trace in every place that the app has for people."""
    user = User.objects.create_user("patricia", password="a long password", first_name="Patricia")
    client.force_login(user)
    Habit.objects.create(user=user)
    attempt = graded(user, question("one"))
    Attempt.objects.filter(pk=attempt.pk).update(answer=WORDS, next_time=WORDS)
    recording.attach(attempt, ContentFile(WEBM, "sound"))
    answered(user, question("two"))
    alone = begin_alone(Recipe("Practice", "Patricia", 60, refs=("one",)), user, NOW)
    recording.attach(alone.asked.get(), ContentFile(WEBM, "sound"))
    made = cast(1, candidate=user, candidate_name="Patricia", title="Patricia, again").started().opened()
    answering.save_answer(made.interview, 1, Typed(WORDS, 0, "w", 1), False, NOW)
    marking.mark(made.lead, made.asked(1), 0, "covered")
    marking.save_note(made.lead, made.asked(1), Typed(f"She said: {WORDS}", 0, "w", 1))
    marking.save_summary(made.lead, Typed(WORDS, 0, "w", 1))
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["marks", "ratings"])
    calibrated(user, *samples("one"))
    AccessAttempt.objects.create(username="patricia", failures_since_start=1)
    return user


def test_whoever_leaves_leaves_no_row_and_no_file(
    client: Client, tmp_path, time, django_capture_on_commit_callbacks
) -> None:
    user = lived_in(client, tmp_path)
    pk = user.pk
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 2
    with django_capture_on_commit_callbacks(execute=True):
        accounts.leave(user)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert rows_of(pk) == []
    assert not User.objects.filter(pk=pk).exists()
    assert traces("patricia", WORDS) == []


@pytest.mark.parametrize("model", list(apps.get_app_config("practice").get_models()), ids=lambda model: model.__name__)
def test_every_table_of_practice_goes_with_its_person_or_names_none(model: type[models.Model]) -> None:
    owners = [column for column in model._meta.concrete_fields if column.related_model in (User, Attempt)]
    assert model is Tally or any(column.remote_field.on_delete is models.CASCADE for column in owners)


def test_the_sums_of_the_bank_stay_without_a_name(client: Client, tmp_path, time) -> None:
    accounts.leave(lived_in(client, tmp_path))
    (tally,) = Tally.objects.all()
    assert (tally.question.ref, tally.attempts, tally.coverage) == ("one", 1, 1.0)
    assert set(tally.points.values()) == {1}


def test_an_interview_with_others_stays_their_record(client: Client, tmp_path, time) -> None:
    user = lived_in(client, tmp_path)
    accounts.leave(user)
    interview = Interview.objects.get()
    assert {seat.role: seat.user_id is None for seat in interview.seats.all()} == {"lead": False, "candidate": True}
    assert interview.scorecards.get().marks.count() == 1
    assert AskedQuestion.objects.get().answer == ""


def test_the_attempts_of_others_stay(client: Client, tmp_path, time) -> None:
    other = person("ray")
    user = lived_in(client, tmp_path)
    graded(other, Question.objects.get(ref="one"))
    accounts.leave(user)
    assert [attempt.user for attempt in Attempt.objects.all()] == [other]


def test_an_interviewer_may_leave_and_their_interviews_stay(time) -> None:
    lead = interviewer()
    made = cast(1, lead=lead).started()
    accounts.leave(lead)
    assert Seat.objects.get(pk=made.lead.pk).name == GONE


def test_an_administrator_does_not_leave_by_themselves() -> None:
    with pytest.raises(Refused, match="administrator"):
        accounts.leave(person("ada", is_superuser=True))
    assert User.objects.count() == 1


def test_deleting_asks_for_the_password(client: Client) -> None:
    user = User.objects.create_user("pat", password="a long password")
    client.force_login(user)
    assert client.post("/account/delete/", {"password": "a guess"}).status_code == 422
    assert User.objects.exists()
    assert client.post("/account/delete/", {"password": "a long password"}).status_code == 302
    assert not User.objects.exists()
    assert client.get("/account/").status_code == 302


def test_signing_up_is_closed_unless_it_is_opened(client: Client, settings) -> None:
    settings.SIGN_UP = False
    assert client.get("/sign-up/").status_code == 404
    settings.SIGN_UP = True
    assert client.get("/sign-up/").status_code == 200


def test_a_guest_keeps_what_they_tried(client: Client, settings, time) -> None:
    settings.SIGN_UP = True
    question("one")
    place = client.post("/practice/try/", {"answer": "My first words"}).url
    client.post(f"{place}marks/", {"point": ["0", "1", "2"], "mark": "covered"})
    client.post(f"{place}grade/", {"grade": "3"})
    form = {"username": "nora", "first_name": "Nora", "password1": "quite-long-9", "password2": "quite-long-9"}
    assert client.post("/sign-up/", form).status_code == 302
    attempt = Attempt.objects.get()
    assert (attempt.user.username, attempt.answer, attempt.grade) == ("nora", "My first words", 3)
    assert attempt.user.cards.get().due > NOW + timedelta(days=1)
    assert client.get(place).status_code == 200


def test_another_guest_does_not_see_it(client: Client, time) -> None:
    question("one")
    place = client.post("/practice/try/", {"answer": "Mine"}).url
    assert client.get(place).status_code == 200
    assert Client().get(place).status_code == 302
    other = Client()
    other.force_login(person("pat"))
    assert other.get(place).status_code == 404


def test_a_mistake_in_the_form_says_so_and_keeps_the_guest(client: Client, settings, time) -> None:
    settings.SIGN_UP = True
    question("one")
    client.post("/practice/try/", {"answer": "Mine"})
    assert client.post("/sign-up/", {"username": "nora"}).status_code == 422
    form = {"username": "nora", "first_name": "", "password1": "quite-long-9", "password2": "quite-long-9"}
    client.post("/sign-up/", form)
    assert Attempt.objects.get().user.username == "nora"
