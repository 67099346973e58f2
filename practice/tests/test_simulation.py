import json
from datetime import datetime
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from practice import simulation
from practice.queue import Known, Pick, Strength, Unseen
from practice.simulation import (
    DAYS,
    MINUTES,
    QUESTIONS,
    SEED,
    Candidate,
    Order,
    Outcome,
    Queue,
    RoundRobin,
    outcomes,
    practise,
    summaries,
)

DAY = 24 * 60


@pytest.fixture(scope="module")
def found() -> list[dict[str, Outcome]]:
    return [outcomes(SEED + number) for number in range(21)]


def test_who_follows_the_queue_recalls_more_than_in_turn_or_at_random(found: list[dict[str, Outcome]]) -> None:
    first = found[0]
    assert first["queue"].recall > first["round robin"].recall > first["random"].recall


def test_so_do_most_of_twenty_other_candidates(found: list[dict[str, Outcome]]) -> None:
    _, in_turn, at_random = summaries(found[1:])
    assert in_turn.ahead >= 14
    assert at_random.ahead == 20
    assert in_turn.lead > 2 * in_turn.lead_error, "it is not chance"


@pytest.mark.parametrize(("next_day", "least"), [(0.4, -0.005), (0.8, 0.005), (0.9, 0.005)])
def test_a_better_memory_gains_more_and_a_worse_one_loses_nothing(next_day: float, least: float) -> None:
    """Who forgets most within a day is behind with everything all the time, and being asked in turn is as good then."""
    _, in_turn, at_random = summaries([outcomes(SEED + number, next_day) for number in range(12)])
    assert in_turn.lead > least
    assert at_random.ahead == 12


def test_every_order_gets_the_same_minutes(found: list[dict[str, Outcome]]) -> None:
    longest = simulation.LONGEST * simulation.FAILED
    used = [outcome.minutes for each in found for outcome in each.values()]
    assert all(DAYS * MINUTES <= minutes < DAYS * MINUTES + longest for minutes in used)


def test_the_same_seed_gives_the_same_figures(found: list[dict[str, Outcome]]) -> None:
    assert outcomes(SEED) == found[0]
    assert outcomes(SEED + 1) != found[0]


def _forgotten_first(due: list[Known], unseen: list[Unseen], topics: list[Strength], last: str, ahead=()) -> Pick:
    worst = min(due or ahead, key=lambda item: (item.recall, item.due), default=None)
    return Pick(worst.question if worst else unseen[0].question, "")


def _missed_first(due: list[Known], unseen: list[Unseen], topics: list[Strength], last: str, ahead=()) -> Pick:
    worst = min(due or ahead, key=lambda item: (-min(item.missed, 2), item.recall), default=None)
    return Pick(worst.question if worst else unseen[0].question, "")


def _due_before_new(due: int, left: int, done: int, new: int) -> bool:
    return left > 0 and not due


@pytest.mark.parametrize(
    ("name", "other"),
    [("pick", _forgotten_first), ("pick", _missed_first), ("is_turn_of_new", _due_before_new)],
    ids=["most likely forgotten first", "most often missed first", "new only when nothing is due"],
)
def test_other_rules_for_the_queue_would_leave_less(
    monkeypatch: pytest.MonkeyPatch, found: list[dict[str, Outcome]], name: str, other
) -> None:
    monkeypatch.setattr(simulation, name, other)
    less = [practise(Candidate(SEED + number), Queue(SEED + number)).recall for number in range(8)]
    assert sum(mine["queue"].recall > theirs for mine, theirs in zip(found, less)) >= 7


def test_the_queue_asks_what_the_app_would_ask() -> None:
    """Five new ones on the first day, each of another topic than the last; then what was failed; then more new ones."""
    order, now = Queue(SEED), simulation.FIRST_EVENING
    asked = []
    for _ in range(7):
        asked.append(order.next(now))
        order.heard(asked[-1], 0.0 if len(asked) == 1 else 1.0, now)
    assert len(set(asked[:5])) == 5
    assert all(simulation.topic_of(a) != simulation.topic_of(b) for a, b in pairwise(asked[:5]))
    assert asked[5] not in asked[:5], "with the plan done and nothing due now, those who go on see more"


def _after(candidate: Candidate, gap: float, then: float) -> float:
    candidate.answer(0)
    candidate.lives(gap)
    candidate.answer(0)
    candidate.lives(then)
    return candidate.recall(0)


@pytest.mark.parametrize("seed", range(5))
def test_a_candidate_forgets_and_keeps_longer_what_was_spaced(seed: int) -> None:
    candidate = Candidate(seed)
    never_studied = candidate.recall(0)
    candidate.answer(0)
    chances = [candidate.recall(0)]
    for _ in range(40):
        candidate.lives(DAY)
        chances.append(candidate.recall(0))
    assert chances == sorted(chances, reverse=True)
    assert 0 <= never_studied < chances[-1] < chances[0] <= 1
    assert _after(Candidate(seed), 5 * DAY, 25 * DAY) > _after(Candidate(seed), 10, 30 * DAY - 10)


def test_the_middle_question_is_recalled_next_day_as_often_as_was_said() -> None:
    chances = []
    for seed in range(10):
        candidate = Candidate(seed, next_day=0.7)
        candidate.traces = [[(0.0, simulation.FADING)] for _ in range(QUESTIONS)]
        candidate.lives(DAY)
        chances += [candidate.recall(question) for question in range(QUESTIONS)]
    assert sorted(chances)[len(chances) // 2] == pytest.approx(0.7, abs=0.03)


def test_an_answer_covers_enough_as_often_as_the_chance_says() -> None:
    candidate, expected, recalled = Candidate(3), 0.0, 0
    for question in range(QUESTIONS):
        for _ in range(20):
            candidate.lives(3 * DAY)
            expected += candidate.recall(question)
            recalled += candidate.answer(question) >= 0.4
    assert recalled == pytest.approx(expected, rel=0.03)


def test_a_failed_answer_takes_longer() -> None:
    candidate = Candidate(SEED)
    for question in range(QUESTIONS):
        before = candidate.clock
        factor = 1 if candidate.answer(question) >= 0.4 else simulation.FAILED
        assert candidate.clock - before == pytest.approx(60 * factor * candidate.minutes[question])


def test_a_long_answer_is_paid_for_by_the_next_day() -> None:
    class Noting(RoundRobin):
        moments: list[datetime] = []

        def heard(self, question: int, coverage: float, at: datetime) -> None:
            super().heard(question, coverage, at)
            self.moments.append(at)

    order: Order = Noting(SEED)
    outcome = practise(Candidate(SEED), order, days=3)
    assert 60 <= outcome.minutes < 60 + simulation.LONGEST * simulation.FAILED
    assert {at.date().day for at in order.moments} == {2, 3, 4}


def test_the_command_prints_three_figures(capsys: pytest.CaptureFixture) -> None:
    call_command("simulate", candidates=2)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:13].strip() for line in lines[1:]] == ["order", "queue", "round robin", "random"]
    assert all("%" in line for line in lines[2:])


def test_the_command_gives_everything_as_json(capsys: pytest.CaptureFixture, found: list[dict[str, Outcome]]) -> None:
    call_command("simulate", candidates=1, seed=SEED, json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["candidates"][0]["queue"]["recall"] == found[0]["queue"].recall
    assert [order["order"] for order in said["orders"]] == ["queue", "round robin", "random"]


@pytest.mark.parametrize("wrong", [{"next_day": 1.0}, {"next_day": 0.0}, {"candidates": 0}])
def test_the_command_refuses_what_makes_no_sense(wrong: dict) -> None:
    with pytest.raises(CommandError):
        call_command("simulate", **wrong)
