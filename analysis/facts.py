"""What was judged in some interviews, by submitted scorecards alone; a hundred cost as many queries as one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from analysis.sittings import Answer, Card, Sitting
from interviews.models import AskedQuestion, Interview, Mark, Rating, Scorecard
from interviews.roles import Role
from interviews.states import PASSED_OVER

Place = tuple[int, int]  # a scorecard and an asked question
CLOCK = ("state", "budget", "extra", "started_at", "paused_at", "paused_total", "closed_at")


@dataclass(frozen=True)
class Record:
    """One interview with its submitted scorecards."""

    interview: Interview
    asked: list[AskedQuestion] = field(default_factory=list)
    cards: list[Scorecard] = field(default_factory=list)
    marks: dict[Place, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    ratings: dict[Place, int] = field(default_factory=dict)
    flags: dict[Place, list[int]] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        return any(card.seat.role == Role.SOLO for card in self.cards)

    @property
    def at(self) -> datetime:
        return self.interview.ended_at or self.interview.created_at

    def sitting(self, cards: Collection[Scorecard] | None = None) -> Sitting:
        """It as these scorecards judge it; as all of them do, if none are named."""
        chosen = self.cards if cards is None else cards
        return Sitting([self._answer(asked, chosen) for asked in self.asked])

    def _answer(self, asked: AskedQuestion, cards: Collection[Scorecard]) -> Answer:
        places = [(card.pk, asked.pk) for card in cards]
        judged = [
            Card(self.marks.get(place, {}), self.ratings.get(place), self.flags.get(place, ())) for place in places
        ]
        return Answer(asked.question_id, asked.points, judged, self.time_of(asked), asked.red_flags)

    def time_of(self, asked: AskedQuestion) -> float | None:
        """The share of its budget that was used, of the time that it had before any was added."""
        if asked.started_at is None or not asked.budget:
            return None
        return asked.used(asked.closed_at or self.at) / asked.budget


def records(interviews: Collection[int]) -> list[Record]:
    """The interviews of these numbers, the oldest first."""
    found = Interview.objects.filter(pk__in=interviews).order_by("ended_at", "pk")
    by_pk = {interview.pk: Record(interview) for interview in found}
    cards = Scorecard.objects.filter(interview__in=by_pk, submitted_at__isnull=False).select_related("seat")
    for card in cards:
        by_pk[card.interview_id].cards.append(card)
    asked_in = {}
    asked_of = AskedQuestion.objects.filter(interview__in=by_pk).exclude(state__in=PASSED_OVER)
    for asked in asked_of.only("interview", "position", "question", "key_points", "red_flags", *CLOCK):
        by_pk[asked.interview_id].asked.append(asked)
        asked_in[asked.pk] = by_pk[asked.interview_id]
    _judgements(asked_in, [card.pk for card in cards])
    return list(by_pk.values())


def _judgements(asked_in: dict[int, Record], cards: list[int]) -> None:
    marks = Mark.objects.filter(scorecard__in=cards)
    for card, asked, point, value in marks.values_list("scorecard", "asked", "point", "value").iterator(2_000):
        if asked in asked_in:
            asked_in[asked].marks[card, asked][point] = value
    ratings = Rating.objects.judged().filter(scorecard__in=cards)
    for card, asked, value, flags in ratings.values_list("scorecard", "asked", "value", "flags"):
        if asked in asked_in and value is not None:
            asked_in[asked].ratings[card, asked] = value
            asked_in[asked].flags[card, asked] = flags
        elif asked in asked_in:
            asked_in[asked].marks.pop((card, asked), None)
