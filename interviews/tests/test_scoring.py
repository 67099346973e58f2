from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.scoring import (
    ANCHORS,
    CAP_IF_ESSENTIAL_MISSED,
    Mark,
    Score,
    coverage,
    mean,
    suggested_rating,
    total,
    totals_by_topic,
)
from questions.rubric import WEIGHTS, Kind, Point

E, G, B = Kind.ESSENTIAL, Kind.GOOD, Kind.BONUS


def points(*kinds_and_weights: tuple[Kind, int]) -> list[Point]:
    return [Point(f"Point {index}", kind, weight) for index, (kind, weight) in enumerate(kinds_and_weights)]


def marks(letters: str) -> dict[int, str]:
    """`c` covered, `p` partly, `m` missed, `n` not observed, `-` not marked; one letter a point."""
    named = {"c": "covered", "p": "partly", "m": "missed", "n": "not_observed"}
    return {index: named[letter] for index, letter in enumerate(letters) if letter != "-"}


DOCUMENTED = points((E, 3), (G, 2), (E, 2), (B, 1))


@pytest.mark.parametrize(
    ("given_points", "letters", "share", "rating"),
    [
        (DOCUMENTED, "cpmc", 5 / 7, 3),
        (DOCUMENTED, "cpcc", 1.0, 5),
        (DOCUMENTED, "----", None, None),
        (DOCUMENTED, "mmmm", 0.0, 1),
        (DOCUMENTED, "c---", 3 / 7, 3),
        (points((E, 1)), "p", 0.5, 3),
        (points((B, 2), (B, 2)), "c-", 0.5, 3),
        (points((G, 1), (B, 3)), "cc", 1.0, 5),
        (DOCUMENTED, "cpnc", 5 / 5, 5),
        (DOCUMENTED, "npnn", 1 / 2, 3),
        (DOCUMENTED, "nnnn", None, None),
        ([], "", None, None),
    ],
)
def test_worked_examples(given_points, letters: str, share: float | None, rating: int | None) -> None:
    assert coverage(given_points, marks(letters)) == (None if share is None else pytest.approx(share))
    assert suggested_rating(given_points, marks(letters)) == rating


@pytest.mark.parametrize(
    ("covered", "rating"), [(14, 1), (15, 2), (39, 2), (40, 3), (64, 3), (65, 4), (84, 4), (85, 5), (100, 5)]
)
def test_the_thresholds_at_their_edges(covered: int, rating: int) -> None:
    hundred = points(*[(G, 1)] * 100)
    assert suggested_rating(hundred, marks("c" * covered + "m" * (100 - covered))) == rating


def test_a_missed_essential_point_holds_the_suggestion_down_and_a_partly_heard_one_does_not() -> None:
    ten = points((E, 1), *[(G, 3)] * 9)
    assert suggested_rating(ten, marks("m" + "c" * 9)) == CAP_IF_ESSENTIAL_MISSED
    assert suggested_rating(ten, marks("-" + "c" * 9)) == CAP_IF_ESSENTIAL_MISSED
    assert suggested_rating(ten, marks("p" + "c" * 9)) == 5


some_points = st.lists(
    st.builds(Point, st.just("Point"), st.sampled_from(Kind), st.sampled_from(WEIGHTS)), min_size=1, max_size=12
)
ORDER = [None, Mark.MISSED, Mark.PARTLY, Mark.COVERED]


@st.composite
def marked_points(draw):
    rubric = draw(some_points)
    chosen = [draw(st.sampled_from(ORDER)) for _ in rubric]
    return rubric, {index: mark for index, mark in enumerate(chosen) if mark}


@given(marked_points())
def test_coverage_is_a_share_and_a_suggestion_has_an_anchor(marked) -> None:
    rubric, given_marks = marked
    share, rating = coverage(rubric, given_marks), suggested_rating(rubric, given_marks)
    assert (share is None) == (rating is None) == (not given_marks)
    assert share is None or 0 <= share <= 1
    assert rating is None or rating in ANCHORS


@given(marked_points(), st.data())
def test_hearing_more_never_lowers_anything(marked, data) -> None:
    rubric, given_marks = marked
    index = data.draw(st.integers(min_value=0, max_value=len(rubric) - 1))
    given_marks = given_marks or {index: Mark.MISSED}
    better = ORDER[min(ORDER.index(given_marks.get(index)) + 1, 3)]
    more = given_marks | {index: better}
    assert coverage(rubric, more) >= coverage(rubric, given_marks)
    assert suggested_rating(rubric, more) >= suggested_rating(rubric, given_marks)


@given(marked_points())
def test_a_bonus_point_never_costs_anything(marked) -> None:
    rubric, given_marks = marked
    if not given_marks or all(point.kind == B for point in rubric):
        return
    assert coverage([*rubric, Point("More", B, 3)], given_marks) == coverage(rubric, given_marks)


@given(marked_points(), st.data())
def test_what_was_not_observed_counts_as_if_it_had_not_been_asked_for(marked, data) -> None:
    rubric, given_marks = marked
    gone = data.draw(st.sets(st.integers(min_value=0, max_value=len(rubric) - 1)))
    rest = [point for index, point in enumerate(rubric) if index not in gone]
    kept = [index for index in range(len(rubric)) if index not in gone]
    rest_marks = {place: given_marks[index] for place, index in enumerate(kept) if index in given_marks}
    unseen = given_marks | dict.fromkeys(gone, "not_observed")
    assert coverage(rubric, unseen) == coverage(rest, rest_marks)
    assert suggested_rating(rubric, unseen) == suggested_rating(rest, rest_marks)


def test_a_question_that_weighs_twice_counts_as_two() -> None:
    twice = [Score("Storage", 1.0, 5, weight=2), Score("Storage", 0.4, 2)]
    once = [replace(twice[0], weight=1)] * 2 + twice[1:]
    assert total("All", twice) == replace(total("All", once), questions=2, rated=2)


def test_totals_leave_out_what_is_not_there() -> None:
    rows = [Score("Storage", 0.5, 4), Score("Compute", None, None), Score("Storage", 1.0, None)]
    assert total("All", rows).rating == 4
    assert total("All", rows).coverage == pytest.approx(0.75)
    assert (total("All", rows).questions, total("All", rows).rated) == (3, 1)
    assert [(row.topic, row.questions, row.rating) for row in totals_by_topic(rows)] == [
        ("Compute", 1, None),
        ("Storage", 2, 4),
    ]


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) is None
    assert mean([None, None]) is None
    assert mean([3, None, 4]) == 3.5
