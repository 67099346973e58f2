"""One question across all candidates whose typed answers wait for the same judge: in chance order, without a name.

Rating all answers to a question in a row, not knowing whose they are, keeps what was heard before, and who said it,
out of the rating.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from interviews.models import AskedQuestion, Rating, Scorecard, Seat
from interviews.roles import JUDGES
from interviews.states import PASSED_OVER, InterviewState


@dataclass(frozen=True)
class Waiting:
    """A question of the bank, with how many typed answers to it wait, and how many of them are rated."""

    ref: str
    title: str
    answers: int
    rated: int


def typed_for(judge: User) -> QuerySet[AskedQuestion]:
    """The typed answers that are this judge's to rate, of interviews on which they have not submitted."""
    mine = Seat.objects.filter(user=judge, role__in=JUDGES, revoked_at=None, interview=OuterRef("interview"))
    ended = Q(interview__state=InterviewState.ENDED)
    submitted = Scorecard.objects.filter(seat__user=judge, interview=OuterRef("interview"), submitted_at__isnull=False)
    others_to_rate = Q(asker__isnull=False) & ~Q(asker__user=judge)
    typed = AskedQuestion.objects.filter(ended, Exists(mine)).exclude(Exists(submitted)).exclude(others_to_rate)
    return typed.exclude(answer="").exclude(state__in=PASSED_OVER)


def _rated_by(judge: User) -> Exists:
    return Exists(Rating.objects.judged().filter(asked=OuterRef("pk"), scorecard__seat__user=judge))


def waiting_for(judge: User) -> list[Waiting]:
    """The questions with two answers or more, by title."""
    rows = typed_for(judge).annotate(is_rated=_rated_by(judge)).order_by().values("ref", "title")
    counted = rows.annotate(answers=Count("pk"), rated=Count("pk", filter=Q(is_rated=True))).filter(answers__gt=1)
    return [Waiting(**row) for row in counted.order_by("title", "ref").values("ref", "title", "answers", "rated")]


@dataclass(frozen=True)
class Blind:
    """The answers to one question as one judge meets them: `rated` says of each whether it is done."""

    answers: Sequence[AskedQuestion]
    rated: Sequence[bool]

    @property
    def first_to_do(self) -> int:
        """The number, from 1, of the first that is not rated; of the first, if all are."""
        return next((number for number, done in enumerate(self.rated, start=1) if not done), 1)

    @property
    def left(self) -> int:
        return self.rated.count(False)


def answers_to(ref: str, judge: User) -> Blind:
    """In an order that chance made once for this judge and question, so that it stays while they work."""
    found = typed_for(judge).filter(ref=ref).annotate(is_rated=_rated_by(judge)).select_related("interview")
    answers = list(found.only("interview", "position", "ref").order_by("pk"))
    random.Random(f"{judge.pk}:{ref}").shuffle(answers)
    return Blind(answers, [asked.is_rated for asked in answers])
