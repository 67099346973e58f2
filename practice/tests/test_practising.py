"""A drill: the answer comes first, then the marks, then the grade that schedules the question."""

from datetime import timedelta

import pytest

from interviews import flow
from interviews.autosave import Conflict, Refused, Typed
from interviews.models import Reveal
from interviews.tests.making import NOW, cast, person
from practice import practising
from practice.models import Attempt, Card, Habit, How
from practice.schedule import Grade, Model
from practice.tests.making import answered, graded
from questions.tests.making import question

pytestmark = pytest.mark.django_db


def test_the_answer_comes_before_the_reveal() -> None:
    attempt = practising.begin(person("pat"), question("one"), NOW)
    with pytest.raises(Refused, match="Answer first"):
        practising.reveal(attempt, How.TYPED, NOW)
    assert Attempt.objects.get().revealed_at is None


@pytest.mark.parametrize("how", [How.SPOKEN, How.UNKNOWN])
def test_an_answer_may_be_spoken_or_be_that_one_does_not_know(how: str) -> None:
    attempt = practising.begin(person("pat"), question("one"), NOW)
    practising.reveal(attempt, how, NOW)
    assert Attempt.objects.get().how == how


def test_whoever_does_not_know_has_missed_every_point() -> None:
    attempt = practising.begin(person("pat"), question("one"), NOW)
    practising.reveal(attempt, How.UNKNOWN, NOW)
    held = Attempt.objects.get()
    assert held.all_marked
    assert set(held.marks.values()) == {"missed"}


def test_an_answer_is_closed_once_the_model_answer_was_shown() -> None:
    attempt = answered(person("pat"), question("one"))
    with pytest.raises(Refused, match="can no longer be changed"):
        practising.save_answer(attempt, Typed("Better words", 1, "test", 2))
    assert Attempt.objects.get().answer == "My words"


def test_two_tabs_do_not_overwrite_each_other() -> None:
    attempt = practising.begin(person("pat"), question("one"), NOW)
    practising.save_answer(attempt, Typed("First", 0, "tab-a", 1))
    with pytest.raises(Conflict):
        practising.save_answer(attempt, Typed("Second", 0, "tab-b", 1))


def test_marks_come_after_the_reveal_and_before_the_grade() -> None:
    user, one = person("pat"), question("one")
    attempt = practising.begin(user, one, NOW)
    with pytest.raises(Refused, match="Answer first"):
        practising.mark(attempt, [0], "covered")
    done = graded(user, one)
    with pytest.raises(Refused, match="graded"):
        practising.mark(done, [0], "missed")


@pytest.mark.parametrize(("indexes", "value"), [([99], "covered"), ([0], "perfect")])
def test_a_mark_that_does_not_exist_is_refused_whole(indexes: list[int], value: str) -> None:
    attempt = answered(person("pat"), question("one"))
    with pytest.raises(Refused):
        practising.mark(attempt, [0, *indexes], value)
    assert Attempt.objects.get().marks == {}


def test_every_point_is_marked_before_the_grade() -> None:
    attempt = answered(person("pat"), question("one"))
    practising.mark(attempt, [0], "covered")
    with pytest.raises(Refused, match="every key point"):
        practising.grade(attempt, Grade.GOOD, NOW)


def test_a_grade_schedules_as_the_model_says() -> None:
    user = person("pat")
    attempt = graded(user, question("one"), grade=Grade.GOOD)
    assert Card.objects.get().memory == Model().after(None, Grade.GOOD, attempt.graded_at)


def test_the_share_to_remember_is_the_persons_own() -> None:
    user = person("pat")
    one = question("one")
    for days in (0, 3, 9):
        graded(user, one, NOW + timedelta(days=days))
    usual = Card.objects.get().due
    other = person("ray")
    Habit.objects.create(user=other, retention=0.97)
    for days in (0, 3, 9):
        graded(other, one, NOW + timedelta(days=days))
    assert Card.objects.get(user=other).due < usual


def test_a_grade_taken_back_leaves_the_card_as_it_was() -> None:
    user, one = person("pat"), question("one")
    graded(user, one)
    before = Card.objects.values().get()
    again = graded(user, one, NOW + timedelta(days=3), grade=Grade.AGAIN, mark="missed")
    assert Card.objects.values().get() != before
    assert practising.undo(user) == again
    assert Card.objects.values().get() == before
    assert Attempt.objects.get(pk=again.pk).grade is None


def test_the_first_grade_taken_back_leaves_no_card() -> None:
    user = person("pat")
    graded(user, question("one"))
    practising.undo(user)
    assert not Card.objects.exists()
    assert practising.undo(user) is None


def test_a_point_missed_again_and_again_is_counted_until_it_is_heard() -> None:
    user, one = person("pat"), question("one")
    for days in (0, 1, 2):
        graded(user, one, NOW + timedelta(days=days), grade=1, mark="missed")
    assert Card.objects.get().most_missed == 3
    graded(user, one, NOW + timedelta(days=3), grade=3, mark="partly")
    assert Card.objects.get().most_missed == 0


def test_an_attempt_that_was_begun_is_gone_on_with() -> None:
    user, one = person("pat"), question("one")
    assert practising.begin(user, one, NOW) == practising.begin(user, one, NOW + timedelta(hours=1))


def test_what_a_candidate_is_still_to_be_asked_stays_closed_to_them() -> None:
    user = person("pat")
    made = cast(1, candidate=user, reveal=Reveal.AT_END)
    attempt = practising.begin(user, made.asked(1).question, NOW)
    with pytest.raises(Refused, match="interview to come"):
        practising.reveal(attempt, How.UNKNOWN, NOW)
    made.started().opened().ended()
    practising.reveal(attempt, How.UNKNOWN, NOW)
    assert Attempt.objects.get().revealed_at


def test_an_interview_that_never_reveals_keeps_its_questions_closed() -> None:
    user = person("pat")
    made = cast(1, candidate=user, reveal=Reveal.NEVER).started().opened().ended()
    attempt = practising.begin(user, made.asked(1).question, NOW)
    with pytest.raises(Refused, match="interview"):
        practising.reveal(attempt, How.UNKNOWN, NOW)


def test_a_cancelled_interview_keeps_nothing_closed() -> None:
    user = person("pat")
    made = cast(1, candidate=user)
    flow.cancel(made.interview, made.lead, NOW)
    attempt = practising.begin(user, made.asked(1).question, NOW)
    practising.reveal(attempt, How.UNKNOWN, NOW)
    assert Attempt.objects.get().revealed_at


def test_a_guest_who_signs_up_keeps_their_attempt_and_its_schedule() -> None:
    attempt = graded(None, question("one"))
    assert not Card.objects.exists()
    user = person("pat")
    practising.claim(user, attempt.pk)
    assert Attempt.objects.get().user == user
    assert Card.objects.get(user=user).memory == Model().after(None, Grade.GOOD, attempt.graded_at)


def test_nobody_claims_an_attempt_that_has_an_owner() -> None:
    attempt = graded(person("pat"), question("one"))
    practising.claim(person("thief"), attempt.pk)
    assert Attempt.objects.get().user.username == "pat"


def test_what_guests_leave_behind_goes_after_a_month() -> None:
    answered(None, question("one"))
    answered(None, question("two"), NOW + timedelta(days=31))
    assert [attempt.question.ref for attempt in Attempt.objects.all()] == ["two"]
