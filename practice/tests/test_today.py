"""What a day of practice holds: how much is due, what comes next and why, how ready somebody is."""

import re
from datetime import date, timedelta

import pytest

from interviews.tests.making import NOW, cast, person
from practice.models import Card, Habit
from practice.practising import begin
from practice.tests.making import graded
from practice.today import Today
from questions.library import store
from questions.models import Question
from questions.tests.making import draft, question, questions

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_first_day_offers_new_questions_as_many_as_the_habit_says() -> None:
    questions(9)
    today = Today(person("pat"), NOW)
    assert (today.due, today.new, today.unseen) == (0, 5, 9)


def test_what_was_answered_today_is_new_no_more() -> None:
    user, (one, *_) = person("pat"), questions(9)
    graded(user, one)
    today = Today(user, NOW + timedelta(minutes=5))
    assert (today.new, today.done_today["count"]) == (4, 1)


def test_an_interview_to_come_sets_the_pace() -> None:
    user = person("pat")
    questions(24)
    Habit.objects.create(user=user, interview_on=date(2026, 3, 2) + 8 * DAY)
    today = Today(user, NOW)
    assert today.days_left == 8
    assert today.new == 4  # 24 in the six days that leave two for going over them


def test_the_day_of_the_interview_that_is_past_sets_no_pace() -> None:
    user = person("pat")
    questions(9)
    Habit.objects.create(user=user, interview_on=date(2026, 3, 1))
    today = Today(user, NOW)
    assert (today.days_left, today.new) == (None, 5)


def test_a_question_is_due_on_its_day_and_not_before() -> None:
    user, one = person("pat"), question("one")
    graded(user, one)
    due = Card.objects.get().due
    assert Today(user, due - DAY).due == 0
    assert Today(user, due).due == 1


def test_what_is_new_and_what_is_due_take_turns_and_say_why() -> None:
    user, made = person("pat"), questions(6)
    graded(user, made[0])
    graded(user, made[1])
    now = max(card.due for card in Card.objects.all())
    kinds = []
    for minutes in (0, 10, 20, 30):
        picked = Today(user, now + timedelta(minutes=minutes)).next()
        kinds.append("new" if picked.why.startswith("New") else "due" if "due" in picked.why else picked.why)
        graded(user, Question.objects.get(pk=picked.question), now + timedelta(minutes=minutes))
    assert kinds == ["new", "due", "new", "new"]


def test_what_was_just_failed_waits_while_there_is_something_else() -> None:
    user, (one, two) = person("pat"), questions(2)
    graded(user, one, grade=1, mark="missed")
    soon = Today(user, NOW + timedelta(minutes=5))
    assert soon.next().question == two.pk
    graded(user, two)
    assert Today(user, NOW + timedelta(minutes=8)).next().question == one.pk


def test_the_page_and_the_question_say_the_same_of_what_was_just_failed(client, time) -> None:
    user, one = person("pat"), question("one")
    graded(user, one, grade=1, mark="missed")
    client.force_login(user)
    time.now = NOW + timedelta(minutes=5)
    today = Today(user, time.now)
    assert (today.due, today.due_later, today.new) == (1, 1, 0)
    assert "1 due later today. Nothing else waits now" in client.get("/practice/").content.decode()
    page = client.post("/practice/drill/", follow=True).content.decode()
    assert "It is due later today" in page
    assert "Nothing is due" not in page


def test_what_has_come_due_is_not_called_later(client, time) -> None:
    user, one = person("pat"), question("one")
    graded(user, one, grade=1, mark="missed")
    client.force_login(user)
    time.now = NOW + timedelta(hours=1)
    assert Today(user, time.now).due_later == 0
    assert "later today" not in client.get("/practice/").content.decode()


def test_the_next_one_is_of_another_topic_where_there_is_one() -> None:
    store([draft("a", topic="Storage"), draft("b", topic="Storage"), draft("c", topic="Compute")])
    user = person("pat")
    last = Question.objects.get(ref="a")
    graded(user, last)
    assert Today(user, NOW + timedelta(minutes=5)).next(last=last).question == Question.objects.get(ref="c").pk


def test_when_all_is_done_nothing_comes_next_unless_asked_for() -> None:
    user, one = person("pat"), question("one")
    graded(user, one)
    today = Today(user, NOW + timedelta(hours=1))
    assert today.next() is None
    assert today.next(more=True).question == one.pk


def test_questions_of_an_interview_to_come_are_not_asked() -> None:
    user = person("pat")
    made = cast(2, candidate=user)
    today = Today(user, NOW)
    assert (today.unseen, today.next()) == (0, None)
    made.started().opened().ended()
    assert Today(user, NOW).unseen == 2


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_is_not_published_is_neither_due_nor_new(status: str) -> None:
    user, one = person("pat"), question("one")
    graded(user, one)
    Question.objects.update(status=status)
    today = Today(user, NOW + 30 * DAY)
    assert (today.due, today.unseen, today.readiness) == (0, 0, 0)


def test_readiness_counts_what_was_never_answered_as_nothing() -> None:
    user, (one, *_) = person("pat"), questions(4)
    graded(user, one)
    today = Today(user, NOW + timedelta(minutes=5))
    assert today.readiness == pytest.approx(0.25)
    (topic,) = today.topics
    assert (topic.seen, topic.questions, topic.ready) == (1, 4, pytest.approx(0.25))


def test_a_point_that_is_never_said_is_named() -> None:
    user, one = person("pat"), question("one")
    for days in (0, 1):
        graded(user, one, NOW + days * DAY, grade=1, mark="missed")
    misses = Today(user, NOW + 2 * DAY).never_said
    assert {(miss.times, miss.question) for miss in misses} == {(2, one)}
    assert len(misses) == 3


def test_the_calendar_holds_twelve_weeks_up_to_today() -> None:
    user, one = person("pat"), question("one")
    graded(user, one, NOW)
    weeks = Today(user, NOW).calendar
    squares = [square for week in weeks for square in week]
    assert len(weeks) == 12
    assert squares[-1].day == NOW.date()
    assert [square.count for square in squares if square.count] == [1]


def test_an_attempt_that_was_begun_waits() -> None:
    user, one = person("pat"), question("one")
    attempt = begin(user, one, NOW)
    assert Today(user, NOW + DAY).waiting == attempt


def test_days_are_those_of_ones_own_time_zone() -> None:
    user, one = person("pat"), question("one")
    Habit.objects.create(user=user, time_zone="Asia/Tokyo")
    graded(user, one, NOW.replace(hour=18, minute=50))  # 03:50 in Tokyo, which is still the day before
    assert Today(user, NOW.replace(hour=18, minute=58)).done_today["count"] == 1
    assert Today(user, NOW.replace(hour=19, minute=1)).done_today["count"] == 0


def test_every_answer_is_found_page_by_page(client, time) -> None:
    user, made = person("pat"), questions(60)
    for number, one in enumerate(made):
        graded(user, one, NOW + timedelta(hours=number))
    client.force_login(user)
    time.now = NOW + 5 * DAY
    seen, address = [], "/practice/progress/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r">Title of (q-\d+)<", page)
        older = re.search(r'rel="next" href="(\?before=\d+)"', page)
        address = f"/practice/progress/{older[1]}" if older else ""
    assert seen == [one.ref for one in reversed(made)]


def test_what_the_database_reckons_is_what_the_model_says() -> None:
    user, made = person("pat"), questions(6)
    for number, one in enumerate(made):
        graded(user, one, NOW + number * DAY, grade=number % 4 + 1)
    today = Today(user, NOW + 40 * DAY)
    expected = [today.habit.model.recall(card.memory, today.now) for card in Card.objects.all()]
    assert today.readiness == pytest.approx(sum(expected) / 6)


def test_a_clock_that_was_put_back_makes_nothing_negative() -> None:
    user, one = person("pat"), question("one")
    graded(user, one, NOW + 3 * DAY)
    assert Today(user, NOW).readiness == 1.0
