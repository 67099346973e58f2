import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.raters import FEWEST_ANSWERS, FEWEST_SITTINGS, Rated, calibration

CORE = [1, 2, 3, 4, 5]


def rated(shift: int = 0, sittings: int = 6, values=(2, 3, 4, 3)) -> list[Rated]:
    return [Rated(n, value + shift, (value,)) for n in range(sittings) for value in values]


@pytest.mark.parametrize(
    ("shift", "said"),
    [(-1, "Stricter: 0.9 of a step below"), (1, "Milder: 0.9 of a step above"), (0, "Neither stricter nor milder")],
)
def test_severity_is_told_in_words(shift: int, said: str) -> None:
    varied = [*rated(shift), Rated(7, 3 + shift, (3,)), Rated(7, 4, (4,))]
    assert calibration(varied).severity_words.startswith(said)


def test_a_difference_too_small_to_matter_is_not_told() -> None:
    slightly = [*rated(sittings=20), *[Rated(n, 4, (3,)) for n in range(20)]]
    found = calibration(slightly)
    assert found.severity.value == pytest.approx(0.2)
    assert "Neither" in found.severity_words


def test_severity_as_worked_in_the_docs() -> None:
    """Four answers a sitting, of which two, one, two, none and three were rated one lower."""
    lower = [2, 1, 2, 0, 3]
    found = calibration([Rated(n, 3 - (k < count), (3,)) for n, count in enumerate(lower) for k in range(4)]).severity
    assert [round(number, 2) for number in (found.value, found.low, found.high)] == [-0.4, -0.75, -0.05]


def test_the_interval_counts_sittings_and_not_answers() -> None:
    assert calibration(rated(sittings=6)).severity.n == 6


@pytest.mark.parametrize(
    ("mine", "others", "said"),
    [([3, 3, 3, 2], [1, 5, 3, 2], "nearer to the middle"), ([1, 5, 1, 5], [3, 3, 4, 3], "further to the ends")],
)
def test_spread_is_told_in_words(mine, others, said: str) -> None:
    found = calibration([Rated(n, a, (b,)) for n in range(6) for a, b in zip(mine, others)])
    assert said in found.spread_words


def test_agreement_comes_with_its_words() -> None:
    found = calibration(rated(sittings=10))
    assert found.alpha == 1
    assert found.alpha_words.startswith("The ratings agree well")


@pytest.mark.parametrize(
    "few", [[], rated(sittings=FEWEST_SITTINGS - 1, values=[3] * 10), rated(sittings=9, values=[3, 4])]
)
def test_nothing_is_said_of_too_few(few) -> None:
    assert not calibration(few).is_enough


def test_what_nobody_else_rated_does_not_count() -> None:
    assert calibration([Rated(n, 3, ()) for n in range(50)]).answers == 0


def test_time_is_told_of_enough_questions() -> None:
    assert calibration([], [0.8] * (FEWEST_ANSWERS - 1)).time is None
    assert calibration([], [0.8] * FEWEST_ANSWERS).time.value == pytest.approx(0.8)


@given(st.lists(st.tuples(st.sampled_from(CORE), st.sampled_from(CORE)), min_size=4, max_size=8))
def test_two_who_look_at_each_other_see_opposite_severity(values) -> None:
    one = calibration([Rated(n, a, (b,)) for n in range(FEWEST_ANSWERS) for a, b in values])
    other = calibration([Rated(n, b, (a,)) for n in range(FEWEST_ANSWERS) for a, b in values])
    assert one.severity.value == pytest.approx(-other.severity.value)
    assert one.alpha == pytest.approx(other.alpha)
