from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.items import FEWEST, FEWEST_FOR_CORRELATION, Sums, item_of, points_of, reasons_of
from analysis.sittings import Judged, key_of

TODAY, LATELY = date(2026, 3, 2), date(2026, 1, 1)
share = st.floats(min_value=0, max_value=1)
answers = st.builds(
    Judged,
    coverage=share | st.none(),
    rest=share | st.none(),
    ratings=st.lists(st.integers(1, 5), max_size=3),
    time=st.floats(min_value=0, max_value=3) | st.none(),
    points=st.dictionaries(st.sampled_from("ab"), st.lists(st.sampled_from([0, 0.5, 1]), min_size=1, max_size=3)),
)


def sums(*given_answers: Judged) -> Sums:
    made = Sums()
    for one in given_answers:
        made.add(one)
    return made


def told(*given_answers: Judged, texts=("Core",), checked: date | None = LATELY) -> list[str]:
    kept = sums(*given_answers)
    found = reasons_of(item_of(kept), points_of(kept, texts), checked, TODAY)
    return [reason.words for reason in found]


@given(st.lists(answers, max_size=5))
def test_sums_come_back_from_json_as_they_were(given_answers) -> None:
    made = sums(*given_answers)
    assert Sums.from_json(made.as_json()) == made


@given(st.lists(answers, max_size=FEWEST - 1))
def test_nothing_is_claimed_of_too_few(given_answers) -> None:
    kept = sums(*given_answers)
    item = item_of(kept)
    assert (item.facility, item.discrimination, item.rating, item.apart, item.time) == (None,) * 5
    assert reasons_of(item, points_of(kept, ["Core"]), LATELY, TODAY) == []


def test_nothing_is_claimed_of_discrimination_before_there_are_more() -> None:
    varied = [Judged(x / 20, x / 20) for x in range(FEWEST_FOR_CORRELATION)]
    assert item_of(sums(*varied[1:])).discrimination is None
    assert item_of(sums(*varied)).discrimination is not None


def test_facility_and_discrimination_as_worked_in_the_docs() -> None:
    item = item_of(sums(*[Judged(x / 20, x / 20) for x in range(20)]))
    assert item.facility.value == pytest.approx(0.475)
    assert item.discrimination.value == pytest.approx(1)


def test_a_question_at_which_the_strong_fail_comes_first() -> None:
    words = told(*[Judged(x / 20, 1 - x / 20) for x in range(20)], checked=None)
    assert words[0].startswith("Those who do well elsewhere do worse here")
    assert words[-1] == "Nobody says when it was last checked."


def test_a_question_that_tells_nobody_apart() -> None:
    flat = [Judged(0.5 + x, 0.5 + y) for x in (-0.1, 0.1) for y in (-0.1, 0.1)]
    assert told(*flat * 50) == ["It hardly tells the strong from the weak."]
    assert told(*flat * 10) == []


@pytest.mark.parametrize(("coverage", "said"), [(1.0, "too easy"), (0.0, "too hard"), (0.5, "")])
def test_too_easy_and_too_hard(coverage: float, said: str) -> None:
    words = " ".join(told(*[Judged(coverage, None)] * 40))
    assert said in words if said else words == ""


def test_raters_who_part_over_a_point_ask_for_another_rubric() -> None:
    parted = Judged(0.5, None, ratings=[3, 3], points={key_of("Core"): [0, 1], key_of("Depth"): [1, 1]})
    words = told(*[parted] * 25, texts=("Core", "Depth"))
    assert words[0] == "Mend this rubric: raters part over “Core”."
    assert words[1] == "Nearly everybody says “Depth”."


def test_raters_who_hear_the_same_and_rate_otherwise() -> None:
    assert told(*[Judged(0.5, None, ratings=[1, 5])] * 10) == [
        "Two raters are 4.0 apart on average, though they hear the same points."
    ]


@pytest.mark.parametrize(("value", "said"), [(0, "Hardly anybody says “Core”"), (1, "Nearly everybody says “Core”")])
def test_points_that_nobody_or_everybody_gets(value: float, said: str) -> None:
    one = Judged(0.5, None, points={key_of("Core"): [value]})
    assert told(*[one] * 15) == []
    assert told(*[one] * 25)[0].startswith(said)


def test_what_was_said_of_another_wording_is_not_said_of_this_one() -> None:
    assert told(*[Judged(0.5, None, points={key_of("Core"): [0]})] * 25, texts=("The core",)) == []


@pytest.mark.parametrize(("time", "said"), [(1.4, "140% of its minutes: give it more"), (0.2, "20% of its minutes")])
def test_time_that_does_not_fit(time: float, said: str) -> None:
    varied = [Judged(0.5, None, time=time + x) for x in (-0.01, 0.01)]
    assert said in told(*varied * 10)[0]


@pytest.mark.parametrize(
    ("checked", "said"), [(date(2025, 3, 1), ["It was last checked on 1 March 2025."]), (LATELY, [])]
)
def test_what_was_checked_long_ago(checked: date, said: list[str]) -> None:
    assert told(checked=checked) == said
