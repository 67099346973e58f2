from datetime import timedelta

import pytest
from django.test import Client

from interviews import marking, seating, sharing
from interviews.autosave import Refused, Typed
from interviews.marking import LONGEST_NOTE, Locked
from interviews.models import Event, Mark, Rating, Scorecard
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Cast:
    return cast().started().opened()


def marks(made: Cast) -> dict[int, str]:
    return dict(Mark.objects.filter(scorecard__seat=made.lead).values_list("point", "value"))


def test_a_mark_can_be_changed_and_taken_away(made: Cast) -> None:
    asked = made.asked(1)
    marking.mark(made.lead, asked, 0, "partly")
    marking.mark(made.lead, asked, 2, "missed")
    marking.mark(made.lead, asked, 0, "covered")
    assert marks(made) == {0: "covered", 2: "missed"}
    marking.mark(made.lead, asked, 2, "")
    assert marks(made) == {0: "covered"}


@pytest.mark.parametrize(("point", "value"), [(3, "covered"), (-1, "covered"), (0, "brilliant")])
def test_only_points_and_marks_that_exist_are_taken(made: Cast, point: int, value: str) -> None:
    with pytest.raises(Refused):
        marking.mark(made.lead, made.asked(1), point, value)
    assert marks(made) == {}


def test_a_form_without_a_script_sends_all_marks_at_once_and_all_or_none_are_kept(made: Cast, client: Client) -> None:
    client.force_login(made.lead.user)
    address = f"/interviews/{made.interview.pk}/questions/1/marks/"
    for sent, kept in (
        ({"mark-0": "covered", "mark-2": "missed"}, {0: "covered", 2: "missed"}),
        ({"mark-0": "partly", "mark-1": "brilliant"}, {0: "covered", 2: "missed"}),
        ({"mark-x": "covered", "mark": "covered"}, {0: "covered", 2: "missed"}),
    ):
        assert client.post(address, sent).status_code == 302
        assert marks(made) == kept
    assert client.post(address, {}, headers={"Accept": "application/json"}).json() == {
        "message": "Choose a mark first."
    }


def test_a_rating_can_be_changed_and_taken_away_and_keeps_the_note(made: Cast) -> None:
    asked = made.asked(1)
    marking.save_note(made.lead, asked, Typed("Clear.", 0, "a", 1))
    for value in (2, 5, None):
        marking.rate(made.lead, asked, value)
        rating = Rating.objects.get(asked=asked)
        assert (rating.value, rating.note) == (value, "Clear.")


@pytest.mark.parametrize("value", [0, 6, -1, 100])
def test_a_rating_is_from_one_to_five(made: Cast, value: int) -> None:
    with pytest.raises(Refused, match="1 to 5"):
        marking.rate(made.lead, made.asked(1), value)


def test_a_note_that_is_too_long_is_refused(made: Cast) -> None:
    with pytest.raises(Refused, match="20,001"):
        marking.save_note(made.lead, made.asked(1), Typed("x" * (LONGEST_NOTE + 1), 0, "a", 1))


def test_a_scorecard_is_not_submitted_without_a_recommendation(made: Cast) -> None:
    made.ended()
    marking.rate(made.lead, made.asked(1), 4)
    with pytest.raises(Refused, match="recommendation"):
        marking.submit(made.lead, NOW)
    with pytest.raises(Refused, match="Strong no"):
        marking.recommend(made.lead, "perhaps")


def test_the_whole_is_judged_only_when_each_answer_is(made: Cast) -> None:
    made.opened(2).ended()
    marking.rate(made.lead, made.asked(1), 4)
    assert [asked.position for asked in marking.unrated(marking.scorecard_of(made.lead))] == [2]
    for whole in (lambda: marking.recommend(made.lead, "yes"), lambda: marking.submit(made.lead, NOW)):
        with pytest.raises(Refused, match="Question 2: not rated yet"):
            whole()
    marking.not_observed(made.lead, made.asked(2))
    marking.recommend(made.lead, "yes")
    marking.submit(made.lead, NOW)


def test_a_rating_and_not_observed_take_each_others_place(made: Cast) -> None:
    asked = made.asked(1)
    marking.rate(made.lead, asked, 2)
    marking.not_observed(made.lead, asked)
    assert Rating.objects.values_list("value", "not_observed").get() == (None, True)
    marking.rate(made.lead, asked, 3)
    assert Rating.objects.values_list("value", "not_observed").get() == (3, False)


def test_the_rest_was_not_observed_and_what_was_rated_stays(made: Cast) -> None:
    made.opened(2).ended()
    marking.rate(made.lead, made.asked(1), 4)
    marking.rest_not_observed(made.lead)
    assert list(Rating.objects.order_by("asked").values_list("value", "not_observed")) == [(4, False), (None, True)]


def test_who_takes_turns_rates_only_their_own_questions(made: Cast) -> None:
    pia = seating.seat_for(made.interview, person("pia"), Role.PANELLIST)
    made.opened(2).opened(3).ended()
    seating.take_turns(made.interview)
    gaps = {seat: [a.position for a in marking.unrated(marking.scorecard_of(seat))] for seat in (made.lead, pia)}
    assert gaps == {made.lead: [1, 3], pia: [2]}


def test_a_red_flag_is_heard_and_taken_back_and_one_that_is_not_there_is_refused(made: Cast) -> None:
    asked = made.asked(1)
    asked.red_flags = ["Says it is free", "Says it is infinite"]
    asked.save()
    marking.rate(made.lead, asked, 4)
    marking.flag(made.lead, asked, {1: True})
    marking.flag(made.lead, asked, {0: True})
    marking.flag(made.lead, asked, {1: False})
    assert Rating.objects.values_list("value", "flags").get() == (4, [0])
    for index in (2, -1):
        with pytest.raises(Refused, match="no such red flag"):
            marking.flag(made.lead, asked, {1: True, index: True})
    assert Rating.objects.get().flags == [0]
    with pytest.raises(Refused, match="Say first"):
        marking.flag(made.lead, asked, {})


def test_a_form_without_a_script_sends_all_red_flags_at_once(made: Cast, client: Client) -> None:
    asked = made.asked(1)
    asked.red_flags = ["Says it is free", "Says it is infinite", "Says it is magic"]
    asked.save()
    client.force_login(made.lead.user)
    address = f"/interviews/{made.interview.pk}/questions/1/flags/"
    for sent, heard in (
        ({"flag-0": "yes", "flag-1": "no", "flag-2": "yes"}, [0, 2]),
        ({"flag-0": "no"}, [2]),
        ({"flag-1": "yes", "flag-3": "yes"}, [2]),
        ({"flag-1": "yes", "flag-999999": "yes"}, [2]),
    ):
        client.post(address, sent)
        assert Rating.objects.get().flags == heard


def test_a_submitted_scorecard_is_opened_again_only_with_a_reason_that_is_kept(made: Cast) -> None:
    made.ended()
    with pytest.raises(Refused, match="open already"):
        marking.reopen(made.lead, NOW, "why not")
    made.submitted()
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(Refused, match=r"reason|Say why"):
            marking.reopen(made.lead, NOW, reason)
    marking.reopen(made.lead, NOW, "Wrong question rated")
    marking.rate(made.lead, made.asked(1), 2)
    assert Event.objects.get(verb="reopen_scorecard").detail == {"reason": "Wrong question rated"}


def test_what_was_shared_is_not_opened_again(made: Cast) -> None:
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings"])
    with pytest.raises(Refused, match="shared"):
        marking.reopen(made.lead, NOW, "why not")


def test_questions_that_were_skipped_or_never_opened_are_no_gaps(made: Cast) -> None:
    made.ended()
    marking.rate(made.lead, made.asked(1), 4)
    assert marking.unrated(marking.scorecard_of(made.lead)) == []


def test_a_submitted_scorecard_is_locked_for_everything(made: Cast) -> None:
    made.ended().submitted(NOW + timedelta(hours=1))
    asked, late = made.asked(1), Typed("Late.", 0, "a", 1)
    for change in (
        lambda: marking.mark(made.lead, asked, 0, "covered"),
        lambda: marking.rate(made.lead, asked, 5),
        lambda: marking.save_note(made.lead, asked, late),
        lambda: marking.save_summary(made.lead, late),
        lambda: marking.recommend(made.lead, "no"),
        lambda: marking.submit(made.lead, NOW),
        lambda: marking.not_observed(made.lead, asked),
        lambda: marking.flag(made.lead, asked, {0: True}),
        lambda: marking.rest_not_observed(made.lead),
    ):
        with pytest.raises(Locked, match="not changed"):
            change()
    card = Scorecard.objects.get(seat=made.lead)
    assert (card.submitted_at, card.recommendation, card.summary) == (NOW + timedelta(hours=1), "yes", "")
    assert marks(made) == {}


def test_marking_says_nothing_to_the_room(made: Cast) -> None:
    """Else a candidate's page could tell from the stream when something was marked."""
    version = made.reload().version
    marking.mark(made.lead, made.asked(1), 0, "covered")
    marking.rate(made.lead, made.asked(1), 4)
    marking.save_note(made.lead, made.asked(1), Typed("Clear.", 0, "a", 1))
    assert made.reload().version == version
