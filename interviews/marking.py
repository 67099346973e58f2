"""What a panellist writes on their own scorecard, until it is submitted."""

from datetime import datetime

from django.db import transaction

from interviews.autosave import Refused, Typed, save_typed
from interviews.flow import announce, record
from interviews.models import AskedQuestion, Mark, Rating, Scorecard, Seat
from interviews.scoring import ANCHORS, RECOMMENDATIONS
from interviews.scoring import Mark as MarkValue
from interviews.states import QuestionState

LONGEST_NOTE = 20_000


class Locked(Refused):
    def __init__(self) -> None:
        super().__init__("This scorecard has been submitted. It can be read, but not changed.")


def scorecard_of(seat: Seat) -> Scorecard:
    return Scorecard.objects.get_or_create(seat=seat, defaults={"interview_id": seat.interview_id})[0]


def _open_scorecard(seat: Seat) -> Scorecard:
    """The seat's scorecard, its row held until the transaction ends."""
    card, _ = Scorecard.objects.select_for_update().get_or_create(
        seat=seat, defaults={"interview_id": seat.interview_id}
    )
    if card.submitted_at:
        raise Locked
    return card


@transaction.atomic
def mark(seat: Seat, asked: AskedQuestion, point: int, value: str) -> None:
    """Mark one key point; an empty value takes the mark away.

    Raises Refused for a point or a mark that does not exist, Locked after submission.
    """
    card = _open_scorecard(seat)
    if not 0 <= point < len(asked.key_points):
        raise Refused("This question has no such key point.")
    if not value:
        Mark.objects.filter(scorecard=card, asked=asked, point=point).delete()
    elif value in set(MarkValue):
        Mark.objects.bulk_create(
            [Mark(scorecard=card, asked=asked, point=point, value=value)],
            update_conflicts=True,
            unique_fields=["scorecard", "asked", "point"],
            update_fields=["value"],
        )
    else:
        raise Refused(f"A mark is missed, partly or covered, not {value!r}.")


@transaction.atomic
def rate(seat: Seat, asked: AskedQuestion, value: int | None) -> None:
    """Rate the answer, or take the rating away with None. Raises Refused outside 1 to 5, Locked after submission."""
    card = _open_scorecard(seat)
    if value is not None and value not in ANCHORS:
        raise Refused("A rating is a number from 1 to 5.")
    Rating.objects.bulk_create(
        [Rating(scorecard=card, asked=asked, value=value)],
        update_conflicts=True,
        unique_fields=["scorecard", "asked"],
        update_fields=["value"],
    )


@transaction.atomic
def save_note(seat: Seat, asked: AskedQuestion, typed: Typed) -> int:
    """Save the note on one question and return its version. Raises Refused, Locked, autosave.Conflict."""
    card = _open_scorecard(seat)
    _must_fit(typed)
    rating, _ = Rating.objects.select_for_update().get_or_create(scorecard=card, asked=asked)
    return save_typed(rating, "note", typed, Rating.objects.filter(pk=rating.pk))


@transaction.atomic
def save_summary(seat: Seat, typed: Typed) -> int:
    """Save the summary of the sitting and return its version. Raises Refused, Locked, autosave.Conflict."""
    card = _open_scorecard(seat)
    _must_fit(typed)
    return save_typed(card, "summary", typed, Scorecard.objects.filter(pk=card.pk, submitted_at=None))


@transaction.atomic
def recommend(seat: Seat, value: str) -> None:
    """Set the overall recommendation. Raises Refused for an unknown one, Locked after submission."""
    card = _open_scorecard(seat)
    if value and value not in RECOMMENDATIONS:
        raise Refused("Choose one of: " + ", ".join(RECOMMENDATIONS.values()) + ".")
    Scorecard.objects.filter(pk=card.pk).update(recommendation=value)


def unrated(card: Scorecard) -> list[AskedQuestion]:
    """Questions that were put to the candidate and have no rating on this card."""
    rated = card.ratings.filter(value__isnull=False).values("asked_id")
    asked = card.interview.asked.exclude(state__in=[QuestionState.QUEUED, QuestionState.SKIPPED])
    return list(asked.exclude(pk__in=rated))


@transaction.atomic
def submit(seat: Seat, now: datetime, gaps_are_meant: bool) -> None:
    """Lock the scorecard.

    Raises Refused without a recommendation, or with unrated questions unless the panellist says that they are meant.
    """
    card = _open_scorecard(seat)
    if not card.recommendation:
        raise Refused("Choose an overall recommendation first.")
    gaps = unrated(card)
    if gaps and not gaps_are_meant:
        raise Refused(f"{len(gaps)} of the questions asked have no rating. Rate them, or tick that this is meant.")
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=now)
    record(card.interview, seat, "submit", now, unrated=[asked.position for asked in gaps])
    announce(card.interview_id)


def _must_fit(typed: Typed) -> None:
    if len(typed.text) > LONGEST_NOTE:
        raise Refused(f"A note may hold {LONGEST_NOTE:,} characters and this one has {len(typed.text):,}.")
