"""People and interviews for tests, made through the app's own writers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group, User

from interviews import flow, inviting, marking
from interviews.models import AskedQuestion, Interview, Seat
from interviews.planning import Recipe, create
from interviews.roles import Role
from questions.models import EDITORS, INTERVIEWERS
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
        marking.recommend(self.lead, "yes")
        marking.submit(self.lead, at, gaps_are_meant=True)
        return self


def cast(count: int = 3, *, lead: User | None = None, candidate: User | None = None, **recipe) -> Cast:
    """A scheduled interview over `count` questions of five minutes each, 60 minutes in all."""
    refs = tuple(question.ref for question in questions(count))
    wanted = {"title": "Mock", "candidate_name": "Cleo", "minutes": max(60, count * 5), "refs": refs} | recipe
    interview = create(Recipe(candidate=candidate, **wanted), lead or interviewer(), NOW)
    seats = {seat.role: seat for seat in interview.seats.all()}
    return Cast(interview, seats[Role.LEAD], seats[Role.CANDIDATE])
