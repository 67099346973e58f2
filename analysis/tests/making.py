"""Sittings for tests: interviews judged by a panel through the app's own writers."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.test import Client

from interviews import debriefing, flow, marking
from interviews.models import Interview, Seat
from interviews.planning import Recipe, create
from interviews.roles import Role
from interviews.tests.making import NOW

LETTERS = {"c": "covered", "p": "partly", "m": "missed"}


def sat(
    lead: User, answers: dict[str, list[str]], others: tuple[User, ...] = (), at: datetime = NOW, **recipe
) -> Interview:
    """An interview that is over: for each ref one `marks:rating` a person of the panel, such as `cpm:4`."""
    wanted = {"title": "Mock", "candidate_name": "Cleo", "minutes": 60, "refs": tuple(answers)} | recipe
    made = create(Recipe(**wanted), lead, at)
    seats = [made.seats.get(role=Role.LEAD)]
    seats += [
        Seat.objects.create(interview=made, user=user, role=Role.PANELLIST, name=user.username) for user in others
    ]
    made = flow.start(made, seats[0], at)
    for position in range(1, len(answers) + 1):
        made = flow.open_question(made, seats[0], at + timedelta(minutes=position), position)
    made = flow.end(made, seats[0], at + timedelta(minutes=len(answers) + 1))
    for asked in made.asked.all():
        for seat, judged in zip(seats, answers[asked.ref]):
            _judge(seat, asked, judged)
    return made


def _judge(seat: Seat, asked, judged: str) -> None:
    letters, _, rating = judged.partition(":")
    for index, letter in enumerate(letters):
        if letter in LETTERS:
            marking.mark(seat, asked, index, LETTERS[letter])
    if rating:
        marking.rate(seat, asked, int(rating))


def submit(interview: Interview, *users: User, at: datetime = NOW + timedelta(hours=1)) -> None:
    for seat in interview.seats.filter(user__in=users):
        marking.rest_not_observed(seat)
        marking.recommend(seat, "yes")
        marking.submit(seat, at)


def judged(lead: User, answers: dict[str, list[str]], others: tuple[User, ...] = (), **recipe) -> Interview:
    """The same with every scorecard submitted."""
    made = sat(lead, answers, others, **recipe)
    submit(made, lead, *others)
    if others:
        talk(made)
    return made


def talk(interview: Interview, at: datetime = NOW + timedelta(hours=2)) -> None:
    """The debrief begins: from here on what the panel judged counts."""
    debriefing.open_debrief(interview, interview.seats.get(role=Role.LEAD), at, close_the_rest=True)


def page_of(user: User, address: str = "/analysis/questions/") -> str:
    """What this person gets to read there."""
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()
