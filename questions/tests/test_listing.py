"""A list of the bank without a search is the queryset that it stands for, whatever narrows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.library import store
from questions.listing import Line, Listed
from questions.models import Question
from questions.rubric import Level, Status
from questions.tests.making import draft

pytestmark = pytest.mark.django_db

TOPICS, TAGS = ("Storage", "Cost", "O'Neill %s"), ("S3", "EC2")


@pytest.fixture(scope="module")
def bank(kept: None) -> None:
    store(
        draft(
            f"q-{number:02}",
            topic=TOPICS[number % 3],
            tags=TAGS[: number % 3],
            level=list(Level)[number % 2],
            status=list(Status)[number // 2 % 2],
        )
        for number in range(12)
    )


@given(
    st.sampled_from(Status),
    st.fixed_dictionaries(
        {},
        optional={
            "topic": st.sampled_from([*TOPICS, "None"]),
            "tag": st.sampled_from(TAGS),
            "level": st.just("fresher"),
        },
    ),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_a_part_of_it_is_that_part_of_the_questions(
    bank: None, status: str, filters: dict[str, str], start: int, length: int
) -> None:
    found, questions = Listed(status, **filters), Question.objects.filter(status=status).matching(**filters)
    assert len(found) == questions.count()
    expected = questions[start : start + length]
    assert found[start : start + length] == [tuple(getattr(q, name) for name in Line._fields) for q in expected]
    assert [line.short_title for line in found[start : start + length]] == [q.short_title for q in expected]
