"""What a room shows, and to the candidate does not."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from interviews import flow, seating
from interviews.candidate_room import candidate_room
from interviews.clock import milliseconds
from interviews.models import Interview, Reveal
from interviews.roles import Role
from interviews.room import panel_room
from interviews.tests.making import NOW, Cast, cast, person
from questions.tests.making import SECRET_ANSWER, SECRET_POINT

pytestmark = pytest.mark.django_db


def texts(value: object) -> list[str]:
    """Every text within a reading; of a database row only what has been loaded."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    if isinstance(value, Model):
        return [text for inner in vars(value).values() for text in texts(inner)]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list | tuple | set | frozenset):
        return [text for inner in value for text in texts(inner)]
    return []


def brought_to(moment: str, reveal: str) -> Cast:
    made = cast(reveal=reveal).started()
    if moment == "waiting":
        return made
    made.opened(1)
    if moment == "paused":
        made.interview = flow.pause(made.interview, made.lead, NOW)
    if moment == "skipped":
        made.interview = flow.skip_question(made.interview, made.lead, NOW, 1)
    if moment == "second":
        made.opened(2)
    return made


@pytest.mark.parametrize("moment", ["waiting", "open", "paused", "skipped", "second"])
@pytest.mark.parametrize("reveal", Reveal.values)
def test_a_candidates_room_holds_no_answer_before_its_time(moment: str, reveal: str) -> None:
    made = brought_to(moment, reveal)
    held = " ".join(texts(candidate_room(Interview.objects.get(pk=made.interview.pk), NOW)))
    may_read_first = moment == "second" and reveal == Reveal.AFTER_EACH
    assert (SECRET_ANSWER in held) == (SECRET_POINT in held) == may_read_first
    assert "q-003" not in held
    assert "melts" not in held
    assert "cheese" not in held
    if moment == "waiting":
        assert "q-001" not in held


def test_after_each_reveals_the_closed_question_and_not_the_open_one() -> None:
    made = brought_to("second", Reveal.AFTER_EACH)
    revealed = candidate_room(made.interview, NOW).revealed
    assert [item.position for item in revealed] == [1]
    assert "This is q-001" in revealed[0].model_answer_html


def test_the_candidate_sees_the_question_that_was_open_last_locked() -> None:
    made = cast().started().opened(1)
    flow.close_question(made.interview, made.lead, NOW + timedelta(minutes=1), 1)
    question = candidate_room(made.interview, NOW + timedelta(minutes=1)).question
    assert (question.position, question.locked) == (1, True)
    made.opened(2, NOW + timedelta(minutes=2))
    question = candidate_room(made.interview, NOW + timedelta(minutes=2)).question
    assert (question.position, question.locked) == (2, False)


def test_a_question_ends_no_later_than_its_sitting() -> None:
    made = cast(minutes=60).started().opened(1, NOW + timedelta(minutes=58))
    room = candidate_room(made.interview, NOW + timedelta(minutes=58))
    assert room.question_clock.deadline_ms == milliseconds(NOW + timedelta(minutes=60))


def room_of(made: Cast, position: int | None = None):
    return panel_room(made.reload(), made.lead, NOW, position)


def test_the_panel_looks_at_the_open_question_unless_it_asks_for_another() -> None:
    made = cast().started()
    assert room_of(made).shown.position == 1
    made.opened(2)
    assert room_of(made).shown.position == 2
    assert room_of(made, 3).shown.position == 3
    assert room_of(made, 99).shown.position == 2


def test_next_is_the_first_then_the_one_after_the_open_one_then_what_was_passed_over() -> None:
    made = cast().started()
    assert room_of(made).next_position == 1
    assert room_of(made, 3).next_position == 1
    made.opened(2)
    assert room_of(made).next_position == 3
    made.opened(3)
    assert room_of(made).next_position == 1
    made.opened(1)
    assert room_of(made).next_position is None


def test_back_is_the_closed_one_before_the_open_one() -> None:
    made = cast().started().opened(1)
    assert room_of(made).previous_position is None
    made.opened(2).opened(3)
    assert room_of(made).previous_position == 2


def test_people_stand_in_the_order_in_which_they_were_seated() -> None:
    made = cast().started().opened(1)
    for name in ("zoe", "pia", "ada"):
        seating.seat_for(made.interview, person(name), Role.PANELLIST)
    with CaptureQueriesContext(connection) as queries:
        people = room_of(made).people
    assert [shown.name for shown in people] == list(made.interview.seats.order_by("pk").values_list("name", flat=True))
    (counted,) = [query["sql"] for query in queries if "COUNT" in query["sql"]]
    assert "ORDER BY" in counted


def test_a_clock_says_from_what_it_was_extended() -> None:
    made = cast().started().opened(1)
    made.interview = flow.extend(made.interview, made.lead, NOW, timedelta(minutes=5))
    face = room_of(made).clock
    assert (face.allowed_minutes, face.extended_from, face.minutes_left) == (65, 60, 65)
