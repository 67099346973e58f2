"""A mock interview alone: the live one's own clock, lock and report, with one seat on both sides of the table."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from interviews.models import Interview, Scorecard
from interviews.tests.making import NOW, cast, person
from practice.mock import fill
from questions.library import store
from questions.models import Question
from questions.picking import Entry
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, draft, questions

db = pytest.mark.django_db
ENTRIES = st.lists(
    st.builds(
        Entry,
        ref=st.integers(0, 10**6).map("q-{}".format),
        topic=st.sampled_from("abc"),
        level=st.sampled_from(["fresher", "senior"]),
        minutes=st.integers(1, 30),
    ),
    unique_by=lambda entry: entry.ref,
    max_size=30,
)


@given(ENTRIES, st.integers(1, 120), st.sets(st.sampled_from("abc")), st.integers())
def test_the_minutes_are_filled_and_never_overrun(pool: list[Entry], minutes: int, topics: set[str], seed: int) -> None:
    chosen = fill(pool, minutes, ["senior"], topics, seed)
    by_ref = {entry.ref: entry for entry in pool}
    taken = [by_ref[ref] for ref in chosen]
    left = minutes - sum(entry.minutes for entry in taken)
    fitting = [e for e in pool if e.level == "senior" and (not topics or e.topic in topics)]
    assert left >= 0
    assert len(set(chosen)) == len(chosen)
    assert all(entry in fitting for entry in taken)
    assert all(entry.minutes > left for entry in fitting if entry not in taken)
    assert chosen == fill(list(reversed(pool)), minutes, ["senior"], topics, seed)


@pytest.fixture
def pat(client: Client, time):
    user = person("pat")
    client.force_login(user)
    return user


def begun(client: Client, **wishes) -> str:
    answer = client.post("/practice/mock/", {"minutes": "45", "seed": "1"} | wishes)
    assert answer.status_code == 302, answer.content
    return answer.url


@db
def test_it_begins_at_once_with_its_first_question_open(client: Client, pat) -> None:
    questions(20)
    place = begun(client)
    interview = Interview.objects.get()
    assert (interview.state, interview.asked.count()) == ("live", 9)
    page = client.get(place).content.decode()
    assert "Question 1 of 9" in page
    assert "Next question" in page


@db
def test_no_answer_is_in_any_page_while_it_runs(client: Client, pat) -> None:
    questions(3)
    place = begun(client)
    for address in ("", "parts/", "?question=1"):
        page = client.get(place + address).content.decode()
        assert SECRET_ANSWER not in page
        assert SECRET_POINT not in page
    for address in ("scorecard/", "report/", "report.json", "report.csv"):
        assert client.get(place + address).status_code == 403


@db
def test_nobody_marks_themselves_while_it_runs(client: Client, pat) -> None:
    questions(3)
    place = begun(client)
    assert client.post(f"{place}questions/1/marks/", {"mark-0": "covered"}).status_code == 403
    assert client.post(f"{place}questions/1/rating/", {"rating": "5"}).status_code == 403


@db
def test_from_the_first_answer_to_the_report(client: Client, pat, time) -> None:
    questions(2)
    place = begun(client)
    client.post(f"{place}questions/1/answer/", {"text": "My words", "base": "0", "writer": "w", "edit": "1"})
    time.passes(minutes=2)
    client.post(f"{place}questions/2/open/")
    time.passes(minutes=2)
    client.post(f"{place}end/")
    assert client.get(place).url == f"{place}scorecard/"
    review = client.get(f"{place}?question=1").content.decode()
    assert "My words" in review
    assert SECRET_ANSWER in review
    client.post(f"{place}questions/1/marks/", {"mark-0": "covered"})
    client.post(f"{place}questions/1/rating/", {"rating": "4"})
    client.post(f"{place}scorecard/submit/", {"rest_not_observed": "1"})
    client.post(f"{place}scorecard/submit/")
    report = client.get(f"{place}report/").content.decode()
    assert "marked by oneself" in report
    assert "My words" in report
    assert Scorecard.objects.get().submitted_at == time.now


@db
def test_time_that_runs_out_ends_it_with_nobody_looking(client: Client, pat, time) -> None:
    questions(2)
    place = begun(client)
    time.passes(minutes=46)
    assert client.get(place).status_code == 302
    interview = Interview.objects.get()
    assert (interview.state, interview.ended_at) == ("ended", NOW + timedelta(minutes=45))


@db
def test_wishes_that_nothing_fits_are_told_and_nothing_is_made(client: Client, pat) -> None:
    store([draft("long", minutes=50)])
    answer = client.post("/practice/mock/", {"minutes": "45", "seed": "1"})
    assert answer.status_code == 422
    assert "No question fits" in answer.content.decode()
    assert not Interview.objects.exists()


@db
def test_questions_of_an_interview_to_come_are_left_out(client: Client, pat) -> None:
    cast(3, candidate=pat)
    store([draft("other")])
    begun(client)
    mine = Interview.objects.get(seats__role="solo")
    assert [asked.ref for asked in mine.asked.all()] == ["other"]


@db
def test_somebody_else_does_not_see_it(client: Client, pat) -> None:
    questions(2)
    place = begun(client)
    other = Client()
    other.force_login(person("ray"))
    assert other.get(place).status_code == 404


@db
def test_levels_and_topics_are_as_wished(client: Client, pat) -> None:
    store([draft("a", level="senior", topic="Compute"), draft("b", level="fresher"), draft("c", level="senior")])
    begun(client, levels=["senior"], topics=["Compute"])
    assert [asked.ref for asked in Interview.objects.get().asked.all()] == ["a"]
    assert Question.objects.count() == 3
