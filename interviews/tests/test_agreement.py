import krippendorff
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from interviews.agreement import Level, alpha, in_words, without_one

# Four observers, twelve units, gaps: the example with missing data of Krippendorff (2011).
OBSERVERS = ["123321412---", "1233224125-3", "-3332342251-", "12332441251-"]
PUBLISHED = list(zip(*([None if digit == "-" else int(digit) for digit in row] for row in OBSERVERS)))


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849), (Level.RATIO, 0.797)],
)
def test_it_gives_what_was_published(level: Level, published: float) -> None:
    assert round(alpha(PUBLISHED, level), 3) == published


def test_it_gives_what_the_docs_work_out() -> None:
    assert round(alpha([(1, 1), (2, 3), (4, 4), (3, 3), (5, 3)]), 3) == 0.688


def test_two_observers_of_ten_yes_or_no_units_as_published() -> None:
    assert (
        round(alpha(list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])), Level.NOMINAL), 3)
        == 0.095
    )


tables = st.integers(min_value=2, max_value=5).flatmap(
    lambda raters: st.lists(
        st.lists(st.none() | st.integers(min_value=1, max_value=5), min_size=raters, max_size=raters),
        min_size=1,
        max_size=12,
    )
)


@given(tables, st.sampled_from(Level))
def test_it_agrees_with_the_reference_package(units, level: Level) -> None:
    ours = alpha(units, level)
    assume(ours is not None)
    by_rater = [[float("nan") if value is None else value for value in row] for row in zip(*units)]
    assert ours == pytest.approx(krippendorff.alpha(by_rater, level_of_measurement=level.value))


@given(tables, st.sampled_from(Level), st.randoms())
def test_the_order_of_raters_and_units_does_not_matter(units, level: Level, chance) -> None:
    mixed = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    assert alpha(mixed, level) == pytest.approx(alpha(units, level))


@given(tables, st.sampled_from(Level))
def test_what_only_one_person_rated_changes_nothing(units, level: Level) -> None:
    assert alpha([*units, [3, None]], level) == alpha(units, level)


@given(st.sets(st.integers(min_value=1, max_value=5), min_size=2), st.sampled_from(Level))
def test_those_who_agree_in_everything_have_one(values, level: Level) -> None:
    assert alpha([[value, value] for value in values], level) == 1


@given(tables)
def test_an_ordinal_scale_knows_only_the_order(units) -> None:
    stretched = [[value and value**3 for value in unit] for unit in units]
    assert alpha(stretched) == pytest.approx(alpha(units))


@pytest.mark.parametrize("units", [[], [[None, None]], [[3, None], [None, 4]], [[3, 3], [3, 3]]])
def test_there_is_no_alpha_where_nothing_can_be_compared(units) -> None:
    assert alpha(units) is None
    assert without_one(units) is None


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([[3, None]], "Nothing was rated by two people"),
        ([[3, 3], [3, 3]], "All ratings of 2 questions are the same"),
        ([[1, 1], [5, 5], [3, 3]], "agree well (alpha 1.00)"),
        ([[1, 1], [2, 3], [4, 4], [3, 3], [5, 3]], "agree fairly well (alpha 0.69)"),
        ([[1, 2], [2, 4], [4, 3], [3, 3], [5, 4]], "more than chance would (alpha 0.47)"),
        ([[1, 5], [5, 1]], "no more than chance"),
        ([[1, 2]], "rests on 1 question rated by two or more, which is little: talk"),
    ],
)
def test_it_is_said_in_words(units, said: str) -> None:
    assert said in in_words(units)


def test_the_words_say_how_much_hangs_on_one_question() -> None:
    assert "without any one of them it could be anywhere from 0.64 to 1.00" in in_words(
        [[1, 1], [2, 2], [4, 4], [3, 3], [5, 3]]
    )


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([[1, 1], [5, 5]], "The ratings agree well (alpha 1.00): they can be relied on."),
        ([[1, 5], [5, 1]], "no more than chance would (alpha -0.97): they tell more of the raters"),
    ],
)
def test_many_questions_carry_a_conclusion(units, said: str) -> None:
    assert said in in_words(units * 15)


def test_a_zero_is_told_without_a_sign() -> None:
    units = [[1, 2], [2, 1], [1, 1], [2, 2], [1, 2], [2, 1]]
    assert "-0.00" not in in_words(units)
    just_below = [[5, 3], [3, 5], [4, 4], [3, 3], [5, 5], [4, 3], [3, 4]]
    assert "-0.00" not in in_words(just_below)
