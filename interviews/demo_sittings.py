"""One interview made up as a whole: who sat in it, what was asked, said and marked, when. Rows, not stored yet.

The same random numbers make the same. The rows look as the verbs would have left them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from interviews import demo_words
from interviews.clock import with_accommodation
from interviews.flow import hints_shown
from interviews.models import AskedQuestion, Consensus, Debrief, Event, Interview, Rating, Reveal, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import HEARD_OR_NOT, Recommendation, Score, coverage, mean, suggested_rating, totals_by_topic
from interviews.states import InterviewState, QuestionState
from questions.rubric import Kind, Level, Point

QUESTIONS = 10
FATES = {InterviewState.ENDED: 93, InterviewState.CANCELLED: 4, InterviewState.SCHEDULED: 3}
LEVELS = ((Level.FRESHER, Level.INTERMEDIATE), (Level.INTERMEDIATE, Level.SENIOR), tuple(Level))
SHOWN = ["ratings", "summary", "marks"]
IS_SHARED, IS_SKIPPED, IS_UNRATED, IS_NOTED, LONGER = 0.6, 0.03, 0.02, 0.7, 0.06
SEEN_OTHERWISE = 0.14  # So many marks does a second panellist set one step higher or lower.
EASE = {Kind.ESSENTIAL: 0.12, Kind.GOOD: 0.0, Kind.BONUS: -0.25}
VALUES = list(HEARD_OR_NOT)
ONE_DAY, LONGEST = timedelta(days=1), timedelta(hours=6)
LEAST_OF = {Recommendation.STRONG_YES: 4.3, Recommendation.YES: 3.3, Recommendation.NO: 2.2}


@dataclass(frozen=True)
class People:
    """Who sits in them. So large a share of candidates has an account, one of these."""

    leads: Sequence[User]
    panellists: Sequence[User]
    candidates: Sequence[User]
    has_account: float = 0.4


@dataclass(frozen=True)
class Copy:
    """A question of the bank as every interview copies it."""

    fields: dict
    points: list[Point]
    minutes: int

    @property
    def hardness(self) -> float:
        return random.Random(self.fields["ref"]).uniform(0.25, 0.7)


@dataclass
class Sitting:
    interview: Interview
    seats: list[Seat]
    asked: list[AskedQuestion] = field(default_factory=list)
    cards: list[Scorecard] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    marks: list[tuple[Scorecard, AskedQuestion, int, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    debriefs: list[Debrief] = field(default_factory=list)
    agreed: list[Consensus] = field(default_factory=list)

    def tell(self, at: datetime, seat: Seat | None, verb: str, **detail) -> None:
        self.events.append(Event(interview=self.interview, at=at, seat=seat, verb=verb, detail=detail))


def sitting(rng: random.Random, bank: Sequence[Copy], people: People, made_at: datetime, now: datetime) -> Sitting:
    """An interview that was made at that moment, and over by now unless it is still to come."""
    copies = _questions(rng, bank)
    made_at = (made_at - ONE_DAY).replace(hour=rng.randrange(7, 12))
    interview = _interview(rng, copies, made_at, now)
    made = Sitting(interview, _seats(rng, interview, people))
    made.asked = [_asked(interview, position, copy) for position, copy in enumerate(copies, start=1)]
    lead, _, candidate = made.seats
    made.tell(interview.created_at, lead, "invite")
    made.tell(interview.created_at, lead, "schedule")
    begin = _begin(rng, made_at, now)
    if interview.state == InterviewState.CANCELLED:
        interview.ended_at = begin
        made.tell(begin, lead, "cancel")
    elif interview.state == InterviewState.ENDED:
        candidate.invitation_used_at = begin
        made.tell(begin, candidate, "join")
        _hold(rng, made, begin + timedelta(minutes=2), skill=min(max(rng.gauss(0.5, 0.16), 0.05), 0.95), copies=copies)
    interview.moves = interview.version = len(made.events)
    return made


def _begin(rng: random.Random, made_at: datetime, now: datetime) -> datetime:
    """Some days later, by day; so that the longest sitting is over by now."""
    begin = made_at + timedelta(days=rng.randrange(5), hours=rng.uniform(1, 6))
    return begin if begin < now - LONGEST else made_at + timedelta(minutes=rng.uniform(2, 30))


def _questions(rng: random.Random, bank: Sequence[Copy]) -> list[Copy]:
    """Ten, of the levels of this round as far as the bank has them."""
    levels = rng.choice(LEVELS)
    mixed = rng.sample(bank, len(bank))
    return sorted(mixed, key=lambda copy: copy.fields["level"] not in levels)[:QUESTIONS]


def _interview(rng: random.Random, copies: list[Copy], made_at: datetime, now: datetime) -> Interview:
    planned = timedelta(minutes=sum(copy.minutes for copy in copies) + 5)
    percent = 25 if rng.random() < LONGER else 0
    state = rng.choices(list(FATES), weights=FATES.values())[0]
    # What is still to come was made lately.
    lately = now - (now - made_at) / 100
    return Interview(
        title=f"{rng.choice(demo_words.POSTS)}, {rng.choice(demo_words.ROUNDS)}",
        created_at=lately if state == InterviewState.SCHEDULED else made_at,
        state=state,
        reveal=rng.choices(list(Reveal), weights=[1, 1, 8])[0],
        seed=rng.randrange(2**31),
        planned=planned,
        budget=with_accommodation(planned, percent),
        extra_percent=percent,
    )


def _seats(rng: random.Random, interview: Interview, people: People) -> list[Seat]:
    lead = rng.choice(people.leads)
    panellist = rng.choice([user for user in people.panellists if user != lead])
    candidate = rng.choice(people.candidates) if rng.random() < people.has_account else None
    by_role = {Role.LEAD: lead, Role.PANELLIST: panellist, Role.CANDIDATE: candidate}
    seats = [Seat(interview=interview, role=role, user=user, name=_name(rng, user)) for role, user in by_role.items()]
    seats[-1].invitation_expires_at = interview.created_at + timedelta(days=14)
    return seats


def _name(rng: random.Random, user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else demo_words.full_name(rng)


def _asked(interview: Interview, position: int, copy: Copy) -> AskedQuestion:
    budget = with_accommodation(timedelta(minutes=copy.minutes), interview.extra_percent)
    return AskedQuestion(interview=interview, position=position, budget=budget, **copy.fields)


def _hold(rng: random.Random, made: Sitting, now: datetime, skill: float, copies: list[Copy]) -> None:
    """Play it from its start to the last scorecard."""
    interview, (lead, panellist, _) = made.interview, made.seats
    interview.started_at = now
    made.tell(now, lead, "start", **hints_shown(interview))
    heard = []
    for asked, copy in zip(made.asked, copies):
        marks = _marks(rng, copy, skill) if rng.random() > IS_SKIPPED else None
        heard.append(marks)
        now = _put(rng, made, asked, now + timedelta(seconds=rng.uniform(5, 40)), marks)
    interview.ended_at = min(now + timedelta(seconds=30), interview.clock.deadline)
    made.tell(interview.ended_at, lead, "end")
    _judge(rng, made, lead, interview.ended_at + timedelta(minutes=rng.uniform(4, 50)), heard)
    otherwise = [_seen_otherwise(rng, marks) for marks in heard]
    _judge(rng, made, panellist, interview.ended_at + timedelta(minutes=rng.uniform(4, 50)), otherwise)
    _talk(made, interview.ended_at + timedelta(minutes=55))
    if rng.random() < IS_SHARED:
        interview.shared_at, interview.share = interview.ended_at + timedelta(hours=1), SHOWN
        made.tell(interview.shared_at, lead, "share", show=SHOWN)


def _talk(made: Sitting, now: datetime) -> None:
    """The debrief: the panel agrees on the mean of its ratings, and decides as the lead recommended."""
    lead, (own, *_) = made.seats[0], made.cards
    given: dict[int, list[int | None]] = {}
    for rating in made.ratings:
        given.setdefault(rating.asked.position, []).append(rating.value)
    made.tell(now, lead, "open_debrief")
    for asked in made.asked:
        if asked.position in given:
            average = mean(given[asked.position])
            made.agreed.append(Consensus(asked=asked, value=average and round(average)))
            made.tell(now, lead, "agree", position=asked.position, value=made.agreed[-1].value)
    decided = now + timedelta(minutes=4)
    made.debriefs.append(
        Debrief(
            interview=made.interview,
            opened_at=now,
            decision=own.recommendation,
            reason="What was agreed on speaks for it.",
            decided_at=decided,
        )
    )
    made.tell(decided, lead, "decide", decision=own.recommendation)


def _marks(rng: random.Random, copy: Copy, skill: float) -> dict[int, str]:
    """A point is said the likelier, the abler the candidate, the easier the question, the more essential the point."""
    odds = 0.5 + 1.1 * (skill - copy.hardness)
    drawn = [(rng.random(), odds + EASE[point.kind]) for point in copy.points]
    return {
        i: VALUES[2] if x < said else VALUES[1] if x < said + 0.18 else VALUES[0] for i, (x, said) in enumerate(drawn)
    }


def _seen_otherwise(rng: random.Random, marks: Mapping[int, str] | None) -> dict[int, str] | None:
    return marks and {i: _near(rng, value) if rng.random() < SEEN_OTHERWISE else value for i, value in marks.items()}


def _near(rng: random.Random, value: str) -> str:
    return VALUES[min(max(VALUES.index(value) + rng.choice((-1, 1)), 0), len(VALUES) - 1)]


def _put(
    rng: random.Random, made: Sitting, asked: AskedQuestion, now: datetime, marks: Mapping[int, str] | None
) -> datetime:
    """Put one question and take the answer; the moment at which it was closed."""
    lead, position = made.seats[0], asked.position
    if marks is None:
        asked.state, asked.closed_at = QuestionState.SKIPPED, now
        made.tell(now, lead, "skip_question", position=position)
        return now
    share = rng.uniform(0.35, 1.05)
    asked.state = QuestionState.ANSWERED if share < 1 else QuestionState.TIMED_OUT
    asked.started_at, asked.closed_at = now, now + asked.budget * min(share, 1)
    asked.answer, asked.answer_version = demo_words.answer(asked.points, marks, rng), 1
    made.tell(now, lead, "open_question", position=position)
    by, verb = (lead, "answer_question") if share < 1 else (None, "time_out_question")
    made.tell(asked.closed_at, by, verb, position=position)
    return asked.closed_at


def _judge(rng: random.Random, made: Sitting, seat: Seat, now: datetime, heard: list[dict[int, str] | None]) -> None:
    """One submitted scorecard, from what its panellist heard."""
    card = Scorecard(interview=made.interview, seat=seat, submitted_at=now, summary_version=1)
    scores = []
    for asked, marks in zip(made.asked, heard):
        if marks is None:
            continue
        points = asked.points
        made.marks += [(card, asked, index, value) for index, value in marks.items()]
        value = _rating(rng, suggested_rating(points, marks))
        note = demo_words.note(points, marks, rng) if rng.random() < IS_NOTED else ""
        rating = Rating(scorecard=card, asked=asked, value=value, note=note, note_version=bool(note))
        rating.not_observed = value is None
        made.ratings.append(rating)
        scores.append(Score(asked.topic, coverage(points, marks), value))
    card.summary = demo_words.summary(totals_by_topic(scores), rng)
    average = mean(score.rating for score in scores) or 0
    card.recommendation = next((word for word, least in LEAST_OF.items() if average >= least), Recommendation.STRONG_NO)
    made.cards.append(card)
    made.tell(now, seat, "submit", **hints_shown(made.interview))


def _rating(rng: random.Random, suggested: int | None) -> int | None:
    """Mostly what the marks suggest, now and then one more or one less, rarely none."""
    if suggested is None or rng.random() < IS_UNRATED:
        return None
    return min(max(suggested + rng.choices((-1, 0, 1), weights=(1, 8, 1))[0], 1), 5)
