"""What is shown to people of themselves: sittings over time, and how an interviewer rates beside others."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from analysis.facts import Record, records
from analysis.raters import Calibration, Rated, calibration
from analysis.trends import Step, in_words, step
from interviews.debriefing import beyond_swaying
from interviews.models import Interview, Scorecard, Seat
from interviews.roles import JUDGES, Role

NEWEST = 200


@dataclass(frozen=True)
class Trend:
    steps: list[Step]

    @property
    def words(self) -> str:
        return in_words(self.steps)


def judged_by(user: User) -> QuerySet[Interview]:
    """Interviews in which this person's own scorecard is in, and nothing can sway anybody any more."""
    own = Scorecard.objects.filter(
        interview=OuterRef("pk"),
        seat__user=user,
        seat__role__in=JUDGES,
        seat__revoked_at=None,
        submitted_at__isnull=False,
    )
    return beyond_swaying().filter(Exists(own))


def calibration_of(user: User) -> Calibration:
    """How somebody rates, from the newest interviews."""
    complete = judged_by(user).order_by("-ended_at", "-pk")
    found = records(list(complete.values_list("pk", flat=True)[:NEWEST]))
    rated = [one for record in found for one in _rated(record, user)]
    led = [
        record for record in found if any(_is_of(card, user) and card.seat.role == Role.LEAD for card in record.cards)
    ]
    times = [record.time_of(asked) for record in led for asked in record.asked]
    return calibration(rated, [time for time in times if time is not None])


def _is_of(card: Scorecard, user: User) -> bool:
    return card.seat.user_id == user.pk


def _rated(record: Record, user: User) -> list[Rated]:
    found = []
    for asked in record.asked:
        given = [(_is_of(card, user), record.ratings.get((card.pk, asked.pk))) for card in record.cards]
        mine = [value for is_mine, value in given if is_mine and value is not None]
        others = tuple(value for is_mine, value in given if not is_mine and value is not None)
        found += [Rated(record.interview.pk, value, others) for value in mine]
    return found


def own_sittings(user: User) -> Trend:
    """A candidate's, of reports that were shared with them, ratings and coverage included: by the lead's card alone."""
    seats = Seat.objects.filter(user=user, role=Role.CANDIDATE, revoked_at=None, interview__shared_at__isnull=False)
    shared = Interview.objects.filter(pk__in=seats.values("interview")).order_by("-ended_at", "-pk")
    found = records([pk for pk, share in shared.values_list("pk", "share")[:NEWEST] if "ratings" in share])
    return Trend([_step(record, [card for card in record.cards if card.seat.role == Role.LEAD]) for record in found])


def sittings_of(candidate: User, reader: User) -> Trend:
    """A candidate's, for somebody of their panels: those alone that this reader has judged."""
    seats = Seat.objects.filter(user=candidate, role=Role.CANDIDATE)
    met = judged_by(reader).filter(pk__in=seats.values("interview")).order_by("-ended_at", "-pk")
    return Trend([_step(record, record.cards) for record in records(list(met.values_list("pk", flat=True)[:NEWEST]))])


def _step(record: Record, cards: list[Scorecard]) -> Step:
    return step(record.interview.title, record.at.date(), record.sitting(cards))


def met_again(reader: User) -> list[User]:
    """Candidates with an account whom this person has judged more than once."""
    seats = Q(seats__role=Role.CANDIDATE, seats__interview__in=judged_by(reader))
    found = User.objects.annotate(sittings=Count("seats", filter=seats)).filter(sittings__gt=1)
    return list(found.order_by("username"))


def interviewers() -> list[User]:
    """Everybody who has submitted a scorecard on a panel, with how many."""
    cards = Q(seats__role__in=JUDGES, seats__scorecard__submitted_at__isnull=False)
    return list(
        User.objects.annotate(submitted=Count("seats", filter=cards)).filter(submitted__gt=0).order_by("username")
    )
