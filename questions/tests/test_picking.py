from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from questions.picking import Entry, Rule, draw

TOPICS, LEVELS, TAGS = ["", "Storage", "Compute"], ["", "fresher", "senior"], ["", "s3", "ec2"]

rules = st.lists(
    st.builds(Rule, st.integers(1, 4), st.sampled_from(TOPICS), st.sampled_from(LEVELS), st.sampled_from(TAGS)),
    max_size=3,
)


@st.composite
def pools(draw_, most: int = 8) -> list[Entry]:
    kinds = st.tuples(
        st.sampled_from(TOPICS[1:]), st.sampled_from(LEVELS[1:]), st.frozensets(st.sampled_from(TAGS[1:]))
    )
    return [Entry(f"q-{n}", *kind) for n, kind in enumerate(draw_(st.lists(kinds, max_size=most)))]


@given(rules, pools(), st.integers(0, 2**31), st.data())
def test_nothing_is_drawn_twice_or_again(wanted, pool, seed, data) -> None:
    already = data.draw(st.lists(st.sampled_from([e.ref for e in pool]), unique=True)) if pool else []
    drawn = draw(wanted, pool, seed, already)
    assert len(set(drawn.refs)) == len(drawn.refs)
    assert not set(drawn.refs) & set(already)
    by_ref = {entry.ref: entry for entry in pool}
    assert all(any(rule.fits(by_ref[ref]) for rule in wanted) for ref in drawn.refs)


@given(rules, pools(), st.integers(0, 2**31), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order_of_the_pool(wanted, pool, seed, random) -> None:
    shuffled = pool[:]
    random.shuffle(shuffled)
    assert draw(wanted, pool, seed) == draw(wanted, shuffled, seed)


def most_that_can_be_filled(wanted: list[Rule], pool: list[Entry]) -> int:
    """By trying every order of the places: slow, and sure."""
    places = [rule for rule in wanted for _ in range(rule.count)]
    best = 0
    for order in permutations(range(len(pool)), min(len(pool), 5)):
        free, filled = list(places), 0
        for index in order:
            taken = next((rule for rule in free if rule.fits(pool[index])), None)
            if taken:
                free.remove(taken)
                filled += 1
        best = max(best, filled)
    return best


@given(
    st.lists(st.builds(Rule, st.integers(1, 2), st.sampled_from(TOPICS), st.sampled_from(LEVELS)), max_size=3), pools(5)
)
def test_the_rules_are_filled_together_as_far_as_can_be(wanted, pool) -> None:
    drawn = draw(wanted, pool, 0)
    assert len(drawn.refs) >= most_that_can_be_filled(wanted, pool)
    missing = sum(shortage.rule.count - shortage.available for shortage in drawn.shortages)
    assert len(drawn.refs) + missing == sum(rule.count for rule in wanted)


def test_a_rule_without_a_choice_is_given_what_another_one_could_do_without() -> None:
    pool = [Entry("only-senior", "Storage", "senior"), Entry("fresher", "Storage", "fresher")]
    for seed in range(10):
        drawn = draw([Rule(1, topic="Storage"), Rule(1, level="senior")], pool, seed)
        assert set(drawn.refs) == {"only-senior", "fresher"}


def test_a_shortage_names_the_rule_and_what_there_is() -> None:
    pool = [Entry("a", "Storage", "senior")]
    (shortage,) = draw([Rule(3, "Storage", "senior", "s3")], pool, 0).shortages
    assert str(shortage) == (
        "The rule “3 senior Storage questions tagged s3” asks for 3, but only 0 can be had beside the others."
    )


def test_every_question_can_come_up() -> None:
    pool = [Entry(f"q-{n}", "Storage", "fresher") for n in range(6)]
    assert {ref for seed in range(60) for ref in draw([Rule(2)], pool, seed).refs} == {entry.ref for entry in pool}
