"""A marked mock interview counts as practice: each answer once, when it was given, never before one that came later."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews import answering, flow, marking
from interviews.autosave import Typed
from interviews.models import AskedQuestion, Interview
from interviews.tests.making import NOW, cast, person
from practice.accounts import leave
from practice.counting import count_mocks
from practice.models import Attempt, Card, Tally
from practice.practising import undo
from practice.schedule import Grade, Model
from practice.tests.making import graded, mock
from practice.today import Today
from questions.models import Question
from questions.tests.making import questions

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def held(user: User, made: list[Question], at=NOW, marks: str = "covered", points: int = 3) -> Interview:
    """A mock interview over some questions, three minutes each, all marked alike and submitted."""
    interview = mock(user, *made, at=at)
    seat = interview.seats.get()
    for position in range(1, len(made) + 1):
        now = at + position * 3 * MINUTE
        asked = interview.asked.get(position=position)
        answering.save_answer(
            asked.interview, asked.position, Typed(f"Said at {position}", 0, "w", 1), False, now - MINUTE
        )
        if position < len(made):
            flow.open_question(interview, seat, now, position + 1)
    flow.end(interview, seat, now)
    for asked in interview.asked.all():
        for point in range(points):
            marking.mark(seat, asked, point, marks)
        marking.rate(seat, asked, 3)
    marking.submit(seat, now + 5 * MINUTE)
    return interview


def test_what_was_not_observed_is_no_review() -> None:
    user = person("pat")
    interview = held(user, questions(2))
    seat = interview.seats.get()
    marking.reopen(seat, NOW, "One was no answer")
    marking.not_observed(seat, interview.asked.get(position=1))
    marking.submit(seat, NOW)
    (counted,) = count_mocks(user)
    assert [review.asked.position for review in counted.reviews] == [2]


def test_each_marked_answer_is_a_review_at_the_moment_it_was_given() -> None:
    user = person("pat")
    held(user, questions(2))
    (counted,) = count_mocks(user)
    assert (len(counted.reviews), counted.passed_over) == (2, [])
    first, second = Attempt.objects.order_by("graded_at")
    assert (first.graded_at, second.graded_at) == (NOW + 3 * MINUTE, NOW + 6 * MINUTE)
    assert (first.grade, first.coverage, first.answer, first.is_first) == (Grade.EASY, 1.0, "Said at 1", True)
    assert first.seconds == 180
    card = Card.objects.get(question=first.question)
    assert card.memory == Model().after(None, Grade.EASY, NOW + 3 * MINUTE)


@pytest.mark.parametrize(
    ("marks", "points", "grade"),
    [
        ("covered", 3, Grade.EASY),
        ("covered", 1, Grade.GOOD),  # three of four by weight
        ("partly", 3, Grade.HARD),
        ("missed", 3, Grade.AGAIN),
    ],
)
def test_the_grade_is_what_the_marks_propose(marks: str, points: int, grade: Grade) -> None:
    user = person("pat")
    held(user, questions(1), marks=marks, points=points)
    count_mocks(user)
    assert Attempt.objects.get().grade == grade


def test_it_is_counted_once() -> None:
    user = person("pat")
    held(user, questions(2))
    count_mocks(user)
    cards = list(Card.objects.order_by("pk").values())
    assert count_mocks(user) == []
    assert Attempt.objects.count() == 2
    assert list(Card.objects.order_by("pk").values()) == cards


def test_what_is_not_marked_or_not_submitted_is_not_counted() -> None:
    user = person("pat")
    made = questions(2)
    held(user, made, points=0)
    running = mock(user, *made, at=NOW + DAY)
    flow.end(running, running.seats.get(), NOW + DAY + MINUTE)
    marking.mark(running.seats.get(), running.asked.get(position=1), 0, "covered")
    assert count_mocks(user) == []
    assert not Attempt.objects.exists()


def test_a_point_that_was_not_marked_is_neither_heard_nor_missed() -> None:
    user = person("pat")
    held(user, questions(1), marks="missed", points=1)
    count_mocks(user)
    assert list(Card.objects.get().missed) == ["Names the seventh key of the glacier in q-001"]


def test_it_follows_on_an_earlier_review() -> None:
    user, made = person("pat"), questions(1)
    graded(user, made[0], NOW - 9 * DAY)
    before = Card.objects.get().memory
    held(user, made)
    count_mocks(user)
    assert Card.objects.get().memory == Model().after(before, Grade.EASY, NOW + 3 * MINUTE)
    assert Attempt.objects.order_by("graded_at").last().is_first is False
    undo(user)
    assert Card.objects.get().memory == before


def test_it_is_never_put_before_a_later_review() -> None:
    user, made = person("pat"), questions(2)
    held(user, made)
    graded(user, made[0], NOW + DAY)
    memory = Card.objects.get().memory
    (counted,) = count_mocks(user)
    assert [item.ref for item in counted.passed_over] == ["q-001"]
    assert [review.asked.ref for review in counted.reviews] == ["q-002"]
    assert Card.objects.get(question=made[0]).memory == memory
    assert count_mocks(user) == []


def test_two_sittings_are_counted_in_the_order_of_answering() -> None:
    user, made = person("pat"), questions(1)
    held(user, made, at=NOW + DAY, marks="missed")
    held(user, made, at=NOW)
    assert len(count_mocks(user)) == 2
    first, second = Attempt.objects.order_by("graded_at")
    assert (first.grade, second.grade, first.is_first, second.is_first) == (Grade.EASY, Grade.AGAIN, True, False)
    memory = Model().after(Model().after(None, Grade.EASY, first.graded_at), Grade.AGAIN, second.graded_at)
    assert Card.objects.get().memory == memory


def test_a_question_that_left_the_bank_is_passed_by() -> None:
    user = person("pat")
    held(user, questions(1))
    Question.objects.all().delete()
    assert count_mocks(user) == []


def test_nothing_of_others_is_counted() -> None:
    user, other = person("pat"), person("ray")
    held(other, questions(1))
    made = cast(1, candidate=user).started().opened()
    marking.mark(made.lead, made.asked(1), 0, "covered")
    made.ended().submitted()
    assert count_mocks(user) == []


def test_it_belongs_to_the_day_on_which_it_was_answered() -> None:
    user = person("pat")
    held(user, questions(3))
    count_mocks(user)
    assert Today(user, NOW + MINUTE).done_today == {"count": 3, "new": 3}
    assert Today(user, NOW + DAY).done_today["count"] == 0


def test_it_goes_with_its_sitting() -> None:
    user = person("pat")
    held(user, questions(1))
    count_mocks(user)
    Interview.objects.all().delete()
    assert not Attempt.objects.exists()


def test_whoever_leaves_leaves_its_sums() -> None:
    user = person("pat")
    held(user, questions(1))
    count_mocks(user)
    leave(user)
    assert Tally.objects.get().attempts == 1
    assert not AskedQuestion.objects.exists()


def test_it_costs_the_same_with_2_and_with_12_questions() -> None:
    user, made = person("pat"), questions(12)
    costs = []
    for number, some in enumerate((made[:2], made)):
        held(user, some, at=NOW + number * DAY)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            count_mocks(user)
        costs.append(len(captured))
    assert max(costs) - min(costs) <= 1  # the first has no card to update
    assert max(costs) <= 14


def test_the_page_of_the_day_counts_it_and_says_so_once(client: Client, time) -> None:
    user, made = person("pat"), questions(3)
    client.force_login(user)
    held(user, made)
    graded(user, made[0], NOW + DAY)
    time.now = NOW + 2 * DAY
    page = client.get("/practice/").content.decode()
    assert "“Practice” counts in your practice now: 2 answers." in page
    assert "1 answer of it not" in page
    assert "counts in your practice now" not in client.get("/practice/").content.decode()


def test_the_report_says_what_became_of_each_answer(client: Client, time) -> None:
    user, made = person("pat"), questions(2)
    client.force_login(user)
    report = f"/interviews/{held(user, made).pk}/report/"
    time.now = NOW + 2 * DAY
    assert client.get(report).content.decode().count("from when you next open it") == 2
    graded(user, made[0], NOW + DAY)
    client.get("/practice/")
    page = client.get(report).content.decode()
    assert page.count("answered this question again since") == 1
    assert page.count("Counts in your practice as easy.") == 1
