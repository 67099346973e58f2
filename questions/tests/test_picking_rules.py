"""What a rule means, told without asking the rule itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.picking import Entry, Rule, Shortage, draw

TOPICS, LEVELS, TAGS = ("Storage", "Compute"), ("fresher", "senior"), ("s3", "ec2")
POOL = [
    Entry(f"{topic}-{level}-{tag}-{number}", topic, level, frozenset([tag]))
    for topic in TOPICS
    for level in LEVELS
    for tag in TAGS
    for number in range(2)
]


@given(st.sampled_from(["", *TOPICS]), st.sampled_from(["", *LEVELS]), st.sampled_from(["", *TAGS]), st.integers(0, 99))
def test_a_rule_draws_of_its_topic_level_and_tag_alone(topic: str, level: str, tag: str, seed: int) -> None:
    drawn = draw([Rule(2, topic, level, tag)], POOL, seed)
    assert len(drawn.refs) == 2
    for ref in drawn.refs:
        its_topic, its_level, its_tag, _ = ref.split("-")
        assert topic in ("", its_topic)
        assert level in ("", its_level)
        assert tag in ("", its_tag)


def test_questions_come_in_the_order_of_the_rules() -> None:
    rules = [Rule(2, level="senior"), Rule(1, topic="Compute", level="fresher"), Rule(1, level="senior")]
    drawn = draw(rules, POOL, 7).refs
    assert [ref.split("-")[1] for ref in drawn] == ["senior", "senior", "fresher", "senior"]


def test_no_rule_or_no_pool_draws_nothing() -> None:
    assert draw([], POOL, 1).refs == draw([Rule(1)], [], 1).refs == ()
    assert draw([], POOL, 1).shortages == ()


def test_what_is_had_already_can_make_a_rule_fall_short() -> None:
    pool = [Entry("a", "Storage", "senior"), Entry("b", "Storage", "senior")]
    rule = Rule(2, "Storage")
    drawn = draw([rule], pool, 0, already=["a"])
    assert drawn.refs == ("b",)
    assert drawn.shortages == (Shortage(rule, 1),)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Rule(1), "1 question"),
        (Rule(2), "2 questions"),
        (Rule(1, "Storage"), "1 Storage question"),
        (Rule(2, level="senior", tag="s3"), "2 senior questions tagged s3"),
    ],
)
def test_a_rule_reads_as_plain_words(rule: Rule, name: str) -> None:
    assert str(rule) == name
    assert name in str(draw([rule], [], 0).shortages[0])
