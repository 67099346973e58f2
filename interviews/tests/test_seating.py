"""Who sits in an interview, and who asks what."""

import pytest
from django.test import Client

from interviews import seating
from interviews.autosave import Refused
from interviews.models import Event, Interview, Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from interviews.tests.test_new_interview import recipe
from questions.tests.making import questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Cast:
    return cast(4)


def lobby(client: Client, made: Cast, action: str, **fields) -> str:
    client.force_login(made.lead.user)
    return client.post(f"/interviews/{made.interview.pk}/{action}/", fields, follow=True).content.decode()


def askers(made: Cast) -> list[str | None]:
    return [asked.asker and asked.asker.name for asked in made.interview.asked.select_related("asker")]


def test_an_interview_is_made_with_its_panel_and_its_watchers(client: Client, time) -> None:
    questions(4)
    client.force_login(interviewer())
    for name in ("pia", "paul", "olaf"):
        interviewer(name)
    form = recipe({"count": "4"}, panel="pia, paul", observers="olaf", takes_turns="on")
    client.post("/interviews/new/", form)
    seats = Interview.objects.get().seats
    assert dict(seats.values_list("name", "role")) == {
        "lena": "lead",
        "pia": "panellist",
        "paul": "panellist",
        "olaf": "observer",
        "Cleo": "candidate",
    }
    asked = [asked.asker.name for asked in Interview.objects.get().asked.select_related("asker")]
    assert asked == ["lena", "pia", "paul", "lena"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"panel": "nobody, pia"}, "“nobody”"),
        ({"panel": "sam"}, "“sam”"),
        ({"panel": "lena"}, "you, who lead"),
        ({"panel": "pia", "observers": "pia"}, "an interviewer already"),
        ({"panel": "pia", "candidate": "pia"}, "the candidate already"),
        ({"starts_at": "2020-01-01T10:00"}, "past"),
        ({"starts_at": "soon"}, "valid date"),
    ],
)
def test_a_panel_that_cannot_be_is_told_at_its_field(client: Client, fields: dict, says: str, time) -> None:
    questions(4)
    client.force_login(interviewer())
    interviewer("pia")
    person("sam")
    response = client.post("/interviews/new/", recipe({"count": "2"}, **fields))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Interview.objects.count() == 0


def test_a_time_is_kept_as_it_was_meant(client: Client, time) -> None:
    questions(4)
    client.force_login(interviewer())
    client.post("/interviews/new/", recipe({"count": "2"}, starts_at="2026-03-05T14:30"))
    assert Interview.objects.get().starts_at.isoformat() == "2026-03-05T14:30:00+00:00"


def test_somebody_is_added_removed_and_sits_down_again(client: Client, made: Cast, time) -> None:
    pia = interviewer("pia")
    lobby(client, made, "seats", people="pia", role="panellist")
    seat = Seat.objects.get(user=pia)
    lobby(client, made, f"seats/{seat.pk}/remove")
    theirs = Client()
    theirs.force_login(pia)
    assert theirs.get(f"/interviews/{made.interview.pk}/").status_code == 404
    lobby(client, made, "seats", people="pia", role="observer")
    assert theirs.get(f"/interviews/{made.interview.pk}/").status_code == 200
    assert Seat.objects.get(user=pia).role == Role.OBSERVER
    assert list(Event.objects.filter(verb__in=["seat", "revoke"]).values_list("verb", flat=True)) == [
        "seat",
        "revoke",
        "seat",
    ]


@pytest.mark.parametrize("people", ["", "nobody", "lena", "sam"])
def test_who_cannot_sit_there_is_named_and_nobody_is_seated(client: Client, made: Cast, people: str, time) -> None:
    interviewer("pia")
    person("sam")
    page = lobby(client, made, "seats", people=f"pia {people}" if people else "", role="panellist")
    assert "notice-warning" in page
    assert people in page
    assert not Seat.objects.filter(role=Role.PANELLIST).exists()


def test_who_has_to_calibrate_first_may_watch_and_not_judge(client: Client, made: Cast, time, settings) -> None:
    settings.CALIBRATION_REQUIRED = True
    interviewer("pia")
    assert "calibrate first" in lobby(client, made, "seats", people="pia", role="panellist")
    lobby(client, made, "seats", people="pia", role="observer")
    assert list(Seat.objects.filter(name="pia").values_list("role", flat=True)) == [Role.OBSERVER]


def test_lead_and_candidate_are_not_removed(client: Client, made: Cast, time) -> None:
    for seat in (made.lead, made.candidate):
        with pytest.raises(Refused, match="Cancel"):
            seating.remove(seat, made.lead, NOW)
    other = cast(lead=made.lead.user)
    client.force_login(made.lead.user)
    assert client.post(f"/interviews/{made.interview.pk}/seats/{other.lead.pk}/remove/").status_code == 404


def test_questions_are_given_to_those_who_ask_them_and_come_back(client: Client, made: Cast, time) -> None:
    seating.add(made.interview, [interviewer("pia")], Role.PANELLIST, made.lead, NOW)
    pia = Seat.objects.get(name="pia")
    lobby(client, made, "askers", **{"1": pia.pk, "2": "", "3": made.lead.pk, "4": ""})
    assert askers(made) == ["pia", None, "lena", None]
    lobby(client, made, "askers", turns="1")
    assert askers(made) == ["lena", "pia", "lena", "pia"]
    assert "nothing was changed" in lobby(client, made, "askers", **{"1": made.candidate.pk}).lower()
    seating.remove(pia, made.lead, NOW)
    assert askers(made) == ["lena", None, "lena", None]


def test_a_name_that_is_longer_than_a_seat_holds_is_cut(client: Client, time) -> None:
    long = person("long", first_name="x" * 150, last_name="y" * 150)
    assert cast(lead=long).lead.name == "x" * 80
    client.force_login(interviewer("olga"))
    client.post("/interviews/new/", recipe({"count": "1"}, candidate="long", candidate_name=""))
    assert Interview.objects.latest("pk").seats.get(role=Role.CANDIDATE).name == "x" * 80
