import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.library import NotReady, publish, remember, retire, store
from questions.models import KeyPoint, Question, Revision
from questions.rubric import Status
from questions.tests.making import draft, question, questions

pytestmark = pytest.mark.django_db


def test_storing_creates_then_updates_then_leaves_alone() -> None:
    assert str(store([draft("one"), draft("two")])) == "2 created, 0 updated, 0 unchanged"
    assert str(store([draft("one"), draft("two", minutes=9)])) == "0 created, 1 updated, 1 unchanged"
    assert str(store([draft("one"), draft("two", minutes=9)])) == "0 created, 0 updated, 2 unchanged"


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "Another?"},
        {"model_answer": "Another."},
        {"points": draft().points[:2]},
        {"points": draft().points[::-1]},
        {"tags": ("Amazon S3", "AWS IAM")},
        {"follow_ups": ()},
        {"last_checked": None},
        {"status": Status.DRAFT},
    ],
)
def test_every_difference_counts_as_one(changes: dict) -> None:
    store([draft("one")])
    assert store([draft("one", **changes)]).updated == ["one"]


def test_what_is_stored_is_what_was_said() -> None:
    stored = question("one")
    assert "<em>one</em>" in stored.prompt_html
    assert [point.text for point in stored.key_points.all()] == [point.text for point in draft("one").points]
    assert [tag.name for tag in stored.tags.all()] == ["Amazon S3"]


def test_an_update_replaces_key_points_and_leaves_no_strays() -> None:
    question("one")
    question("one", points=draft("one").points[:1])
    assert KeyPoint.objects.count() == 1


def test_a_document_that_leaves_the_status_open_keeps_what_the_bank_has() -> None:
    question("one", status=Status.RETIRED)
    store([draft("one", status=None, minutes=9)])
    assert Question.objects.get(ref="one").status == Status.RETIRED
    store([draft("two", status=None)])
    assert Question.objects.get(ref="two").status == Status.DRAFT


def test_remembering_many_costs_as_many_queries_as_remembering_one_and_repeats_nothing() -> None:
    ids = [question.pk for question in questions(30)]
    remember(ids)
    assert Revision.objects.count() == 30
    Question.objects.update(minutes=9)
    counts = []
    for some in (ids[:1], ids[1:]):
        with CaptureQueriesContext(connection) as captured:
            remember(some)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Revision.objects.filter(document__contains="minutes: 9").count() == 30


def test_all_are_stored_or_none() -> None:
    with pytest.raises(ValueError, match="200,000"):
        store([draft("one"), draft("two", model_answer="x" * 200_001)])
    assert Question.objects.count() == 0


def test_only_a_whole_question_is_published() -> None:
    bare = question("one", status=Status.DRAFT, model_answer="", points=())
    with pytest.raises(NotReady) as refusal:
        publish(bare)
    assert refusal.value.reasons == ["The model answer is empty.", "It has no key points."]
    assert Question.objects.get(ref="one").status == Status.DRAFT
    whole = question("two", status=Status.DRAFT)
    publish(whole)
    assert Question.objects.published().get() == whole


def test_a_retired_question_is_kept_and_not_drawn() -> None:
    retire(question("one"))
    assert Question.objects.count() == 1
    assert not Question.objects.published().exists()


def test_the_prompt_in_a_list_is_plain_text() -> None:
    stored = question("one", prompt="Is `a < b` & *so on*?")
    assert stored.prompt_text == "Is a < b & so on?"
