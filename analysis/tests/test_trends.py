from datetime import date

import pytest

from analysis.sittings import Answer, Card, Sitting
from analysis.trends import in_words, step
from questions.rubric import Kind, Point

POINTS = tuple(Point(f"Point {n}", Kind.GOOD, 1) for n in range(10))


def sitting(heard: list[int], rating: int | None = None) -> Sitting:
    cards = [Card({n: "covered" if n < count else "missed" for n in range(10)}, rating) for count in heard]
    return Sitting([Answer(1, POINTS, [card], None) for card in cards])


def steps(*sittings: list[int]):
    return [step("Mock", date(2026, 1, 1), sitting(heard)) for heard in sittings]


def test_a_sitting_has_means_and_says_over_how_much() -> None:
    found = step("Mock", date(2026, 1, 1), sitting([4, 6], rating=3))
    assert found.coverage.value == pytest.approx(0.5)
    assert (found.rating, found.rated) == (3, 2)


def test_one_question_alone_has_no_interval() -> None:
    assert step("Mock", date(2026, 1, 1), sitting([4])).coverage is None


@pytest.mark.parametrize(
    ("sittings", "said"),
    [
        ([[1, 2], [8, 9]], "Nothing is said of a direction before 3 sittings"),
        ([[1, 2, 1], [4, 5, 4], [8, 9, 8]], "from 13% to 83% over 3 sittings: more than"),
        ([[8, 9, 8], [4, 5, 4], [1, 2, 1]], "a fall beyond"),
        ([[1, 9, 5], [2, 8, 6], [4, 9, 7]], "such a step may be chance"),
    ],
)
def test_a_direction_is_told_where_there_is_one(sittings, said: str) -> None:
    assert said in in_words(steps(*sittings))
