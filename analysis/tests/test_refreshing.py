from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models

from analysis import health
from analysis.models import Outcome, Refresh, Summary, Taken
from analysis.refreshing import refresh
from analysis.sittings import key_of
from analysis.tests.making import judged, sat, submit, talk
from interviews import marking
from interviews.models import Interview, Scorecard
from interviews.planning import Recipe, begin_alone
from interviews.roles import Role
from interviews.tests.making import NOW, interviewer, person
from practice import accounts, practising
from practice.models import Attempt
from practice.tests.making import graded
from questions.models import Question
from questions.tests.making import SECRET_POINT, questions

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
THREE = {"q-001": ["ccc:5", "ppm:3"], "q-002": ["mmm:1", "mmm:2"], "q-003": ["ccm:4", "ccm:4"]}


@pytest.fixture
def bank() -> list[Question]:
    return questions(3)


@pytest.fixture
def panel() -> tuple[User, User]:
    return interviewer(), interviewer("paul")


def rows() -> list[dict]:
    return list(Outcome.objects.order_by("question__ref").values("question__ref", "coverage", "rest", "ratings"))


def sums_of(ref: str, practice: bool = False) -> dict:
    return Summary.objects.get(question__ref=ref, practice=practice, period="").sums


def test_nothing_counts_before_the_panel_has_talked(bank, panel) -> None:
    made = sat(panel[0], THREE, panel[1:])
    submit(made, *panel)
    refresh(NOW)
    assert rows() == []
    talk(made)
    refresh(NOW)
    assert [row["ratings"] for row in rows()] == [[5, 3], [1, 2], [4, 4]]


def test_what_is_kept_of_an_answer(bank, panel) -> None:
    judged(panel[0], THREE, panel[1:])
    refresh(NOW)
    first, second, third = rows()
    assert [first["coverage"], second["coverage"], third["coverage"]] == [0.75, 0.0, 1.0]
    assert first["rest"] == 0.5
    kept = Outcome.objects.get(question__ref="q-001")
    assert kept.points[key_of(f"{SECRET_POINT} in q-001")] == [1.0, 0.5]
    assert kept.time == pytest.approx(0.2)
    assert not kept.practice


def test_refreshing_again_changes_nothing(bank, panel) -> None:
    judged(panel[0], THREE, panel[1:])
    assert refresh(NOW).interviews == 1
    before = list(Outcome.objects.values())
    again = refresh(LATER)
    assert (again.interviews, again.people) == (0, 0)
    assert list(Outcome.objects.values()) == before
    assert Refresh.objects.get().at == LATER


def test_a_scorecard_that_was_reopened_is_replaced(bank, panel) -> None:
    made = judged(panel[0], THREE, panel[1:])
    refresh(NOW)
    card = Scorecard.objects.get(interview=made, seat__user=panel[0])
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=None)
    refresh(NOW)
    assert [row["ratings"] for row in rows()] == [[3], [2], [4]]
    marking.rate(card.seat, made.asked.get(ref="q-001"), 2)
    submit(made, panel[0], at=LATER)
    refresh(LATER)
    assert [sorted(row["ratings"]) for row in rows()] == [[2, 3], [1, 2], [4, 4]]
    assert sums_of("q-001")["ratings"]["n"] == 1


def test_what_is_incremental_ends_where_all_at_once_does(bank, panel) -> None:
    for day in range(3):
        judged(panel[0], THREE, panel[1:], at=NOW + timedelta(days=40 * day))
        refresh(NOW)
    step_by_step = list(Summary.objects.order_by("question", "period").values_list("question", "period", "sums"))
    Taken.objects.all().delete()
    Outcome.objects.all().delete()
    refresh(NOW)
    assert (
        list(Summary.objects.order_by("question", "period").values_list("question", "period", "sums")) == step_by_step
    )
    assert set(Summary.objects.values_list("period", flat=True)) == {"", "2026", "2026-Q1", "2026-Q2"}


def test_so_much_at_once_and_the_rest_the_next_time(bank, panel) -> None:
    for _ in range(3):
        judged(panel[0], THREE, panel[1:])
    assert refresh(NOW, most=2).waiting
    assert sums_of("q-001")["coverage"]["n"] == 2
    assert Refresh.objects.get().waiting
    assert not refresh(NOW, most=2).waiting
    assert sums_of("q-001")["coverage"]["n"] == 3


def test_what_broke_off_before_the_sums_is_summed_by_the_next_one(bank, panel, monkeypatch) -> None:
    judged(panel[0], THREE, panel[1:])
    with monkeypatch.context() as broken:
        broken.setattr("analysis.refreshing._sum", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh(NOW)
    assert health.rows(NOW.date())[0].item.n == 0
    refresh(NOW)
    assert sums_of("q-001")["coverage"]["n"] == 1


def test_practice_keeps_first_attempts_apart_from_interviews(bank, panel) -> None:
    judged(panel[0], THREE, panel[1:])
    user = person("pat")
    for question, mark in zip(bank, ("covered", "missed", "missed")):
        graded(user, question, mark=mark)
    graded(user, bank[1], NOW + timedelta(hours=2), mark="covered")
    refresh(NOW)
    practised = Outcome.objects.filter(practice=True).order_by("question__ref")
    assert [(row.coverage, row.rest) for row in practised] == [(1.0, 0.0), (0.0, 0.5), (0.0, 0.5)]
    assert sums_of("q-002", practice=True)["coverage"] == {"n": 1, "total": 0.0, "squares": 0.0}
    assert sums_of("q-002")["coverage"]["n"] == 1


def test_a_grade_that_was_taken_back_counts_no_more_and_another_one_does(bank) -> None:
    user = person("pat")
    attempt = graded(user, bank[0], mark="covered")
    refresh(NOW)
    practising.undo(user)
    refresh(NOW)
    assert rows() == []
    attempt.refresh_from_db()
    practising.mark(attempt, range(3), "missed")
    practising.grade(attempt, 1, LATER)
    refresh(LATER)
    assert [row["coverage"] for row in rows()] == [0.0]


def test_a_mock_interview_alone_is_practice(bank) -> None:
    user = person("pat")
    made = begin_alone(Recipe("Alone", "Pat", 60, refs=("q-001",)), user, NOW)
    seat = made.seats.get(role=Role.SOLO)
    from_start = made.asked.get()
    Interview.objects.filter(pk=made.pk).update(state="ended", ended_at=NOW)
    made.asked.update(state="answered", started_at=NOW, closed_at=NOW)
    marking.mark(seat, from_start, 0, "covered")
    marking.rate(seat, from_start, 4)
    marking.submit(seat, NOW)
    refresh(NOW)
    assert list(Outcome.objects.values_list("practice", flat=True)) == [True]


def test_statistics_stay_when_a_candidate_leaves_and_hold_nothing_of_them(bank, panel) -> None:
    user = person("pat")
    judged(panel[0], THREE, panel[1:], candidate=user, candidate_name="Pat")
    graded(user, bank[0])
    refresh(NOW)
    before = sums_of("q-001"), sums_of("q-001", practice=True)
    accounts.leave(user)
    refresh(LATER)
    assert (sums_of("q-001"), sums_of("q-001", practice=True)) == before
    assert Attempt.objects.count() == 0
    assert Outcome.objects.filter(practice=True).values_list("attempt", "interview").get() == (None, None)


def test_statistics_stay_when_an_interview_is_deleted(bank, panel) -> None:
    judged(panel[0], THREE, panel[1:]).delete()
    made = judged(panel[0], THREE, panel[1:])
    refresh(NOW)
    made.delete()
    refresh(LATER)
    assert Outcome.objects.count() == 3
    assert sums_of("q-001")["coverage"]["n"] == 1


def test_no_row_leads_to_a_person_by_itself() -> None:
    for model in (Outcome, Summary):
        linked = {f.related_model for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)}
        assert linked <= {Question, Interview, Attempt}
        assert not {f.name for f in model._meta.get_fields() if isinstance(f, models.TextField)}


def test_the_command_takes_in_everything(bank, panel, capsys) -> None:
    judged(panel[0], THREE, panel[1:])
    call_command("refresh_analysis")
    assert "1 interviews, 0 people" in capsys.readouterr().out
    assert Outcome.objects.count() == 3
