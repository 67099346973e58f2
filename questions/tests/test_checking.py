"""What is told of a question that is not ready to be asked."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.checking import health_of, lacks_of
from questions.documents.front_matter import to_markdown
from questions.rubric import Draft, Kind, Level, Point, Status
from questions.tests.making import draft, question

TODAY = date(2026, 3, 1)


def whole(ref: str = "one", **changes: object) -> Draft:
    """A question that lacks nothing."""
    points = [Point(f"Point {n}", Kind.ESSENTIAL if n < 3 else Kind.GOOD, 1) for n in range(6)]
    words = " ".join(["word"] * 300)
    good = draft(
        ref,
        prompt=f"Why is {ref} cold?",
        minutes=5,
        model_answer=f"It is so. {words}",
        points=tuple(points),
        red_flags=("a", "b"),
        follow_ups=("a", "b"),
        last_checked=TODAY,
    )
    return replace(good, **changes)


def fields(changed: Draft) -> list[str]:
    return [lack.field for lack in lacks_of(changed, TODAY)]


def test_a_whole_question_lacks_nothing() -> None:
    assert fields(whole()) == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("model_answer", {"model_answer": "Too short."}),
        ("model_answer", {"model_answer": "word " * 701}),
        ("model_answer", {"model_answer": "### Heading\n\n" + "word " * 300}),
        ("model_answer", {"model_answer": "word " * 300 + "\n\n| a | b |\ntext\n| --- | --- |\n| 1 | 2 |"}),
        ("model_answer", {"model_answer": "word " * 300 + "\n\n```python\npass\n"}),
        ("red_flags", {"red_flags": ("a",)}),
        ("follow_ups", {"follow_ups": ()}),
        ("references", {"references": ()}),
        ("references", {"references": ("http://example.org/a",)}),
        ("last_checked", {"last_checked": None}),
        ("last_checked", {"last_checked": TODAY - timedelta(days=366)}),
        ("last_checked", {"last_checked": TODAY + timedelta(days=1)}),
    ],
)
def test_each_lack_is_told_at_its_field(field: str, changes: dict) -> None:
    assert fields(whole(**changes)) == [field]


def test_too_few_essential_and_repeated_points_are_told() -> None:
    same = tuple(Point("The same", Kind.GOOD, 1) for _ in range(6))
    assert fields(whole(points=same)) == ["key_points", "key_points"]


def test_a_short_question_may_be_brief() -> None:
    few = whole().points[:4]
    assert fields(whole(minutes=3, points=few, model_answer="It is so. " + "word " * 120)) == []


def test_prompts_that_nearly_repeat_each_other_are_told_once() -> None:
    one = whole("one", prompt="What is a glacier and how does it move downhill?")
    two = whole("two", prompt="How does a glacier move downhill, and what is it?")
    assert [(lack.ref, lack.field) for lack in health_of([one, two], TODAY).lacks] == [("one", "prompt")]


def test_what_is_not_published_is_counted_and_left_alone() -> None:
    bank = [
        whole("one"),
        whole("two", status=Status.DRAFT, model_answer="Unfinished."),
        whole("xyz", level=Level.SENIOR),
    ]
    health = health_of(bank, TODAY)
    assert (health.published, health.lacks) == (2, [])
    assert health.statuses == {Status.PUBLISHED: 2, Status.DRAFT: 1}


def run(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_bank", *arguments, today=TODAY, stdout=out, stderr=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_the_command_fails_where_a_document_lacks_something(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(to_markdown(whole("one")))
    assert run(str(tmp_path))[1] == 0
    (tmp_path / "two.md").write_text(to_markdown(whole("two", references=())))
    said, status = run(str(tmp_path))
    assert (status, "two: It names no reference." in said) == (1, True)


@pytest.mark.django_db
def test_the_command_looks_over_the_bank_where_no_path_is_given() -> None:
    question("bare", last_checked=None)
    assert "bare: Nobody says when it was last checked." in run()[0]
