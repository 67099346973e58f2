from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.queue import Known, Strength, Unseen, is_turn_of_new, pick, strengths

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOPICS = ["Compute", "Databases", "Storage"]
DAY = timedelta(days=1)

names = st.sampled_from(TOPICS)
numbers = st.integers(1, 1000)
recalls = st.floats(0, 1)
knowns = st.builds(
    Known,
    numbers,
    names,
    st.just("senior"),
    recalls,
    st.integers(-40, 0).map(lambda days: MORNING + days * DAY),
    st.integers(0, 5),
)
unseens = st.builds(Unseen, numbers, names, st.just("senior"))
known_lists = st.lists(knowns, max_size=8, unique_by=lambda item: item.question)
unseen_lists = st.lists(unseens, max_size=8, unique_by=lambda item: item.question)
strong = st.permutations([Strength(name, 10, 5, 2.0) for name in TOPICS])
last_topics = st.sampled_from(["", *TOPICS])


def known(question: int, topic: str = "Compute", recall: float = 0.8, waits: int = 1, missed: int = 0) -> Known:
    return Known(question, topic, "senior", recall, MORNING - waits * DAY, missed)


def strength(name: str, recalled: float = 1.0, seen: int = 2) -> Strength:
    return Strength(name, 4, seen, recalled)


@given(known_lists, unseen_lists, strong, last_topics, known_lists)
def test_there_is_nothing_to_ask_only_if_there_is_nothing(
    due: list[Known], unseen: list[Unseen], topics: list[Strength], last: str, ahead: list[Known]
) -> None:
    picked = pick(due, unseen, topics, last, ahead)
    assert (picked is None) == (not due and not unseen and not ahead)
    if picked:
        assert picked.question in {item.question for item in due or unseen or ahead}, (
            "due, then new, then ahead of time"
        )
        assert picked.why.endswith(".")


@given(known_lists, unseen_lists, strong, last_topics, known_lists, st.randoms())
def test_the_order_in_which_questions_are_handed_over_does_not_matter(
    due: list[Known], unseen: list[Unseen], topics: list[Strength], last: str, ahead: list[Known], rng
) -> None:
    mixed = [rng.sample(items, len(items)) for items in (due, unseen, ahead)]
    assert pick(mixed[0], mixed[1], topics, last, mixed[2]) == pick(due, unseen, topics, last, ahead)


@given(known_lists.filter(bool), strong, last_topics)
def test_nothing_due_waits_longer_than_what_is_asked_unless_it_is_a_sibling(
    due: list[Known], topics: list[Strength], last: str
) -> None:
    asked = next(item for item in due if item.question == pick(due, [], topics, last).question)
    assert all(item.due >= asked.due or item.topic == last for item in due)
    assert asked.topic != last or {item.topic for item in due} == {last}


@given(unseen_lists.filter(bool), strong, last_topics)
def test_a_new_question_is_of_the_weakest_topic_that_has_one_unless_it_is_a_sibling(
    unseen: list[Unseen], topics: list[Strength], last: str
) -> None:
    picked = pick([], unseen, topics, last)
    asked = next(item for item in unseen if item.question == picked.question)
    order = [item.name for item in topics]
    assert all(order.index(item.topic) >= order.index(asked.topic) or item.topic == last for item in unseen)
    assert asked.topic != last or {item.topic for item in unseen} == {last}
    assert asked.topic in picked.why


@pytest.mark.parametrize(
    ("due", "last", "asked"),
    [
        pytest.param([known(1, waits=2), known(2, waits=9)], "", 2, id="the longest wait"),
        pytest.param([known(1, recall=0.2), known(2, waits=2, recall=0.9)], "", 2, id="however well it is known"),
        pytest.param([known(1, recall=0.7), known(2, recall=0.6)], "", 2, id="of two waits, the more likely forgotten"),
        pytest.param([known(2), known(1)], "", 1, id="of two alike, always the same"),
        pytest.param([known(1, missed=4), known(2, waits=2)], "", 2, id="what is often missed waits its turn, too"),
        pytest.param([known(1, waits=9), known(2, "Storage")], "Compute", 2, id="siblings are spread"),
        pytest.param([known(1, waits=9), known(2)], "Compute", 1, id="siblings alone follow each other"),
    ],
)
def test_of_what_is_due(due: list[Known], last: str, asked: int) -> None:
    assert pick(due, [Unseen(9, "Compute", "senior")], [], last).question == asked


@pytest.mark.parametrize(
    ("last", "asked"),
    [("", 1), ("Storage", 1), ("Compute", 3)],
)
def test_of_what_is_new(last: str, asked: int) -> None:
    unseen = [Unseen(2, "Compute", ""), Unseen(1, "Compute", ""), Unseen(3, "Storage", "")]
    assert pick([], unseen, [strength("Compute"), strength("Storage", 2.0)], last).question == asked


@pytest.mark.parametrize(
    ("ahead", "last", "asked"),
    [
        ([known(1, recall=0.9), known(2, recall=0.7)], "", 2),
        ([known(1, recall=0.9, waits=-3), known(2, recall=0.9, waits=-2)], "", 2),
        ([known(1, recall=0.9, topic="Storage"), known(2, recall=0.7)], "Compute", 1),
    ],
)
def test_ahead_of_its_time_comes_what_is_most_likely_forgotten(ahead: list[Known], last: str, asked: int) -> None:
    assert pick([], [], [], last, ahead).question == asked


@pytest.mark.parametrize(
    ("due", "unseen", "ahead", "why"),
    [
        ([known(1, recall=0.83)], [], [], "It is due. You would recall it with a chance of about 83% now."),
        (
            [known(1, recall=0.3, missed=3)],
            [],
            [],
            "It is due. A key point of it was missed 3 times in a row. "
            "You would recall it with a chance of about 30% now.",
        ),
        ([], [Unseen(1, "Storage", "")], [], "New to you, from your weakest topic with questions left: Storage."),
        (
            [],
            [],
            [known(1, recall=0.97, missed=1)],
            "Nothing is due today, and of all others you are likeliest to have lost it. "
            "You would recall it with a chance of about 97% now.",
        ),
    ],
)
def test_it_says_why(due: list[Known], unseen: list[Unseen], ahead: list[Known], why: str) -> None:
    assert pick(due, unseen, [], "", ahead).why == why


def test_what_is_due_later_today_is_not_called_nothing_and_comes_before_what_is_not_due() -> None:
    picked = pick([], [], [], "", [known(1, recall=0.5)], [known(2, recall=0.99, waits=-1)])
    assert picked.question == 2
    assert picked.why.startswith("It is due later today, and nothing else waits now.")


def _day(due: int, share: int, answers: int) -> str:
    """Which kind of question comes first, second ... while `due` never gets fewer."""
    asked = ""
    for done in range(answers):
        new = asked.count("n")
        asked += "n" if is_turn_of_new(due, share - new, done, new) else "d" if due else "-"
    return asked


@pytest.mark.parametrize(
    ("due", "share", "asked"),
    [
        pytest.param(30, 5, "ndnndnnddd", id="two of three are new until the day's share is asked"),
        pytest.param(30, 1, "nddddddddd", id="a small share comes at once"),
        pytest.param(30, 0, "dddddddddd", id="none wanted, or none left"),
        pytest.param(0, 5, "nnnnn-----", id="with nothing due, all of them"),
    ],
)
def test_new_questions_and_due_ones_take_turns(due: int, share: int, asked: str) -> None:
    assert _day(due, share, 10) == asked


@given(st.integers(1, 50), st.integers(0, 60), st.integers(1, 60))
def test_neither_kind_ever_waits_for_the_other(due: int, share: int, answers: int) -> None:
    new = _day(due, share, answers).count("n")
    assert new <= min(share, 1 + 2 * answers // 3)
    assert new >= min(share, answers // 2)


@given(known_lists, st.dictionaries(names, st.integers(0, 20)))
def test_readiness_is_a_share_and_what_was_never_seen_counts_as_nothing(
    items: list[Known], totals: dict[str, int]
) -> None:
    found = strengths(items, totals, lambda item: item.topic)
    assert {each.name for each in found} == set(totals) | {item.topic for item in items}
    assert [each.ready for each in found] == sorted(each.ready for each in found)
    for each in found:
        own = [item.recall for item in items if item.topic == each.name]
        assert 0 <= each.ready <= 1
        assert each.seen == len(own) <= each.questions
        assert each.is_new == (not own)
        assert each.ready * each.questions == pytest.approx(sum(own))


@given(known_lists, st.randoms())
def test_strengths_do_not_depend_on_the_order(items: list[Known], rng) -> None:
    totals = dict.fromkeys(TOPICS, 9)
    first = strengths(items, totals, lambda item: item.topic)
    again = strengths(rng.sample(items, len(items)), totals, lambda item: item.topic)
    assert [(each.name, each.seen) for each in again] == [(each.name, each.seen) for each in first]
    assert [each.recalled for each in again] == pytest.approx([each.recalled for each in first])


@pytest.mark.parametrize(
    ("items", "total", "ready"),
    [
        ([], 4, 0.0),
        ([known(1, recall=0.8)], 4, 0.2),
        ([known(1, recall=1.0), known(2, recall=0.5)], 2, 0.75),
        ([], 0, 0.0),
        # One that has since been retired is known still; the share stays one.
        ([known(1, recall=0.8), known(2, recall=0.6)], 1, 0.7),
    ],
)
def test_how_ready_somebody_is(items: list[Known], total: int, ready: float) -> None:
    (found,) = strengths(items, {"Compute": total}, lambda item: item.topic)
    assert found.ready == pytest.approx(ready)


def test_one_more_answer_recalled_never_makes_less_ready() -> None:
    before = strengths([known(1)], {"Compute": 3}, lambda item: item.topic)
    after = strengths([known(1), known(2, recall=0.1)], {"Compute": 3}, lambda item: item.topic)
    assert after[0].ready > before[0].ready
