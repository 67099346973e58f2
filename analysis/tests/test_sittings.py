import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sittings import Answer, Card, Sitting, apart, asked_for, judged, key_of, key_of_flag, rest_of
from interviews.scoring import HEARD_OR_NOT, Mark, coverage
from questions.rubric import WEIGHTS, Kind, Point

POINTS = (Point("Core", Kind.ESSENTIAL, 3), Point("Depth", Kind.GOOD, 1), Point("Story", Kind.BONUS, 1))
ALL = dict.fromkeys(range(3), Mark.COVERED)


def answer(*cards: Card, question: int | None = 1, time: float | None = 0.5) -> Answer:
    return Answer(question, POINTS, cards, time)


some_points = st.lists(
    st.builds(Point, st.just("Point"), st.sampled_from(Kind), st.sampled_from(WEIGHTS)), min_size=1, max_size=8
)


@given(some_points, st.data())
def test_bonus_points_neither_help_nor_cost(points, data) -> None:
    marks = {i: data.draw(st.sampled_from(HEARD_OR_NOT)) for i in range(len(points))}
    if all(point.kind == Kind.BONUS for point in points):
        assert asked_for(points, marks) == coverage(points, marks)
        return
    without = {i: m if points[i].kind != Kind.BONUS else Mark.MISSED for i, m in marks.items()}
    assert asked_for(points, marks) == pytest.approx(coverage(points, without))


def test_an_answer_without_marks_has_no_coverage() -> None:
    assert asked_for(POINTS, {}) is None


def test_what_was_not_observed_is_no_value_of_its_point_and_of_the_whole() -> None:
    assert asked_for(POINTS, dict.fromkeys(range(len(POINTS)), Mark.NOT_OBSERVED)) is None
    card = Card({0: Mark.NOT_OBSERVED, 1: Mark.COVERED}, 3)
    ((_, kept),) = judged(Sitting([answer(card)]))
    assert key_of(POINTS[0].text) not in kept.points
    assert kept.points[key_of(POINTS[1].text)] == [1.0]


def test_a_red_flag_is_kept_as_a_point_of_its_own_one_value_a_card() -> None:
    cards = (Card({1: Mark.COVERED}, 3, flags=[1]), Card({1: Mark.COVERED}, 4))
    ((_, kept),) = judged(Sitting([Answer(1, POINTS, cards, 0.5, ("Says it is free", "Says it is infinite"))]))
    assert kept.points[key_of_flag("Says it is infinite")] == [1.0, 0.0]
    assert kept.points[key_of_flag("Says it is free")] == [0.0, 0.0]


def test_only_a_bonus_that_was_marked_counts_as_nothing_heard() -> None:
    assert asked_for(POINTS, {2: Mark.COVERED}) == 0


def test_the_rest_leaves_the_answer_itself_out_and_wants_two_others() -> None:
    assert rest_of([0.0, 0.5, 1.0], 0) == 0.75
    assert rest_of([0.0, None, 0.5], 0) is None


def test_each_question_of_the_bank_is_kept_and_the_rest_counts_deleted_ones() -> None:
    full, none = Card(ALL, 5), Card(dict.fromkeys(range(3), Mark.MISSED), 1)
    sitting = Sitting([answer(full), answer(none, question=None), answer(full, question=3), answer(question=4)])
    kept = dict(judged(sitting))
    assert set(kept) == {1, 3}
    assert kept[1].rest == 0.5
    assert kept[3].coverage == 1.0


def test_several_scorecards_make_one_answer() -> None:
    cards = [Card(ALL, 5), Card({0: Mark.COVERED}, 2), Card({}, 3)]
    (_, kept), *_ = judged(Sitting([answer(*cards)]))
    assert kept.coverage == pytest.approx((1 + 3 / 4) / 2)
    assert kept.ratings == [5, 2, 3]
    assert kept.points == {key_of("Core"): [1, 1], key_of("Depth"): [1, 0], key_of("Story"): [1, 0]}


def test_a_page_that_was_left_open_does_not_make_a_question_long() -> None:
    (_, kept), *_ = judged(Sitting([answer(Card(ALL, 5), time=40.0)]))
    assert kept.time == 3.0


@pytest.mark.parametrize(("values", "distance"), [([], None), ([3], None), ([1, 4], 3), ([1, 1, 4], 2)])
def test_how_far_two_are_apart(values, distance) -> None:
    assert apart(values) == distance
