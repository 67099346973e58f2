"""People and interviews for tests, made through the app's own writers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group, User

from interviews import calibrating, flow, inviting, marking
from interviews.models import AskedQuestion, Interview, Sample, Seat
from interviews.planning import Recipe, create
from interviews.roles import Role
from interviews.samples import SampleDraft, SampleSet
from questions.documents.record import Checker
from questions.models import EDITORS, INTERVIEWERS, Question, points_of
from questions.tests.making import questions

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def person(username: str, *groups: str, **fields) -> User:
    """An account without a password; tests log in with `force_login`."""
    user = User.objects.create(username=username, **fields)
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return user


def interviewer(username: str = "lena") -> User:
    return person(username, INTERVIEWERS)


def editor(username: str = "ed") -> User:
    return person(username, EDITORS, is_staff=True)


@dataclass
class Cast:
    """One interview with its people. Verbs go through flow and keep `interview` fresh."""

    interview: Interview
    lead: Seat
    candidate: Seat

    @property
    def invitation(self) -> str:
        return f"/join/{inviting.token_of(self.candidate)}/"

    def asked(self, position: int) -> AskedQuestion:
        return self.interview.asked.get(position=position)

    def reload(self) -> Interview:
        self.interview = Interview.objects.get(pk=self.interview.pk)
        self.lead.refresh_from_db()
        self.candidate.refresh_from_db()
        return self.interview

    def started(self, at: datetime = NOW) -> "Cast":
        self.interview = flow.start(self.interview, self.lead, at)
        return self

    def opened(self, position: int = 1, at: datetime = NOW) -> "Cast":
        self.interview = flow.open_question(self.interview, self.lead, at, position)
        return self

    def ended(self, at: datetime = NOW + timedelta(minutes=5)) -> "Cast":
        self.interview = flow.end(self.interview, self.lead, at)
        return self

    def submitted(self, at: datetime = NOW + timedelta(minutes=6)) -> "Cast":
        self.judged(self.lead, at)
        return self

    def judged(self, seat: Seat, at: datetime = NOW + timedelta(minutes=6), recommendation: str = "yes") -> None:
        """The seat submits its scorecard; what it has not rated it did not observe."""
        marking.rest_not_observed(seat)
        marking.recommend(seat, recommendation)
        marking.submit(seat, at)


def cast(count: int = 3, *, lead: User | None = None, candidate: User | None = None, **recipe) -> Cast:
    """A scheduled interview over `count` questions of five minutes each, 60 minutes in all."""
    refs = tuple(question.ref for question in questions(count))
    wanted = {"title": "Mock", "candidate_name": "Cleo", "minutes": max(60, count * 5), "refs": refs} | recipe
    interview = create(Recipe(candidate=candidate, **wanted), lead or interviewer(), NOW)
    seats = {seat.role: seat for seat in interview.seats.all()}
    return Cast(interview, seats[Role.LEAD], seats[Role.CANDIDATE])


@dataclass
class Panel:
    """An ended interview that a lead and two panellists judge, each with a scorecard of their own."""

    made: Cast
    pia: Seat
    paul: Seat

    @property
    def interview(self) -> Interview:
        return self.made.interview

    @property
    def judges(self) -> list[Seat]:
        return [self.made.lead, self.pia, self.paul]

    def rated(self, seat: Seat, *values: int | None) -> "Panel":
        """The seat's ratings of the first questions; None says that it did not observe."""
        for position, value in enumerate(values, start=1):
            asked = self.made.asked(position)
            if value is None:
                marking.not_observed(seat, asked)
            else:
                marking.rate(seat, asked, value)
        return self

    def all_judged(self) -> "Panel":
        for seat in self.judges:
            self.made.judged(seat)
        return self


def panel(count: int = 3, **recipe) -> Panel:
    """Every question was asked and answered; nobody has judged anything yet."""
    people = [interviewer(name) for name in ("pia", "paul")]
    made = cast(count, panel=tuple(people), **recipe).started()
    for position in range(1, count + 1):
        made.opened(position)
    made.ended()
    seats = {seat.user.username: seat for seat in made.interview.seats.filter(role=Role.PANELLIST)}
    return Panel(made, seats["pia"], seats["paul"])


def samples(ref: str = "one", ratings: tuple[int, ...] = (1, 3, 5)) -> list[Sample]:
    """Samples of a question of the bank, one a rating, with the same mark for all key points of each."""
    question = Question.objects.get(ref=ref)
    made = [
        SampleDraft(
            name=f"rated-{rating}",
            answer=f"What somebody says who is worth {rating}.",
            rating=rating,
            reasons=f"Because of {rating}.",
            marks={point.text: ("missed", "partly", "covered")[rating // 2] for point in points_of(question)},
        )
        for rating in ratings
    ]
    calibrating.store([SampleSet(ref, tuple(made), Checker("-", {}))])
    return list(question.samples.all())


def calibrated(user: User, *some: Sample, softer: int = 0) -> None:
    """The user judges these samples as the reference does, but for so much in the rating."""
    for sample in some:
        calibrating.judge(user, sample, sample.marks, max(1, min(5, sample.rating + softer)), NOW)
