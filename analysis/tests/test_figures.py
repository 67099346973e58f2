from statistics import correlation, fmean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.figures import Moments, Pairs, correlation_estimate, mean_estimate, ranks, spearman, t_quantile

shares = st.floats(min_value=0, max_value=1)


def moments(values) -> Moments:
    made = Moments()
    for value in values:
        made.add(value)
    return made


def pairs(values) -> Pairs:
    made = Pairs()
    for x, y in values:
        made.add(x, y)
    return made


@pytest.mark.parametrize(
    ("freedom", "published"), [(4, 2.776), (9, 2.262), (19, 2.093), (29, 2.045), (60, 2.000), (120, 1.980)]
)
def test_the_quantile_of_student_is_that_of_the_tables(freedom: int, published: float) -> None:
    assert t_quantile(freedom) == pytest.approx(published, abs=0.001)


def test_a_mean_as_worked_in_the_docs() -> None:
    found = mean_estimate(moments([0.2, 0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.9]), 0.0, 1.0)
    assert [round(number, 2) for number in (found.value, found.low, found.high)] == [0.56, 0.41, 0.71]


@given(st.lists(shares, min_size=2))
def test_sums_say_what_the_numbers_would(values) -> None:
    made = moments(values)
    assert made.mean == pytest.approx(fmean(values))
    assert made.spread == pytest.approx(stdev(values), abs=1e-6)


@given(st.lists(shares, min_size=2))
def test_an_interval_holds_its_mean_and_keeps_to_the_scale(values) -> None:
    found = mean_estimate(moments(values), 0.0, 1.0)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_where_all_are_the_same_it_is_the_rule_of_three() -> None:
    found = mean_estimate(moments([1.0] * 30), 0.0, 1.0)
    assert (found.low, found.high) == (pytest.approx(0.9), 1.0)


@given(st.lists(st.tuples(shares, shares), min_size=4))
def test_the_correlation_is_that_of_the_library(values) -> None:
    xs, ys = zip(*values)
    assume(min(stdev(xs), stdev(ys)) > 0.01)
    found = correlation_estimate(pairs(values))
    assert found.value == pytest.approx(correlation(xs, ys), abs=1e-6)
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_a_correlation_as_worked_in_the_docs() -> None:
    assert pairs([(0.2, 0.3), (0.4, 0.5), (0.6, 0.4), (0.8, 0.8)]).correlation == pytest.approx(0.837, abs=0.001)


def test_fishers_interval_as_worked_in_the_docs() -> None:
    """r = 0.5 from 28 pairs: z = 0.5493 and its error 1 / 5, so from tanh 0.1573 to tanh 0.9413."""
    found = correlation_estimate(Pairs(n=28, xx=28, yy=28, xy=14))
    assert [round(number, 3) for number in (found.value, found.low, found.high)] == [0.5, 0.156, 0.736]


@pytest.mark.parametrize("values", [[(0.5, 0.1), (0.5, 0.9), (0.5, 0.4), (0.5, 0.2)], [(0.1, 0.2), (0.3, 0.4)]])
def test_there_is_no_correlation_without_variance_or_with_too_few(values) -> None:
    assert correlation_estimate(pairs(values)) is None


def test_those_that_are_equal_share_their_places() -> None:
    assert ranks([10, 30, 10, 20]) == [1.5, 4, 1.5, 3]


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3))
def test_a_rank_correlation_knows_only_the_order(values) -> None:
    xs, ys = zip(*values)
    assume(len(set(xs)) > 1 and len(set(ys)) > 1)
    assert spearman([x**3 for x in xs], ys) == pytest.approx(spearman(xs, ys))
    assert spearman([-x for x in xs], ys) == pytest.approx(-spearman(xs, ys))
    assert spearman(xs, xs) == pytest.approx(1)
