import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.leaning import MOST_NAMED, Judged, Leaning, Pair, in_words, leaning, mark_gaps
from interviews.scoring import HEARD_OR_NOT

TEXTS = [f"Point {number}" for number in range(6)]
marks = st.dictionaries(st.sampled_from(TEXTS), st.sampled_from([mark.value for mark in HEARD_OR_NOT]))
judged = st.builds(Judged, st.integers(min_value=1, max_value=5), marks)
pairs = st.lists(st.builds(Pair, judged, judged), max_size=6)


def swapped(some: list[Pair]) -> list[Pair]:
    return [Pair(pair.reference, pair.mine) for pair in some]


def pair(mine: int, reference: int, my_marks: str = "", reference_marks: str = "") -> Pair:
    """One letter a key point: m missed, p partly, c covered."""
    names = {"m": "missed", "p": "partly", "c": "covered"}
    both = [
        Judged(rating, {text: names[letter] for text, letter in zip(TEXTS, letters)})
        for rating, letters in ((mine, my_marks), (reference, reference_marks))
    ]
    return Pair(*both)


def test_the_example_of_the_manual() -> None:
    some = [pair(3, 2, "cpm", "cmm"), pair(4, 3, "ccm", "cpp"), pair(5, 5, "ccm", "ccp")]
    found = leaning(some)
    assert found.gap == pytest.approx(2 / 3)
    assert (found.same, found.points) == (5, 9)
    assert (found.stricter_on, found.softer_on) == ([TEXTS[2]], [TEXTS[1]])
    assert in_words(found) == "You rate 0.7 softer than the reference on the whole (3 samples)."


@given(pairs)
def test_whoever_judges_as_the_reference_does_leans_nowhere(some: list[Pair]) -> None:
    found = leaning([Pair(pair.reference, pair.reference) for pair in some])
    assert found.gap in (0, None)
    assert found.same == found.points
    assert not found.stricter_on
    assert not found.softer_on


@given(pairs)
def test_what_is_softer_seen_from_here_is_stricter_seen_from_there(some: list[Pair]) -> None:
    mine, theirs = leaning(some), leaning(swapped(some))
    assert theirs.gap == (mine.gap and -mine.gap)
    assert (theirs.same, theirs.points) == (mine.same, mine.points)
    named = set(mine.softer_on), set(mine.stricter_on)
    if all(len(names) < MOST_NAMED for names in named):
        assert (set(theirs.stricter_on), set(theirs.softer_on)) == named


@given(pairs)
def test_every_number_stays_within_its_bounds(some: list[Pair]) -> None:
    found = leaning(some)
    assert found.samples == len(some)
    assert (found.gap is None) == (not some)
    assert abs(found.gap or 0) <= found.furthest <= 4
    assert 0 <= found.same <= found.points <= len(some) * len(TEXTS)
    assert (found.share is None) == (found.points == 0)
    assert not set(found.stricter_on) & set(found.softer_on)
    assert max(len(found.stricter_on), len(found.softer_on)) <= MOST_NAMED


@given(pairs, st.randoms())
def test_the_order_of_the_samples_does_not_matter(some: list[Pair], chance) -> None:
    mixed = leaning(chance.sample(some, len(some)))
    found = leaning(some)
    assert (mixed.gap, mixed.same, mixed.points) == (pytest.approx(found.gap), found.same, found.points)
    assert mark_gaps(some) == mark_gaps(chance.sample(some, len(some)))


def test_a_point_that_one_of_both_did_not_mark_is_left_out() -> None:
    found = leaning([Pair(Judged(3, {"kept": "covered"}), Judged(3, {"kept": "missed", "new": "covered"}))])
    assert (found.same, found.points, found.softer_on) == (0, 1, ["kept"])


def test_half_a_mark_is_not_worth_naming() -> None:
    assert leaning([pair(3, 3, "p", "m"), pair(3, 3, "m", "m")]).softer_on == []


def test_opposite_differences_of_one_point_cancel_and_the_largest_come_first() -> None:
    found = leaning([pair(3, 3, "cmc", "mcm"), pair(3, 3, "mcp", "cmm")])
    assert found.softer_on == [TEXTS[2]]


@pytest.mark.parametrize(
    ("gap", "furthest", "samples", "said"),
    [
        (None, 0, 0, "You have rated no sample yet."),
        (0.0, 0, 3, "You rate as the reference does on the whole (3 samples)."),
        (-0.04, 2, 25, "Softer and stricter even out on the whole (25 samples): single ratings are up to 2 apart."),
        (-1.0, 1, 1, "You rate 1.0 stricter than the reference on the whole (1 sample)."),
        (0.66, 1, 3, "You rate 0.7 softer than the reference on the whole (3 samples)."),
    ],
)
def test_it_is_said_in_words(gap: float | None, furthest: int, samples: int, said: str) -> None:
    assert in_words(Leaning(gap, samples, 0, 0, furthest=furthest)) == said
