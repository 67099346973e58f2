"""Interviews made up in great number: always the same ones, and such as could have been held."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from interviews.demo_many import copies, demo_people, make_many
from interviews.hints import Band, hints
from interviews.models import AskedQuestion, Event, Interview, Mark, Rating, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import HEARD_OR_NOT
from interviews.scoring import Mark as MarkValue
from interviews.states import InterviewState
from interviews.tests.making import NOW
from questions.models import Question
from questions.rubric import Status
from questions.tests.making import store_bank

pytestmark = pytest.mark.django_db
COUNT = 60


@pytest.fixture(scope="module")
def bank(kept: None) -> None:
    store_bank()


@pytest.fixture(scope="module")
def made(bank) -> None:
    make_many(COUNT, copies(), demo_people(), NOW)


def everything() -> list:
    """All that was made, but for the numbers of rows, which a database never gives twice."""
    return [
        list(Interview.objects.order_by("pk").values_list("title", "created_at", "state", "ended_at", "seed")),
        list(Seat.objects.order_by("pk").values_list("name", "role", "user__username")),
        list(AskedQuestion.objects.order_by("pk").values_list("ref", "answer", "closed_at")),
        list(Rating.objects.order_by("pk").values_list("value", "note")),
        list(Mark.objects.order_by("pk").values_list("point", "value")),
        list(Scorecard.objects.order_by("pk").values_list("summary", "recommendation")),
        list(Event.objects.order_by("pk").values_list("at", "verb", "detail")),
    ]


def test_the_same_seed_makes_the_same_and_another_makes_others(bank) -> None:
    people, told = demo_people(), []
    for seed in (1, 1, 2):
        Interview.objects.all().delete()
        make_many(5, copies(), people, NOW, seed)
        told.append(everything())
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_a_second_run_adds_others_and_leaves_the_first_as_they_were(made) -> None:
    before = list(Interview.objects.order_by("pk").values())
    assert make_many(3, copies(), demo_people(), NOW) == COUNT
    assert list(Interview.objects.order_by("pk").values())[:COUNT] == before
    assert Interview.objects.count() == COUNT + 3


def test_they_are_spread_over_two_years_the_oldest_first(made) -> None:
    ended = Interview.objects.filter(state=InterviewState.ENDED).order_by("pk")
    moments = list(ended.values_list("created_at", flat=True))
    assert [at.date() for at in moments] == sorted(at.date() for at in moments)
    assert moments[-1] - moments[0] > timedelta(days=500)


def test_every_kind_is_among_them(made) -> None:
    ended = Interview.objects.filter(state=InterviewState.ENDED)
    assert COUNT * 0.8 < ended.count() < COUNT
    assert set(Interview.objects.values_list("state", flat=True)) == {"ended", "cancelled", "scheduled"}
    assert 0 < ended.filter(shared_at=None).count() < ended.count()
    candidates = Seat.objects.filter(role=Role.CANDIDATE)
    assert 0 < candidates.filter(user=None).count() < COUNT


def test_each_that_is_over_has_ten_questions_and_two_submitted_scorecards(made) -> None:
    for interview in Interview.objects.filter(state=InterviewState.ENDED).prefetch_related("asked", "scorecards__seat"):
        assert len({asked.ref for asked in interview.asked.all()}) == 10
        assert {card.seat.role for card in interview.scorecards.all()} == {Role.LEAD, Role.PANELLIST}
        assert all(card.submitted_at > interview.ended_at for card in interview.scorecards.all())
        assert all(card.recommendation and card.summary for card in interview.scorecards.all())


def test_nothing_happens_before_its_time(made) -> None:
    for interview in Interview.objects.prefetch_related("asked", "events"):
        moments = [event.at for event in interview.events.all()]
        assert moments[0] == interview.created_at
        assert moments[-1] < NOW
        if interview.state == InterviewState.ENDED:
            closed = [asked.closed_at for asked in interview.asked.all()]
            assert interview.started_at < closed[0]
            assert closed == sorted(closed)
            assert closed[-1] <= interview.ended_at <= interview.clock.deadline


def test_a_covered_point_is_found_in_the_answer_and_a_missed_one_is_not(made) -> None:
    bands = {value: [] for value in HEARD_OR_NOT}
    lead = Mark.objects.filter(scorecard__seat__role=Role.LEAD).select_related("asked")
    by_asked: dict[AskedQuestion, list[Mark]] = {}
    for mark in lead[:600]:
        by_asked.setdefault(mark.asked, []).append(mark)
    for asked, marks in by_asked.items():
        found = hints(asked.prompt_text, [point.phrases for point in asked.points], asked.answer)
        for mark in marks:
            bands[mark.value].append(found[mark.point].band == Band.WORDS_FOUND)
    share = {value: sum(some) / len(some) for value, some in bands.items()}
    assert share[MarkValue.COVERED] > 0.8
    assert share[MarkValue.MISSED] < 0.2


def test_the_panellists_mostly_agree_and_not_always(made) -> None:
    lead, other = (
        set(Mark.objects.filter(scorecard__seat__role=role).values_list("asked", "point", "value"))
        for role in (Role.LEAD, Role.PANELLIST)
    )
    assert 0.75 < len(lead & other) / len(lead) < 0.99


def test_guests_may_still_try_a_question(made) -> None:
    assert "Try" in Client().get("/").content.decode()
    assert len(copies()) == 59


def test_a_report_of_one_can_be_read(made, client: Client, time) -> None:
    seat = Seat.objects.filter(role=Role.LEAD, interview__state=InterviewState.ENDED).first()
    client.force_login(seat.user)
    assert "of 5 on average" in client.get(f"/interviews/{seat.interview_id}/report/").content.decode()


def test_a_bank_that_is_too_small_is_refused_before_anything_is_written(settings) -> None:
    settings.DEMO = True
    Question.objects.filter(pk__in=Question.objects.values("pk")[9:]).update(status=Status.RETIRED)
    people, there = User.objects.count(), Interview.objects.count()
    with pytest.raises(CommandError, match="10 are needed"):
        call_command("demo", "--interviews", "3")
    assert (User.objects.count(), Interview.objects.count()) == (people, there)


def test_the_command_says_what_it_added(bank, settings, time) -> None:
    settings.DEMO = True
    there = Interview.objects.count()
    for before in (there, there + 4):
        out = StringIO()
        call_command("demo", "--interviews", "4", stdout=out)
        assert f"to the {before} that were there" in out.getvalue()
    assert Interview.objects.count() == there + 8


@pytest.mark.parametrize(("demo", "count", "problem"), [(False, "4", "DEMO=true"), (True, "0", "from 1")])
def test_the_command_refuses_what_it_should(demo: bool, count: str, problem: str, bank, settings) -> None:
    settings.DEMO, there = demo, Interview.objects.count()
    with pytest.raises(CommandError, match=problem):
        call_command("demo", "--interviews", count)
    assert Interview.objects.count() == there
