"""The panel's debrief: opened when all have judged, walked question by question, closed by one decision.

The protocol follows structured interviewing as public services run it: independent ratings first, frozen as they are;
then every question is talked through, the ones without disagreement too; what is agreed stands beside the initial
ratings and never replaces them.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from interviews.autosave import Refused
from interviews.flow import announce, record
from interviews.marking import LONGEST_NOTE, scorecard_of
from interviews.models import AskedQuestion, Consensus, Debrief, Interview, Rating, Scorecard, Seat
from interviews.roles import JUDGES
from interviews.scoring import ANCHORS, RECOMMENDATIONS


def still_judging(interview: Interview) -> list[Seat]:
    """The seats whose scorecards are not in."""
    return list(interview.judges.exclude(scorecard__submitted_at__isnull=False))


def not_walked(interview: Interview) -> list[int]:
    """The positions of the questions on which nothing is agreed yet."""
    return list(interview.put_to_candidate.filter(consensus=None).values_list("position", flat=True))


def awaits_decision(interview: Interview) -> bool:
    """Whether several judge and have not decided: until then nothing of their judgement goes out."""
    if interview.judges.count() < 2:
        return False
    return not Debrief.objects.filter(interview=interview, decided_at__isnull=False).exists()


def beyond_swaying() -> QuerySet[Interview]:
    """Interviews whose judgements may be read and counted: the debrief has begun, or one person judges alone."""
    judges = Seat.objects.filter(interview=OuterRef("pk"), role__in=JUDGES, revoked_at=None).order_by()
    count = Subquery(judges.values("interview").annotate(count=Count("pk")).values("count"))
    return Interview.objects.annotate(judge_count=count).filter(
        Q(debrief__isnull=False) | Q(judge_count__lt=2) | Q(judge_count=None)
    )


@transaction.atomic
def open_debrief(interview: Interview, lead: Seat, now: datetime, close_the_rest: bool) -> Debrief:
    """Show the panel to each other. From now on every scorecard stands as it is.

    Raises Refused for a sitting with one judge, and while scorecards are missing unless they are to be closed as they
    are, which is recorded with the names.
    """
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if held.judges.count() < 2:
        raise Refused("You judged alone, so there is nobody to talk to: your scorecard is the decision.")
    missing = still_judging(held)
    if missing and not close_the_rest:
        names = ", ".join(seat.name for seat in missing)
        raise Refused(f"Not all are in yet: {names}. Wait for them, or close their scorecards as they are.")
    for seat in missing:
        card = scorecard_of(seat)
        Scorecard.objects.filter(pk=card.pk).update(submitted_at=now, closed_for_them=True)
        record(held, lead, "close_scorecard", now, whom=seat.pk)
    debrief, made = Debrief.objects.get_or_create(interview=held, defaults={"opened_at": now})
    if made:
        record(held, lead, "open_debrief", now)
    announce(held.pk)
    return debrief


def _under_way(interview: Interview) -> Debrief:
    debrief = Debrief.objects.select_for_update().filter(interview=interview).first()
    if debrief is None:
        raise Refused("The debrief has not begun.")
    if debrief.decided_at:
        raise Refused("The decision is made, so the debrief is closed. It can be read, but not changed.")
    return debrief


@transaction.atomic
def agree(asked: AskedQuestion, lead: Seat, now: datetime, value: int | None, note: str) -> None:
    """Write down what the panel agrees on for one question; None stands for not observed. Raises Refused."""
    _under_way(asked.interview)
    if value is not None and value not in ANCHORS:
        raise Refused("A rating is a number from 1 to 5.")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note may hold {LONGEST_NOTE:,} characters and this one has {len(note):,}.")
    if Consensus.objects.filter(asked=asked, value=value, note=note).exists():
        return
    Consensus.objects.update_or_create(asked=asked, defaults={"value": value, "note": note})
    record(asked.interview, lead, "agree", now, position=asked.position, value=value)
    announce(asked.interview_id)


@transaction.atomic
def revise(seat: Seat, asked: AskedQuestion, now: datetime, value: int | None) -> None:
    """Change one's own mind in the debrief, beside the initial rating; None takes the change back. Raises Refused."""
    _under_way(asked.interview)
    if value is not None and value not in ANCHORS:
        raise Refused("A rating is a number from 1 to 5.")
    rating, _ = Rating.objects.get_or_create(scorecard=scorecard_of(seat), asked=asked)
    revised = None if value == rating.value else value
    if not Rating.objects.filter(pk=rating.pk).exclude(revised=revised).update(revised=revised):
        return
    record(asked.interview, seat, "revise", now, position=asked.position, value=value)
    announce(asked.interview_id)


@transaction.atomic
def decide(interview: Interview, lead: Seat, now: datetime, decision: str, reason: str) -> None:
    """Close the debrief, once. Raises Refused while a question was not talked through, or without a reason."""
    debrief = _under_way(interview)
    left = not_walked(interview)
    if left:
        which = ", ".join(map(str, left))
        raise Refused(f"Not talked through yet: question {which}. Agree on each, also where you all agree.")
    if decision not in RECOMMENDATIONS:
        raise Refused("Choose one of: " + ", ".join(RECOMMENDATIONS.values()) + ".")
    if not reason.strip():
        raise Refused("Give the reason for the decision: it is what you will be asked for later.")
    if len(reason) > LONGEST_NOTE:
        raise Refused(f"A reason may hold {LONGEST_NOTE:,} characters and this one has {len(reason):,}.")
    Debrief.objects.filter(pk=debrief.pk).update(decision=decision, reason=reason.strip(), decided_at=now)
    record(interview, lead, "decide", now, decision=decision)
    announce(interview.pk)
