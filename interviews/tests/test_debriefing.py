"""The debrief: when it may begin, what stays as it was, and how it ends."""

import pytest

from interviews import debriefing, marking
from interviews.autosave import Refused
from interviews.debrief import DebriefRoom, debrief_room, panel_progress
from interviews.models import Consensus, Debrief, Event, Rating
from interviews.tests.making import NOW, Panel, cast, panel

pytestmark = pytest.mark.django_db


def begun(held: Panel) -> Debrief:
    return debriefing.open_debrief(held.interview, held.made.lead, NOW, close_the_rest=False)


def room(held: Panel, **options) -> DebriefRoom:
    return debrief_room(held.interview, Debrief.objects.get(), held.made.lead, NOW, **options)


def talked_through(held: Panel, *values: int | None) -> None:
    for position, value in enumerate(values, start=1):
        debriefing.agree(held.made.asked(position), held.made.lead, NOW, value, "")


def test_it_waits_for_everybody_and_names_whom() -> None:
    held = panel()
    held.made.judged(held.made.lead)
    held.made.judged(held.paul)
    with pytest.raises(Refused, match="in yet: pia"):
        begun(held)
    assert Debrief.objects.count() == 0
    held.made.judged(held.pia)
    begun(held)
    assert [row.submitted for row in panel_progress(held.interview)] == [True, True, True]


def test_the_lead_may_close_what_is_open_and_the_record_says_so() -> None:
    held = panel()
    held.rated(held.pia, 2).made.judged(held.made.lead)
    debriefing.open_debrief(held.interview, held.made.lead, NOW, close_the_rest=True)
    closed = {judge.seat.name: judge.closed_for_them for judge in room(held).judges}
    assert closed == {"lena": False, "pia": True, "paul": True}
    assert {event.detail["whom"] for event in Event.objects.filter(verb="close_scorecard")} == {
        held.pia.pk,
        held.paul.pk,
    }
    with pytest.raises(marking.Locked):
        marking.rate(held.pia, held.made.asked(1), 5)
    assert Rating.objects.get(scorecard__seat=held.pia).value == 2


def test_who_judged_alone_has_nobody_to_talk_to() -> None:
    made = cast().started().opened().ended().submitted()
    assert panel_progress(made.interview) == []
    assert debriefing.awaits_decision(made.interview) is False
    with pytest.raises(Refused, match="alone"):
        debriefing.open_debrief(made.interview, made.lead, NOW, close_the_rest=True)


def test_begun_twice_it_is_one() -> None:
    held = panel().all_judged()
    assert begun(held) == begun(held)
    assert Event.objects.filter(verb="open_debrief").count() == 1


def test_once_it_has_begun_no_scorecard_is_opened_again() -> None:
    held = panel().all_judged()
    begun(held)
    with pytest.raises(Refused, match="begun"):
        marking.reopen(held.pia, NOW, "I would like to agree with the others")


def test_reasons_for_opening_a_scorecard_again_are_read_by_all() -> None:
    held = panel().all_judged()
    marking.reopen(held.pia, NOW, "Rated the wrong question")
    held.made.judged(held.pia)
    begun(held)
    assert [[why for _, why in judge.reopened] for judge in room(held).judges] == [[], ["Rated the wrong question"], []]


def test_what_was_rated_stays_beside_what_is_agreed_and_beside_a_changed_mind() -> None:
    held = panel()
    for seat, value in zip(held.judges, (5, 2, 3), strict=True):
        held.rated(seat, value)
    held.all_judged()
    begun(held)
    debriefing.revise(held.pia, held.made.asked(1), NOW, 4)
    debriefing.agree(held.made.asked(1), held.made.lead, NOW, 4, "Paul did not hear the second half.")
    shown = room(held, position=1)
    assert [(o.judge.name, o.rating, o.revised) for o in shown.opinions] == [
        ("lena", 5, None),
        ("pia", 2, 4),
        ("paul", 3, None),
    ]
    assert (shown.agreed.value, shown.agreed.note) == (4, "Paul did not hear the second half.")
    debriefing.revise(held.pia, held.made.asked(1), NOW, 2)
    assert room(held, position=1).opinions[1].revised is None


def test_the_widest_apart_come_first_and_what_was_not_observed_is_no_difference() -> None:
    held = panel(4)
    held.rated(held.made.lead, 3, 1, 4, None).rated(held.pia, 3, 4, 2, 5).rated(held.paul, 3, 4, None, None)
    held.all_judged()
    begun(held)
    rows = room(held).rows
    assert [(row.asked.position, row.spread) for row in rows] == [(2, 3), (3, 2), (1, 0), (4, 0)]
    assert rows[1].mean == 3
    assert rows[3].mean == 5


def test_totals_are_means_of_the_initial_ratings_weighted_as_planned() -> None:
    held = panel(2)
    asked = held.made.asked(1)
    asked.weight = 3
    asked.save()
    held.rated(held.made.lead, 4, 2).rated(held.pia, 2, 2).rated(held.paul, 3, None).all_judged()
    begun(held)
    debriefing.revise(held.pia, held.made.asked(1), NOW, 5)
    talked_through(held, 4, None)
    shown = room(held)
    assert shown.overall.initial.rating == pytest.approx((3 * 3 + 2) / 4)
    assert shown.overall.agreed.rating == 4
    assert [judge.mean for judge in shown.judges] == pytest.approx([3.5, 2, 3])


def test_it_is_decided_only_when_every_question_was_talked_through_and_with_a_reason() -> None:
    held = panel().all_judged()
    begun(held)
    lead = held.made.lead
    talked_through(held, 4, 3)
    with pytest.raises(Refused, match="question 3"):
        debriefing.decide(held.interview, lead, NOW, "yes", "Strong on storage")
    talked_through(held, 4, 3, None)
    assert room(held).left == []
    for decision, reason in (("perhaps", "Because"), ("", "Because"), ("yes", "  "), ("yes", "x" * 20_001)):
        with pytest.raises(Refused):
            debriefing.decide(held.interview, lead, NOW, decision, reason)
    assert debriefing.awaits_decision(held.interview) is True
    debriefing.decide(held.interview, lead, NOW, "yes", "Strong on storage")
    assert debriefing.awaits_decision(held.interview) is False
    assert room(held).decision == "Yes"


def test_a_decision_is_made_once_and_closes_the_debrief() -> None:
    held = panel(1).all_judged()
    begun(held)
    talked_through(held, 4)
    debriefing.decide(held.interview, held.made.lead, NOW, "yes", "Strong on storage")
    asked = held.made.asked(1)
    for late in (
        lambda: debriefing.decide(held.interview, held.made.lead, NOW, "no", "On second thought"),
        lambda: debriefing.agree(asked, held.made.lead, NOW, 1, ""),
        lambda: debriefing.revise(held.pia, asked, NOW, 1),
    ):
        with pytest.raises(Refused, match="closed"):
            late()
    assert Debrief.objects.get().decision == "yes"
    assert Consensus.objects.get().value == 4


@pytest.mark.parametrize("value", [0, 6, -1, 100])
def test_only_ratings_that_exist_are_agreed_on(value: int) -> None:
    held = panel(1).all_judged()
    begun(held)
    with pytest.raises(Refused, match="1 to 5"):
        talked_through(held, value)
    with pytest.raises(Refused, match="1 to 5"):
        debriefing.revise(held.pia, held.made.asked(1), NOW, value)
    assert Consensus.objects.count() == 0
