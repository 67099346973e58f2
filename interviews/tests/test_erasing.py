"""What is erased, what stays, and that no column is forgotten."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews import answering, erasing, flow, marking, sharing
from interviews.autosave import Typed
from interviews.erasing import GONE, OF_NO_INTERVIEW, RULES, UNTITLED
from interviews.models import Event, Interview, Rating, Scorecard, Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from tests.traces import traces

pytestmark = pytest.mark.django_db
WORDS = "only Zenobia writes like this"
LATER = NOW + timedelta(days=400)
HOLDS_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)


def may_hold_words(model: type[models.Model]) -> set[str]:
    """The columns that can hold words, a list, or lead to a person."""
    return {
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, HOLDS_WORDS) or column.related_model is User
    }


def held(**options) -> Cast:
    """An interview with a trace of its people in every place for one, over and shared."""
    made = cast(2, candidate_name="Zenobia", title="Zenobia, second round", **options).started().opened()
    answering.save_answer(made.interview, 1, Typed(WORDS, 0, "w", 1), False, NOW)
    marking.mark(made.lead, made.asked(1), 0, "covered")
    marking.rate(made.lead, made.asked(1), 4)
    marking.save_note(made.lead, made.asked(1), Typed(f"She said: {WORDS}", 0, "w", 1))
    marking.save_summary(made.lead, Typed(f"Zenobia: {WORDS}", 0, "w", 1))
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["marks", "ratings"])
    flow.record(made.interview, made.lead, "reopen", NOW, reason=f"Zenobia asked: {WORDS}", position=1)
    return made


MODELS = [model for model in apps.get_app_config("interviews").get_models() if model not in OF_NO_INTERVIEW]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_column_that_can_hold_words_or_a_person_is_decided_upon(model: type[models.Model]) -> None:
    rule = RULES[model]
    stays = set(rule.stays.split())
    assert may_hold_words(model) <= set(rule.goes) | stays
    assert not set(rule.goes) & stays
    assert set(rule.goes) | stays <= {column.name for column in model._meta.concrete_fields}


def fill_with_words(interview: Interview) -> None:
    """Put words into every column of an interview that is not said to stay, past all checks."""
    for model, rule in RULES.items():
        rows = model._base_manager.filter(**{rule.interview: interview.pk})
        for column in model._meta.concrete_fields:
            if column.name in rule.stays.split() or not isinstance(column, HOLDS_WORDS):
                continue
            words = {WORDS: [WORDS]} if isinstance(column, models.JSONField) else WORDS
            for row in rows:
                rows.filter(pk=row.pk).update(**{column.name: words})


def test_whatever_a_column_held_it_is_gone(time) -> None:
    made = held()
    fill_with_words(made.interview)
    assert len(traces(WORDS)) > 15
    erasing.erase([made.interview.pk], LATER)
    assert traces(WORDS, "zenobia") == []


def test_what_is_left_names_nobody_and_keeps_the_figures(time) -> None:
    made = held(lead=interviewer("lena"), candidate=person("zen"))
    erasing.erase([made.interview.pk], LATER)
    interview = made.reload()
    assert traces("zenobia", WORDS) == []
    assert (interview.title, interview.erased_at, interview.state) == (UNTITLED, LATER, "ended")
    assert set(interview.seats.values_list("name", "user", "invitation_nonce")) == {(GONE, None, "")}
    card = Scorecard.objects.get()
    assert (card.recommendation, card.marks.get().value, Rating.objects.get().value) == ("yes", "covered", 4)
    assert made.asked(1).ref == "q-001"
    assert made.asked(1).closed_at == interview.ended_at
    verbs = list(Event.objects.values_list("verb", "detail"))
    assert ("open_question", {"position": 1}) in verbs
    assert ("reopen", {"position": 1}) in verbs
    assert verbs[-1] == ("erase", {})


def test_erasing_again_changes_nothing(time) -> None:
    made = held()
    erasing.erase([made.interview.pk], LATER)
    erasing.erase([made.interview.pk], LATER + timedelta(days=1))
    assert made.reload().erased_at == LATER
    assert Event.objects.filter(verb="erase").count() == 1


def test_what_is_not_over_is_not_erased(time) -> None:
    live, coming = cast(1).started(), cast(1, lead=interviewer("otto"))
    erasing.erase([live.interview.pk, coming.interview.pk], LATER)
    assert not Interview.objects.filter(erased_at__isnull=False).exists()
    assert live.reload().title == "Mock"


def test_another_interview_is_not_touched(time) -> None:
    one, other = held(), held(lead=interviewer("otto"))
    before = list(Seat.objects.filter(interview=other.interview).values())
    erasing.erase([one.interview.pk], LATER)
    assert list(Seat.objects.filter(interview=other.interview).values()) == before
    assert other.asked(1).answer == WORDS
    assert Event.objects.get(interview=other.interview, verb="reopen").detail["reason"]


def test_many_are_erased_some_at_a_time_and_all_of_them(time, monkeypatch) -> None:
    monkeypatch.setattr(erasing, "BATCH", 2)
    made = [held(lead=interviewer(f"lead-{n}")) for n in range(5)]
    numbers = [one.interview.pk for one in made]
    assert erasing.what_goes(numbers)["asked question, answer"] == 5
    erasing.erase(numbers, LATER)
    assert Interview.objects.exclude(erased_at=None).count() == 5
    assert erasing.what_goes(numbers) == {}


def test_erasing_ten_asks_no_more_than_erasing_one(time) -> None:
    made = [held(lead=interviewer(f"lead-{n}")) for n in range(11)]
    Event.objects.filter(verb="reopen").delete()
    ContentType.objects.get_for_model(Interview)  # A process asks for it once; which test that falls to is chance.
    counts = []
    for some in (made[:1], made[1:]):
        with CaptureQueriesContext(connection) as captured:
            erasing.erase([one.interview.pk for one in some], LATER)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_log_of_the_admin_forgets_titles_and_names(time) -> None:
    made, ada = held(), person("ada", is_superuser=True)
    about = {"user_id": ada.pk, "action_flag": CHANGE, "change_message": ""}
    kind = ContentType.objects.get_for_model(Interview)
    LogEntry.objects.create(object_id=str(made.interview.pk), object_repr="Z., round 2", content_type=kind, **about)
    erasing.erase([made.interview.pk], LATER)
    assert LogEntry.objects.get().object_repr == UNTITLED
    LogEntry.objects.create(object_repr="Interview of zenobia", **about)
    LogEntry.objects.create(object_repr="Zenobiana, a town", **about)
    erasing.unname_log(["Zenobia", ""])
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {UNTITLED, GONE, "Zenobiana, a town"}


@pytest.mark.parametrize("address", ["", "report/", "scorecard/", "report.csv", "candidate/"])
def test_the_address_of_an_erased_interview_says_when_it_was_erased(address: str, time, client: Client) -> None:
    made = held()
    erasing.erase([made.interview.pk], LATER)
    client.force_login(made.lead.user)
    response = client.get(f"/interviews/{made.interview.pk}/{address}")
    assert response.status_code == 410
    assert "was erased on 6 April 2027" in response.content.decode()
    assert "Zenobia" not in client.get("/interviews/?archived=both").content.decode()


def test_a_guest_of_an_erased_interview_is_asked_to_log_in(time, client: Client) -> None:
    made = cast(1)
    assert client.post(made.invitation).status_code == 302
    made.started().ended()
    assert client.get(f"/interviews/{made.interview.pk}/").status_code == 200
    erasing.erase([made.interview.pk], LATER)
    assert client.get(f"/interviews/{made.interview.pk}/").url.startswith("/login/")


@pytest.mark.parametrize("role", [Role.LEAD, Role.PANELLIST, Role.OBSERVER])
def test_whoever_only_asked_loses_their_name_and_the_others_keep_their_words(role: str, time) -> None:
    made = held()
    seat = Seat.objects.create(interview=made.interview, user=person("pia"), role=role, name="Pia")
    erasing.forget([seat])
    seat.refresh_from_db()
    assert (seat.name, seat.user) == (GONE, None)
    assert made.asked(1).answer == WORDS
    assert made.reload().title == "Zenobia, second round"


DUE = {
    "ended": lambda: cast(1, lead=interviewer("a")).started().ended(),
    "cancelled": lambda: cancelled(cast(1, lead=interviewer("b"))),
    "never begun": lambda: cast(1, lead=interviewer("c")),
    "live, and ran out": lambda: cast(1, lead=interviewer("d")).started().opened(),
    "left paused": lambda: paused(cast(1, lead=interviewer("e")).started()),
}


def cancelled(made: Cast) -> Cast:
    made.interview = flow.cancel(made.interview, made.lead, NOW)
    return made


def paused(made: Cast) -> Cast:
    made.interview = flow.pause(made.interview, made.lead, NOW + timedelta(minutes=1))
    return made


@pytest.mark.parametrize("kind", DUE)
def test_an_interview_is_due_once_it_is_over_or_was_given_up_for_so_long(kind: str, time) -> None:
    made = DUE[kind]()
    ((number, since),) = erasing.due(NOW + timedelta(days=4)).items()
    assert number == made.interview.pk
    assert erasing.due(since) == {}
    assert list(erasing.due(since + timedelta(seconds=1))) == [number]


@pytest.mark.parametrize("kind", DUE)
def test_what_was_given_up_is_brought_to_its_end_and_erased(kind: str, time) -> None:
    made = DUE[kind]()
    erasing.give_up([made.interview.pk], LATER)
    erasing.erase([made.interview.pk], LATER)
    assert made.reload().erased_at == LATER
    assert made.interview.state in ("ended", "cancelled")
    assert erasing.due(LATER) == {}


def test_what_is_to_come_counts_from_when_it_should_begin(time) -> None:
    cast(1, starts_at=NOW + timedelta(days=30))
    assert erasing.due(NOW + timedelta(days=29)) == {}
    assert len(erasing.due(NOW + timedelta(days=31))) == 1
