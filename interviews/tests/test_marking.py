from datetime import timedelta

import pytest

from interviews import marking
from interviews.autosave import Refused, Typed
from interviews.marking import LONGEST_NOTE, Locked
from interviews.models import Mark, Rating, Scorecard
from interviews.tests.making import NOW, Cast, cast

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
        marking.submit(made.lead, NOW, gaps_are_meant=True)
    with pytest.raises(Refused, match="Strong no"):
        marking.recommend(made.lead, "perhaps")


def test_gaps_must_be_meant(made: Cast) -> None:
    made.opened(2).ended()
    marking.rate(made.lead, made.asked(1), 4)
    marking.recommend(made.lead, "yes")
    assert [asked.position for asked in marking.unrated(marking.scorecard_of(made.lead))] == [2]
    with pytest.raises(Refused, match="1 of the questions"):
        marking.submit(made.lead, NOW, gaps_are_meant=False)
    marking.submit(made.lead, NOW, gaps_are_meant=True)


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
        lambda: marking.submit(made.lead, NOW, gaps_are_meant=True),
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
