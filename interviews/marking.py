"""What a panellist writes on their own scorecard, until it is submitted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from config.prepared import Prepared, update
from interviews.autosave import Refused, Typed, save_typed
from interviews.flow import announce, hints_shown, record
from interviews.models import AskedQuestion, Debrief, Interview, Mark, Rating, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import ANCHORS, RECOMMENDATIONS
from interviews.scoring import Mark as MarkValue

LONGEST_NOTE = 20_000
LONGEST_REASON = 1_000


class Locked(Refused):
    def __init__(self) -> None:
        super().__init__("This scorecard has been submitted. It can be read, but not changed.")


def scorecard_of(seat: Seat) -> Scorecard:
    return Scorecard.objects.get_or_create(seat=seat, defaults={"interview_id": seat.interview_id})[0]


def _hold_interview(seat: Seat) -> Interview:
    """What makes scorecards readable for others holds the interview, too, and before the scorecards."""
    return Interview.objects.select_for_update().get(pk=seat.interview_id)


_card = Prepared(lambda seat_id: Scorecard.objects.select_for_update().filter(seat_id=seat_id))


def _open_scorecard(seat: Seat) -> Scorecard:
    """The seat's scorecard, its row held until the transaction ends."""
    card = _card.first(seat.pk)
    if card is None:
        card, _ = Scorecard.objects.select_for_update().get_or_create(
            seat=seat, defaults={"interview_id": seat.interview_id}
        )
    if card.submitted_at:
        raise Locked
    return card


def mark(seat: Seat, asked: AskedQuestion, point: int, value: str) -> None:
    """Mark one key point, as `mark_points` does."""
    mark_points(seat, asked, {point: value})


@transaction.atomic
def mark_points(seat: Seat, asked: AskedQuestion, marks: Mapping[int, str]) -> None:
    """Mark key points, all of them or none; an empty mark takes one away.

    Raises Refused without any, for a point or a mark that does not exist, Locked after submission.
    """
    card = _open_scorecard(seat)
    if not marks:
        raise Refused("Choose a mark first.")
    for point, value in marks.items():
        _mark(card, asked, point, value)


def _mark(card: Scorecard, asked: AskedQuestion, point: int, value: str) -> None:
    if not 0 <= point < len(asked.key_points):
        raise Refused("This question has no such key point.")
    if not value:
        Mark.objects.filter(scorecard=card, asked=asked, point=point).delete()
    elif value in set(MarkValue):
        of_this = {"scorecard": card.pk, "asked": asked.pk, "point": point}
        if not update(Mark, of_this, {"value": value}):
            Mark.objects.create(scorecard=card, asked=asked, point=point, value=value)
    else:
        raise Refused(f"A mark is missed, partly, covered or not observed, not {value!r}.")


@transaction.atomic
def rate(seat: Seat, asked: AskedQuestion, value: int | None) -> None:
    """Rate the answer, or take the rating away with None. Raises Refused outside 1 to 5, Locked after submission."""
    card = _open_scorecard(seat)
    if value is not None and value not in ANCHORS:
        raise Refused("A rating is a number from 1 to 5.")
    _rate(card, asked, value=value)


@transaction.atomic
def not_observed(seat: Seat, asked: AskedQuestion) -> None:
    """Say that there was nothing to rate: the question is then missing from every mean. Raises Locked."""
    _rate(_open_scorecard(seat), asked, not_observed=True)


@transaction.atomic
def rest_not_observed(seat: Seat) -> None:
    """Say of every question that still lacks a rating that there was nothing to rate. Raises Locked."""
    card = _open_scorecard(seat)
    Rating.objects.bulk_create(
        [Rating(scorecard=card, asked=asked, not_observed=True) for asked in unrated(card)],
        update_conflicts=True,
        unique_fields=["scorecard", "asked"],
        update_fields=["value", "not_observed"],
    )


def _rate(card: Scorecard, asked: AskedQuestion, **judged) -> None:
    of_this = {"scorecard": card.pk, "asked": asked.pk}
    if not update(Rating, of_this, {"value": None, "not_observed": False} | judged):
        Rating.objects.create(scorecard=card, asked=asked, **judged)


@transaction.atomic
def flag(seat: Seat, asked: AskedQuestion, heard: Mapping[int, bool]) -> None:
    """Say which of the question's red flags were heard, or were not.

    Raises Refused without any, or for one that the question has not, Locked after submission.
    """
    card = _open_scorecard(seat)
    if not heard:
        raise Refused("Say first whether it was heard.")
    if any(not 0 <= index < len(asked.red_flags) for index in heard):
        raise Refused("This question has no such red flag.")
    rating, _ = Rating.objects.select_for_update().get_or_create(scorecard=card, asked=asked)
    flags = dict.fromkeys(rating.flags, True) | heard
    Rating.objects.filter(pk=rating.pk).update(flags=sorted(index for index, was_heard in flags.items() if was_heard))


@transaction.atomic
def save_note(seat: Seat, asked: AskedQuestion, typed: Typed) -> int:
    """Save the note on one question and return its version. Raises Refused, Locked, autosave.Conflict."""
    card = _open_scorecard(seat)
    _must_fit(typed)
    rating, _ = Rating.objects.select_for_update().get_or_create(scorecard=card, asked=asked)
    return save_typed(rating, "note", typed)


@transaction.atomic
def save_summary(seat: Seat, typed: Typed) -> int:
    """Save the summary of the sitting and return its version. Raises Refused, Locked, autosave.Conflict."""
    card = _open_scorecard(seat)
    _must_fit(typed)
    return save_typed(card, "summary", typed, {"submitted_at": None})


@transaction.atomic
def recommend(seat: Seat, value: str) -> None:
    """Set the overall recommendation, once each answer has been judged by itself.

    Raises Refused for an unknown one or while a question lacks a rating, Locked after submission.
    """
    card = _open_scorecard(seat)
    _must_be_rated(card)
    if value and value not in RECOMMENDATIONS:
        raise Refused("Choose one of: " + ", ".join(RECOMMENDATIONS.values()) + ".")
    Scorecard.objects.filter(pk=card.pk).update(recommendation=value)


def unrated(card: Scorecard) -> list[AskedQuestion]:
    """Questions that were put to the candidate, are this seat's to rate, and on this card neither rated nor passed."""
    judged = card.ratings.judged().values("asked_id")
    theirs = card.interview.put_to_candidate.filter(Q(asker=None) | Q(asker=card.seat_id))
    return list(theirs.exclude(pk__in=judged))


def _must_be_rated(card: Scorecard) -> None:
    if gaps := unrated(card):
        which = ", ".join(str(asked.position) for asked in gaps)
        noun = "Question" if len(gaps) == 1 else "Questions"
        raise Refused(
            f"{noun} {which}: not rated yet. Rate each answer, or say that it was not observed; then the whole."
        )


@transaction.atomic
def submit(seat: Seat, now: datetime) -> None:
    """Lock the scorecard.

    Raises Refused while a question lacks a rating, or without a recommendation, which nobody gives of themselves.
    """
    _hold_interview(seat)
    card = _open_scorecard(seat)
    _must_be_rated(card)
    if not card.recommendation and seat.role != Role.SOLO:
        raise Refused("Choose an overall recommendation first.")
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=now)
    record(card.interview, seat, "submit", now, **hints_shown(card.interview))
    announce(card.interview_id)


@transaction.atomic
def reopen(seat: Seat, now: datetime, reason: str) -> None:
    """Open a submitted scorecard again, before the panel has talked. Who reads the debrief reads the reason too.

    Raises Refused without a reason, for a scorecard that is open, and once the debrief has begun or the report was
    shared: from then on others have read it.
    """
    interview = _hold_interview(seat)
    card = Scorecard.objects.select_for_update().filter(seat=seat).first()
    if card is None or card.submitted_at is None:
        raise Refused("This scorecard is open already.")
    if Debrief.objects.filter(interview=card.interview_id).exists():
        raise Refused("The debrief has begun: what was submitted stands. Say there what you would change.")
    if interview.shared_at:
        raise Refused("The report was shared with the candidate: what was submitted stands.")
    if not reason.strip():
        raise Refused("Say why: the panel will read the reason in the debrief.")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"A reason may hold {LONGEST_REASON} characters and this one has {len(reason)}.")
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=None)
    record(card.interview, seat, "reopen_scorecard", now, reason=reason.strip())
    announce(card.interview_id)


def _must_fit(typed: Typed) -> None:
    if len(typed.text) > LONGEST_NOTE:
        raise Refused(f"A note may hold {LONGEST_NOTE:,} characters and this one has {len(typed.text):,}.")
