"""Words saved while they are typed, and what happens where two hands write."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.answering import TimeIsUp, save_answer
from interviews.autosave import Conflict, Refused, Typed
from interviews.clock import GRACE
from interviews.models import LONGEST_ANSWER, Interview
from interviews.tests.making import NOW, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Cast:
    return cast().started().opened()


def save(made: Cast, text: str, base: int = 0, stamp: str = "a:1", at=NOW, position: int = 1) -> int:
    writer, _, edit = stamp.partition(":")
    return save_answer(made.interview, position, Typed(text, base, writer, int(edit)), False, at)


def test_each_save_is_a_version(made: Cast) -> None:
    assert save(made, "One", 0, "a:1") == 1
    assert save(made, "One two", 1, "a:2") == 2
    assert made.asked(1).answer == "One two"


def test_a_writer_whose_acknowledgement_got_lost_goes_on(made: Cast) -> None:
    save(made, "One", 0, "a:1")
    assert save(made, "One two", 0, "a:2") == 2
    assert made.asked(1).answer == "One two"


def test_a_request_that_was_overtaken_changes_nothing(made: Cast) -> None:
    save(made, "One two", 0, "a:2")
    assert save(made, "One", 0, "a:1") == 1
    assert made.asked(1).answer == "One two"


def test_another_writer_who_saw_nothing_of_it_gets_both_texts(made: Cast) -> None:
    save(made, "Mine", 0, "a:1")
    with pytest.raises(Conflict) as conflict:
        save(made, "Theirs", 0, "b:1")
    assert (conflict.value.text, conflict.value.version) == ("Mine", 1)
    assert made.asked(1).answer == "Mine"


def test_another_writer_who_has_seen_it_goes_on_from_there(made: Cast) -> None:
    save(made, "Mine", 0, "a:1")
    assert save(made, "Mine and more", 1, "b:1") == 2
    with pytest.raises(Conflict):
        save(made, "Mine again", 1, "a:2")


def test_the_same_words_from_another_tab_are_no_conflict(made: Cast) -> None:
    save(made, "Same", 0, "a:1")
    assert save(made, "Same", 0, "b:1") == 1


def test_a_form_without_a_script_conflicts_like_any_other_writer(made: Cast) -> None:
    save(made, "One", 0, ":0")
    with pytest.raises(Conflict):
        save(made, "Two", 0, ":0")


@pytest.mark.parametrize(
    ("late", "taken"), [(timedelta(), True), (GRACE, True), (GRACE * 1.01, False), (-timedelta(days=1), False)]
)
def test_words_have_the_grace_of_the_network_and_no_more(made: Cast, late: timedelta, taken: bool) -> None:
    made.ended(NOW + timedelta(minutes=1))
    at = made.interview.ended_at + late
    if taken:
        assert save(made, "Just in time", at=at) == 1
    else:
        with pytest.raises(TimeIsUp, match="copy them"):
            save(made, "Too late", at=at)
    assert made.asked(1).answer == ("Just in time" if taken else "")


def test_a_question_that_is_not_open_yet_takes_no_words(made: Cast) -> None:
    with pytest.raises(Refused, match="not open yet"):
        save(made, "Early", position=2)


def test_the_longest_answer_is_taken_and_a_longer_one_is_counted(made: Cast) -> None:
    assert save(made, "x" * LONGEST_ANSWER) == 1
    with pytest.raises(Refused, match="200,001"):
        save(made, "x" * (LONGEST_ANSWER + 1), 1, "a:2")


def test_code_is_remembered_as_code(made: Cast) -> None:
    save_answer(made.interview, 1, Typed("x = 1", 0, "a", 1), True, NOW)
    assert made.asked(1).answer_is_code


def test_a_save_is_told_to_the_room_and_a_repeated_one_is_not(made: Cast) -> None:
    save(made, "One")
    version = Interview.objects.get(pk=made.interview.pk).version
    save(made, "One")
    assert Interview.objects.get(pk=made.interview.pk).version == version


def test_a_save_holds_the_interview_before_the_question_as_every_verb_does(made: Cast) -> None:
    """Two transactions that hold the same rows in different orders wait for each other for ever."""
    asked = made.asked(1)
    with CaptureQueriesContext(connection) as queries:
        save_answer(asked.interview, asked.position, Typed("One", 0, "a", 1), False, NOW)
    touched = [re.search(r'"(interviews_\w+)"', query["sql"]) for query in queries]
    assert [match[1] for match in touched if match][:2] == ["interviews_interview", "interviews_askedquestion"]
