"""A page costs the same number of queries, however much there is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews import marking, sharing
from interviews.autosave import Typed
from interviews.models import AskedQuestion, Interview, Reveal, Seat
from interviews.roles import Role
from interviews.states import InterviewState, QuestionState
from interviews.tests.making import NOW, Cast, cast, interviewer, person

pytestmark = pytest.mark.django_db


def queries(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def judged(count: int, lead: User, candidate: User) -> Cast:
    """An interview in which every question was answered, marked, rated and noted."""
    made = cast(count, lead=lead, candidate=candidate, minutes=600, reveal=Reveal.AT_END).started()
    for asked in list(made.interview.asked.all()):
        made.opened(asked.position)
        marking.mark(made.lead, asked, 0, "covered")
        marking.mark(made.lead, asked, 1, "partly")
        marking.rate(made.lead, asked, 4)
        marking.save_note(made.lead, asked, Typed("Clear.", 0, "w", 1))
    return made


def as_it_stands(made: Cast) -> None:
    pass


def ended(made: Cast) -> None:
    made.ended()


def submitted_and_shared(made: Cast) -> None:
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings", "notes", "summary", "marks", "model_answers"])


PAGES = [
    ("lead", "", as_it_stands),
    ("lead", "?question=2", as_it_stands),
    ("lead", "parts/", as_it_stands),
    ("candidate", "", as_it_stands),
    ("candidate", "parts/", as_it_stands),
    ("lead", "?question=2", ended),
    ("lead", "scorecard/", ended),
    ("candidate", "", ended),
    ("lead", "report/", submitted_and_shared),
    ("lead", "report.csv", submitted_and_shared),
    ("lead", "report.json", submitted_and_shared),
    ("candidate", "report/", submitted_and_shared),
]


@pytest.mark.parametrize(("who", "page", "moment"), PAGES)
def test_a_page_of_an_interview_costs_the_same_with_5_and_with_50_questions(
    who: str, page: str, moment: Callable[[Cast], None], time
) -> None:
    time.now = NOW + timedelta(minutes=1)
    people = {"lead": interviewer(), "candidate": person("cleo")}
    counts = []
    for questions in (5, 50):
        made = judged(questions, **people)
        moment(made)
        counts.append(queries(people[who], f"/interviews/{made.interview.pk}/{page}"))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_a_lobby_costs_the_same_with_5_and_with_50_questions(time) -> None:
    lead = interviewer()
    counts = [queries(lead, f"/interviews/{cast(n, lead=lead).interview.pk}/") for n in (5, 50)]
    assert counts[0] == counts[1]


def many_interviews(count: int, user: User) -> None:
    made = Interview.objects.bulk_create(
        Interview(
            title=f"Mock {number}",
            created_at=NOW + timedelta(minutes=number),
            state=[InterviewState.SCHEDULED, InterviewState.LIVE, InterviewState.ENDED][number % 3],
            started_at=NOW,
            ended_at=NOW if number % 3 == 2 else None,
            budget=timedelta(hours=1),
            planned=timedelta(hours=1),
        )
        for number in range(count)
    )
    Seat.objects.bulk_create(Seat(interview=i, user=user, role=Role.LEAD, name="Lena") for i in made)
    Seat.objects.bulk_create(Seat(interview=i, role=Role.CANDIDATE, name="Cleo") for i in made)
    AskedQuestion.objects.bulk_create(
        AskedQuestion(interview=i, position=p, title="T", state=QuestionState.QUEUED, budget=timedelta(minutes=5))
        for i in made
        for p in (1, 2)
    )


@pytest.mark.parametrize("page", ["/", "/interviews/", "/interviews/?state=live", "/interviews/?page=2"])
def test_a_list_costs_the_same_with_10_and_with_1000_interviews(page: str, time) -> None:
    few, many = interviewer("few"), interviewer("many")
    many_interviews(10, few)
    many_interviews(1000, many)
    counts = [queries(few, page), queries(many, page)]
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_making_an_interview_costs_the_same_with_a_small_and_a_large_bank(time) -> None:
    lead = interviewer()
    counts = []
    for questions in (5, 50):
        cast(questions, lead=lead)
        counts.append(queries(lead, "/interviews/new/"))
    assert counts[0] == counts[1]
