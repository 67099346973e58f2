"""A page costs the same number of queries, however much there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis.refreshing import refresh
from analysis.tests.making import judged as sat_and_judged
from integrations import tokens
from integrations.tests.making import api_client
from interviews import answering, debriefing, marking, seating, sharing
from interviews.autosave import Typed
from interviews.models import AskedQuestion, Interview, Reveal, Seat
from interviews.roles import Role
from interviews.states import InterviewState, QuestionState
from interviews.tests.making import NOW, Cast, calibrated, cast, interviewer, person, samples
from practice.tests.making import graded as practised
from questions import library
from questions.models import Question
from questions.tests.making import questions

pytestmark = pytest.mark.django_db


def queries(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def queries_of_a_program(user: User, address: str) -> int:
    client = api_client(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
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


@pytest.fixture(scope="module")
def interviews(kept: None) -> list[Cast]:
    """One of 5 questions and one of 50, of the same people."""
    people = {"lead": interviewer("leo"), "candidate": person("cara")}
    return [judged(count, **people) for count in (5, 50)]


def as_it_stands(made: Cast) -> None:
    pass


def ended(made: Cast) -> None:
    made.ended()


def submitted_and_shared(made: Cast) -> None:
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings", "notes", "summary", "marks", "model_answers"])


def debriefed(made: Cast) -> None:
    pia = interviewer(f"pia-{made.interview.pk}")
    seating.add(made.interview, [pia], Role.PANELLIST, made.lead, NOW)
    made.ended()
    for seat in made.interview.judges:
        made.judged(seat)
    debriefing.open_debrief(made.interview, made.lead, NOW, close_the_rest=False)
    for asked in made.interview.asked.all():
        debriefing.agree(asked, made.lead, NOW, 3, "Agreed.")


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
    ("lead", "debrief/", debriefed),
    ("lead", "debrief/parts/", debriefed),
    ("lead", "report.json", debriefed),
    ("lead", "report.csv", debriefed),
]


@pytest.mark.parametrize(("who", "page", "moment"), PAGES)
def test_a_page_of_an_interview_costs_the_same_with_5_and_with_50_questions(
    who: str, page: str, moment: Callable[[Cast], None], interviews: list[Cast], time
) -> None:
    time.now = NOW + timedelta(minutes=1)
    counts = []
    for made in (replace(made) for made in interviews):
        moment(made)
        counts.append(queries(getattr(made, who).user, f"/interviews/{made.interview.pk}/{page}"))
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


@pytest.fixture(scope="module")
def few_and_many(kept: None) -> list[User]:
    """Somebody with 10 interviews and somebody with 1,000."""
    people = [interviewer("few"), interviewer("many")]
    for count, user in zip((10, 1000), people, strict=True):
        many_interviews(count, user)
    return people


LISTS = [
    "/",
    "/interviews/",
    "/interviews/?state=live",
    "/interviews/?text=mock",
    "/interviews/?person=cleo&since=2026-03-01",
    "/interviews/?sort=oldest&archived=both",
    "/interviews/?after={pk}",
    "/interviews/?before={pk}",
]


@pytest.mark.parametrize("page", LISTS)
def test_a_list_costs_the_same_with_10_and_with_1000_interviews(page: str, few_and_many: list[User], time) -> None:
    middle = {user: user.seats.order_by("pk")[user.seats.count() // 2].interview_id for user in few_and_many}
    counts = [queries(user, page.format(pk=middle[user])) for user in few_and_many]
    assert counts[0] == counts[1]
    assert counts[0] <= 13


def test_making_an_interview_costs_the_same_with_a_small_and_a_large_bank(time) -> None:
    library.delete(Question.objects.all())
    lead = interviewer()
    counts = []
    for count in (5, 50):
        questions(count)
        counts.append(queries(lead, "/interviews/new/"))
    assert counts[0] == counts[1]


def test_the_synonyms_of_the_bank_cost_the_same_after_3_and_after_40_changes() -> None:
    ada, counts = person("ada", is_superuser=True), []
    for changes in (3, 40):
        for number in range(changes):
            library.keep_synonyms([f"N{n} = name {n}" for n in range(number + 1)], ada)
        counts.append(queries(ada, "/questions/synonyms/"))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_the_pages_of_practice_cost_the_same_with_2_and_with_40_questions(time) -> None:
    people = []
    for name, count in (("fay", 2), ("may", 40)):
        people.append(person(name))
        for number, one in enumerate(questions(count)):
            practised(people[-1], one, NOW + timedelta(hours=number), grade=1, mark="missed")
            practised(people[-1], one, NOW + timedelta(hours=number + 1), grade=1, mark="missed")
    time.now = NOW + timedelta(days=9)
    for page in ("/practice/", "/practice/progress/", "/practice/mock/", "/practice/mine.csv"):
        few, many = (queries(user, page) for user in people)
        assert few == many, page
        assert few <= 16, page


def test_an_editors_look_at_past_answers_costs_the_same_with_3_and_with_15_of_them(time) -> None:
    lead, reader, counts = interviewer(), person("ada", is_superuser=True), []
    for answers in (3, 12):
        for _ in range(answers):
            made = cast(1, lead=lead).started().opened()
            answering.save_answer(made.interview, 1, Typed("Quite other words.", 0, "w", 1), False, NOW)
            marking.mark(made.lead, made.asked(1), 0, "covered")
            made.ended().submitted()
        counts.append(queries(reader, "/interviews/wording/q-001/"))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_the_api_costs_the_same_with_little_and_with_much(
    few_and_many: list[User], interviews: list[Cast], time
) -> None:
    for address in ("/api/v1/interviews?limit=100", "/api/v1/interviews?limit=100&after=3"):
        counts = [queries_of_a_program(user, address) for user in few_and_many]
        assert counts[0] == counts[1] <= 8
    counts = [queries_of_a_program(few_and_many[0], f"/api/v1/questions?limit={limit}") for limit in (2, 50)]
    assert counts[0] == counts[1] <= 8
    for made in (replace(made) for made in interviews):
        submitted_and_shared(made)
    reports = [f"/api/v1/interviews/{made.interview.pk}/report" for made in interviews]
    counts = [queries_of_a_program(interviews[0].lead.user, address) for address in reports]
    assert counts[0] == counts[1] <= 15


def test_a_calendar_and_the_page_of_keys_cost_the_same_with_little_and_with_much(
    few_and_many: list[User], time
) -> None:
    Interview.objects.filter(state=InterviewState.SCHEDULED).update(starts_at=NOW)
    feeds = []
    for user, count in zip(few_and_many, (2, 15), strict=True):
        for number in range(count):
            tokens.make(user, f"Token {number}", ["bank:read"], None, NOW)
        feeds.append(f"/calendar/{tokens.make_feed(user, NOW)}.ics")
    counts = [queries(user, feed) for user, feed in zip(few_and_many, feeds, strict=True)]
    assert counts[0] == counts[1] <= 6
    counts = [queries(user, "/account/tokens/") for user in few_and_many]
    assert counts[0] == counts[1] <= 8


def test_the_analysis_costs_the_same_with_2_and_with_12_sittings(time) -> None:
    questions(3)
    lead, other, cleo, reader = interviewer(), interviewer("paul"), person("cleo"), person("ada", is_superuser=True)
    answers = {f"q-{number:03}": ["ccc:5", "cmm:3"] for number in (1, 2, 3)}
    counts = []
    for sittings in (2, 10):
        for _ in range(sittings):
            made = sat_and_judged(lead, answers, (other,), candidate=cleo)
            sharing.share(made, made.seats.get(user=lead), NOW, ["ratings"])
        refresh(NOW)
        pages = ["questions/", "questions/?kind=practice", "questions/q-001/", "interviewers/"]
        visits = [(reader, page) for page in (*pages, f"interviewers/{lead.pk}/")]
        visits += [(lead, "me/"), (cleo, "me/"), (lead, f"candidates/{cleo.pk}/")]
        counts.append([queries(user, f"/analysis/{page}") for user, page in visits])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


def test_the_page_of_question_health_costs_the_same_with_a_small_and_a_large_bank(time) -> None:
    reader, counts = person("ada", is_superuser=True), []
    for count in (2, 25):
        questions(count)
        counts.append(queries(reader, "/analysis/questions/"))
    assert counts[0] == counts[1]


def test_the_pages_of_calibration_cost_the_same_with_2_and_with_20_questions(time) -> None:
    reader, counts = interviewer(), []
    for count in (2, 20):
        for one in questions(count):
            calibrated(reader, *samples(one.ref))
        counts.append([queries(reader, f"/interviews/calibration/{page}") for page in ("", "q-001/", "q-001/1/")])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
