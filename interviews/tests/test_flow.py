from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from interviews import flow
from interviews.clock import ZERO
from interviews.models import AskedQuestion, Event, Interview
from interviews.states import CLOSED, IllegalMove, InterviewState, QuestionState
from interviews.tests.making import NOW, Cast, cast

pytestmark = pytest.mark.django_db


def after(**length: float):
    return NOW + timedelta(**length)


def events(made: Cast) -> list[str]:
    return list(Event.objects.filter(interview=made.interview).values_list("verb", flat=True))


def states(made: Cast) -> list[str]:
    return list(made.interview.asked.values_list("state", flat=True))


def test_a_verb_moves_records_and_counts(time) -> None:
    made = cast()
    before = made.interview
    made.started(after(minutes=1))
    assert made.interview.state == InterviewState.LIVE
    assert made.interview.started_at == after(minutes=1)
    assert (made.interview.moves, made.interview.version) == (before.moves + 1, before.version + 1)
    event = Event.objects.filter(interview=before).latest("id")
    assert (event.verb, event.seat, event.at) == ("start", made.lead, after(minutes=1))


@pytest.mark.parametrize("verb", [flow.pause, flow.resume, flow.end])
def test_a_refused_verb_changes_and_records_nothing(verb) -> None:
    made = cast()
    before = (events(made), made.reload().version, made.interview.moves)
    with pytest.raises(IllegalMove, match="scheduled"):
        verb(made.interview, made.lead, NOW)
    made.reload()
    assert (events(made), made.interview.version, made.interview.moves) == before


def test_a_control_that_was_pressed_twice_moves_once() -> None:
    made = cast().started()
    seen = made.interview.moves
    flow.open_question(made.interview, made.lead, NOW, 1, seen=seen)
    with pytest.raises(flow.Stale, match="already changed"):
        flow.open_question(made.interview, made.lead, NOW, 2, seen=seen)
    assert states(made) == ["open", "queued", "queued"]


def test_the_next_question_closes_the_open_one_as_answered() -> None:
    made = cast().started().opened(1).opened(2, after(minutes=2))
    assert states(made) == ["answered", "open", "queued"]
    assert made.asked(1).closed_at == made.asked(2).started_at == after(minutes=2)
    assert made.asked(1).used(after(hours=9)) == timedelta(minutes=2)


def test_a_question_can_be_skipped_before_or_while_it_is_open() -> None:
    made = cast().started().opened(1)
    flow.skip_question(made.interview, made.lead, NOW, 1)
    flow.skip_question(made.interview, made.lead, NOW, 2)
    assert states(made) == ["skipped", "skipped", "queued"]


def test_a_closed_question_leaves_none_open() -> None:
    made = cast().started().opened(1)
    flow.close_question(made.interview, made.lead, after(minutes=1), 1)
    assert states(made) == ["answered", "queued", "queued"]
    assert flow.open_question_of(made.interview) is None


def test_a_question_opened_again_has_the_time_it_had_left() -> None:
    made = cast().started().opened(1).opened(2, after(minutes=2)).opened(1, after(minutes=10))
    clock = made.asked(1).clock
    assert clock.remaining(after(minutes=10)) == timedelta(minutes=3)
    assert clock.used(after(minutes=11)) == timedelta(minutes=3)
    assert events(made)[-1] == "reopen_question"


@pytest.mark.parametrize("waited", [5, 20])
def test_a_question_that_had_run_out_is_opened_again_for_a_minute(waited: int) -> None:
    made = cast().started().opened(1)
    flow.settle(made.interview, after(minutes=5))
    assert states(made)[0] == QuestionState.TIMED_OUT
    made.reload()
    made.opened(1, after(minutes=waited))
    assert made.asked(1).clock.remaining(after(minutes=waited)) == timedelta(minutes=1)


def test_a_pause_stops_both_clocks_and_going_on_lets_them_run() -> None:
    made = cast().started().opened(1)
    made.interview = flow.pause(made.interview, made.lead, after(minutes=1))
    assert made.interview.clock.remaining(after(hours=5)) == timedelta(minutes=59)
    assert made.asked(1).clock.remaining(after(hours=5)) == timedelta(minutes=4)
    made.interview = flow.resume(made.interview, made.lead, after(hours=5))
    assert made.interview.clock.remaining(after(hours=5)) == timedelta(minutes=59)
    assert made.asked(1).clock.remaining(after(hours=5)) == timedelta(minutes=4)


def test_extra_time_is_for_the_sitting_and_the_open_question() -> None:
    made = cast().started().opened(1)
    made.interview = flow.extend(made.interview, made.lead, NOW, timedelta(minutes=5))
    assert made.interview.clock.allowed == timedelta(minutes=65)
    assert made.asked(1).clock.allowed == timedelta(minutes=10)
    assert made.asked(2).clock.allowed == timedelta(minutes=5)


@pytest.mark.parametrize("length", [ZERO, timedelta(minutes=-1), timedelta(hours=5)])
def test_extra_time_has_bounds(length: timedelta) -> None:
    made = cast().started()
    with pytest.raises(IllegalMove, match="four hours"):
        flow.extend(made.interview, made.lead, NOW, length)


def test_time_that_ran_out_unseen_is_stamped_with_the_moment_it_ran_out() -> None:
    made = cast().started().opened(1)
    interview = flow.settle(made.interview, after(hours=3))
    assert made.asked(1).closed_at == after(minutes=5)
    assert interview.state == InterviewState.ENDED
    assert interview.ended_at == after(minutes=60)
    stamps = Event.objects.filter(interview=interview, seat=None).values_list("verb", "at")
    assert list(stamps) == [("time_out_question", after(minutes=5)), ("end", after(minutes=60))]


def test_settling_twice_writes_once() -> None:
    made = cast().started().opened(1)
    flow.settle(made.interview, after(minutes=6))
    before = events(made)
    # The second one comes from a page that read the interview before the first.
    flow.settle(made.interview, after(minutes=6))
    assert events(made) == before


def test_a_verb_that_comes_after_the_end_finds_it_ended() -> None:
    made = cast().started().opened(1)
    with pytest.raises(IllegalMove, match="ended"):
        flow.pause(made.interview, made.lead, after(minutes=60))
    assert made.reload().state == InterviewState.ENDED


def test_an_end_during_a_pause_counts_the_pause_as_one() -> None:
    made = cast().started().opened(1)
    made.interview = flow.pause(made.interview, made.lead, after(minutes=10 / 3))
    made.ended(after(hours=2))
    assert made.interview.clock.used(made.interview.ended_at) == timedelta(minutes=10 / 3)
    assert made.asked(1).used(after(hours=3)) == timedelta(minutes=10 / 3)
    assert states(made) == ["answered", "queued", "queued"]


def test_a_cancelled_interview_is_over_for_good() -> None:
    made = cast().started().opened(1)
    made.interview = flow.cancel(made.interview, made.lead, NOW)
    assert states(made)[0] == QuestionState.ANSWERED
    for verb in (flow.start, flow.resume, flow.end, flow.cancel):
        with pytest.raises(IllegalMove):
            verb(made.interview, made.lead, NOW)


@pytest.mark.parametrize("verb", [flow.open_question, flow.skip_question, flow.close_question])
def test_questions_move_only_while_the_sitting_is_live(verb) -> None:
    made = cast().started().opened(1)
    made.interview = flow.pause(made.interview, made.lead, NOW)
    with pytest.raises(IllegalMove, match="paused"):
        verb(made.interview, made.lead, NOW, 1)


def test_the_database_itself_allows_one_open_question() -> None:
    made = cast().started().opened(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedQuestion.objects.filter(interview=made.interview, position=2).update(state=QuestionState.OPEN)


class Sitting(RuleBasedStateMachine):
    """Any verbs, at any moments, in any order: what stands is always legal and the clocks always agree."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.made = cast()
        self.now = NOW
        self.allowed = ZERO

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def _try(self, verb, *arguments) -> None:
        try:
            self.made.interview = verb(self.made.interview, self.made.lead, self.now, *arguments)
        except (IllegalMove, flow.Stale):
            self.made.reload()

    @rule(seconds=st.integers(min_value=0, max_value=900))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(verb=st.sampled_from([flow.start, flow.pause, flow.resume]))
    def sitting_moves(self, verb) -> None:
        self._try(verb)

    @rule(verb=st.sampled_from([flow.open_question, flow.skip_question, flow.close_question]), at=st.integers(1, 3))
    def question_moves(self, verb, at: int) -> None:
        self._try(verb, at)

    @rule()
    def extra_time(self) -> None:
        self._try(flow.extend, timedelta(minutes=5))

    @rule()
    def ends(self) -> None:
        self._try(flow.end)

    @invariant()
    def what_stands_is_legal(self) -> None:
        interview = flow.settle(Interview.objects.get(pk=self.made.interview.pk), self.now)
        asked = list(interview.asked.all())
        open_ones = [item for item in asked if item.state == QuestionState.OPEN]
        running = interview.state in (InterviewState.LIVE, InterviewState.PAUSED)
        assert len(open_ones) <= 1
        assert running or not open_ones
        assert (interview.paused_at is not None) == (interview.state == InterviewState.PAUSED)
        assert all((item.closed_at is not None) == (item.state in CLOSED) for item in asked)
        for item in open_ones:
            assert (item.paused_at is None) == (interview.paused_at is None)
        if running:
            assert interview.clock.remaining(self.now) > ZERO
        used = sum((item.used(self.now) for item in asked), ZERO)
        assert used <= interview.clock.used(interview.ended_at or self.now) + timedelta(milliseconds=1)


def test_any_verbs_in_any_order_leave_a_legal_sitting() -> None:
    run_state_machine_as_test(Sitting, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
