"""The API: a token sees what its person may see, narrowed to its scopes, and no more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from integrations import tokens
from integrations.models import BANK, CALENDAR, REPORTS, Token
from integrations.tests.making import api_client
from interviews import marking, sharing
from interviews.autosave import Typed
from interviews.models import Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, editor, interviewer, person
from questions import library
from questions.models import Question, Revision
from questions.rubric import Level, Status
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, question, questions

pytestmark = pytest.mark.django_db
QUESTIONS, INTERVIEWS = "/api/v1/questions", "/api/v1/interviews"


@pytest.fixture(autouse=True)
def at_a_known_time(time) -> None:
    pass


def is_problem(response, status: int) -> dict:
    told = response.json()
    assert response.status_code == told["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert told["detail"]
    return told


def refs(client: Client, query: str = "") -> list[str]:
    return [item["ref"] for item in client.get(f"{QUESTIONS}?{query}").json()["items"]]


# Who gets in


def test_without_a_token_nobody_gets_in_not_even_with_a_session(client: Client) -> None:
    client.force_login(person("ada", is_superuser=True))
    response = client.get(QUESTIONS)
    is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "rh_x", "Bearer \x00", "bearer é"])
def test_a_header_that_is_no_token_is_told_so(header: str) -> None:
    is_problem(Client(headers={"Authorization": header}).get(QUESTIONS), 401)


def test_a_token_opens_what_its_scopes_name() -> None:
    user = person("pat")
    for scope, opened, closed in ((BANK, QUESTIONS, INTERVIEWS), (REPORTS, INTERVIEWS, QUESTIONS)):
        client = api_client(user, scope)
        assert client.get(opened).status_code == 200
        assert scope not in is_problem(client.get(closed), 403)["detail"]
    is_problem(api_client(user, CALENDAR).get(QUESTIONS), 403)


def test_a_token_is_good_until_it_expires_or_its_person_is_gone(time) -> None:
    user = person("pat")
    key = tokens.make(user, "Test", [BANK], NOW + timedelta(days=1), NOW)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert client.get(QUESTIONS).status_code == 200
    User.objects.update(is_active=False)
    is_problem(client.get(QUESTIONS), 401)
    User.objects.update(is_active=True)
    time.passes(days=1)
    is_problem(client.get(QUESTIONS), 401)


def test_whoever_guesses_has_to_wait_and_others_do_not(time) -> None:
    user = person("pat")
    good = api_client(user)
    guessing = Client(headers={"Authorization": "Bearer rh_guess"})
    for _ in range(20):
        is_problem(guessing.get(QUESTIONS), 401)
    response = good.get(QUESTIONS)
    is_problem(response, 429)
    assert response["Retry-After"] == "900"
    assert api_client(user).get(QUESTIONS, REMOTE_ADDR="203.0.113.9").status_code == 200
    time.passes(minutes=15)
    assert good.get(QUESTIONS).status_code == 200


def test_the_last_use_is_noted_but_not_at_every_request(time) -> None:
    client = api_client(person("pat"))
    for _ in range(3):
        client.get(QUESTIONS)
        time.passes(minutes=2)
    assert Token.objects.get().last_used_at == NOW
    client.get(QUESTIONS)
    assert Token.objects.get().last_used_at == NOW + timedelta(minutes=6)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    client = Client(enforce_csrf_checks=True, headers=api_client(person("pat")).headers)
    response = getattr(client, method)(QUESTIONS)
    is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD"


def test_no_answer_sets_a_cookie_or_may_be_kept_for_others() -> None:
    response = api_client(person("pat")).get(QUESTIONS)
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-cache"
    assert "Authorization" in response["Vary"]


def test_an_address_that_is_none_says_so_to_a_program() -> None:
    for address in ("/api/v1/", "/api/v1/nothing", "/api/v2/questions"):
        is_problem(Client().get(address), 404)


# The bank


def test_answers_are_for_those_who_may_see_them() -> None:
    question("one", corrections=("It is not cheese",))
    for user, answers, corrections in (
        (person("pat"), False, False),
        (interviewer(), True, False),
        (editor(), True, True),
    ):
        for address in (QUESTIONS, f"{QUESTIONS}/one"):
            text = api_client(user).get(address).content.decode()
            assert (SECRET_ANSWER in text, SECRET_POINT in text, "melts" in text) == (answers,) * 3, user
            assert ("It is not cheese" in text) == corrections, user
            assert "What is *one*?" in text


def test_what_is_not_published_is_for_editors() -> None:
    question("one")
    question("draft", status=Status.DRAFT)
    pat, ed = api_client(person("pat")), api_client(editor())
    assert refs(pat) == refs(ed) == ["one"]
    assert refs(ed, "status=draft") == ["draft"]
    is_problem(pat.get(f"{QUESTIONS}?status=draft"), 403)
    is_problem(pat.get(f"{QUESTIONS}/draft"), 404)
    assert ed.get(f"{QUESTIONS}/draft").json()["status"] == "draft"


def test_who_loses_the_right_loses_it_with_the_next_request() -> None:
    question("one")
    lena = interviewer()
    client = api_client(lena)
    assert "model_answer" in client.get(f"{QUESTIONS}/one").json()
    lena.groups.clear()
    assert "model_answer" not in client.get(f"{QUESTIONS}/one").json()


def test_the_list_is_narrowed_by_topic_level_and_tag() -> None:
    question("one", topic="Storage", level=Level.SENIOR, tags=("S3",))
    question("two", topic="Compute", level=Level.FRESHER, tags=("EC2",))
    client = api_client(person("pat"))
    for query in ("topic=Storage", "level=senior", "tag=S3", "topic=Storage&level=senior&tag=S3"):
        assert refs(client, query) == ["one"]
    assert refs(client, "topic=Nothing") == []


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    made = [q.ref for q in questions(7)]
    client = api_client(person("pat"))
    address, seen = f"{QUESTIONS}?limit=3&topic=Storage", []
    while address:
        page = client.get(address).json()
        assert len(page["items"]) <= 3
        seen += [item["ref"] for item in page["items"]]
        address = page["next"]
    assert seen == made


def test_what_was_changed_or_moved_since_is_found_by_the_moment() -> None:
    """A move to another status leaves the question's own moment alone."""
    old = datetime(2026, 1, 1, tzinfo=UTC)
    for ref in ("stays", "moves", "waits"):
        question(ref, status=Status.PUBLISHED if ref == "stays" else Status.DRAFT)
    Question.objects.update(updated_at=old)
    Revision.objects.update(at=old)
    client = api_client(person("pat"))
    since = "updated_since=2026-01-02T00:00:00Z"
    assert refs(client, since) == []
    library.publish(Question.objects.get(ref="moves"))
    assert refs(client, since) == ["moves"]
    assert refs(client, "updated_since=2025-12-31") == ["moves", "stays"]


def test_what_has_not_changed_is_not_sent_again() -> None:
    question("one")
    client = api_client(person("pat"))
    etag = client.get(QUESTIONS)["ETag"]
    again = client.get(QUESTIONS, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    question("two")
    assert client.get(QUESTIONS, headers={"If-None-Match": etag}).status_code == 200


def test_a_mistake_in_a_parameter_is_named_with_how_to_mend_it() -> None:
    told = is_problem(api_client(person("pat")).get(f"{QUESTIONS}?limit=0&level=guru&topics=S3"), 400)
    assert {error["parameter"] for error in told["errors"]} == {"limit", "level", "topics"}
    assert "Known are: " in next(error["detail"] for error in told["errors"] if error["parameter"] == "topics")


# Interviews and reports


def judged(**people) -> Cast:
    made = cast(1, **people).started().opened()
    marking.mark(made.lead, made.asked(1), 0, "missed")
    marking.save_note(made.lead, made.asked(1), Typed("The note of the lead", 0, "w", 1))
    return made


def test_one_sees_ones_own_interviews_alone() -> None:
    lead, cleo = interviewer(), person("cleo")
    made = cast(1, lead=lead, candidate=cleo)
    cast(1, lead=interviewer("other"))
    for user, role in ((lead, "lead"), (cleo, "candidate")):
        (item,) = api_client(user).get(INTERVIEWS).json()["items"]
        assert (item["id"], item["role"], item["state"]) == (made.interview.pk, role, "scheduled")
    assert api_client(person("pat")).get(INTERVIEWS).json()["items"] == []


def test_a_seat_that_was_taken_back_shows_nothing() -> None:
    made = judged(candidate=person("cleo")).ended()
    Seat.objects.filter(pk=made.candidate.pk).update(revoked_at=NOW)
    client = api_client(made.candidate.user)
    assert client.get(INTERVIEWS).json()["items"] == []
    is_problem(client.get(f"{INTERVIEWS}/{made.interview.pk}/report"), 404)


def test_before_ones_own_scorecard_is_in_nobody_elses_marks_are_seen() -> None:
    made = judged()
    pia = person("pia")
    seat = Seat.objects.create(interview=made.interview, user=pia, role=Role.PANELLIST, name="Pia")
    made.ended().submitted()
    client, address = api_client(pia), f"{INTERVIEWS}/{made.interview.pk}/report"
    is_problem(client.get(address), 403)
    everything = client.get(address).content + client.get(INTERVIEWS).content
    assert b"note of the lead" not in everything
    assert b"missed" not in everything
    assert client.get(INTERVIEWS).json()["items"][0]["report"] is None
    made.judged(seat, NOW, "no")
    assert client.get(INTERVIEWS).json()["items"][0]["report"].endswith(address)
    own = client.get(address).json()
    assert own["recommendation"] == "no"
    assert "note of the lead" not in str(own)


def test_a_candidate_reads_what_was_shared_and_only_once_it_is() -> None:
    made = judged(candidate=person("cleo")).ended().submitted()
    client, address = api_client(made.candidate.user), f"{INTERVIEWS}/{made.interview.pk}/report"
    is_problem(client.get(address), 403)
    sharing.share(made.interview, made.lead, NOW, ["ratings"])
    told = client.get(address)
    assert told.status_code == 200
    assert b"note of the lead" not in told.content
    assert SECRET_POINT.encode() not in told.content
    sharing.stop_sharing(made.interview, made.lead, NOW)
    is_problem(client.get(address), 403)


@pytest.mark.parametrize("role", ["lead", "candidate"])
def test_the_report_is_the_one_that_the_page_gives(role: str, client: Client) -> None:
    made = judged(candidate=person("cleo")).ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings", "marks"])
    user = getattr(made, role).user
    client.force_login(user)
    page = client.get(f"/interviews/{made.interview.pk}/report.json").json()
    assert api_client(user).get(f"{INTERVIEWS}/{made.interview.pk}/report").json() == page


def test_an_interview_that_ran_out_is_over_though_nobody_looked(time) -> None:
    made = cast(1).started()
    time.passes(hours=2)
    (item,) = api_client(made.lead.user).get(INTERVIEWS).json()["items"]
    assert (item["state"], item["ended_at"]) == ("ended", "2026-03-02T11:00:00Z")


def test_interviews_come_in_pages_and_by_state() -> None:
    lead = interviewer()
    ids = [cast(1, lead=lead).interview.pk for _ in range(3)]
    cast(1, lead=lead).started().ended()
    client = api_client(lead)
    first = client.get(f"{INTERVIEWS}?state=scheduled&limit=2").json()
    second = client.get(first["next"]).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["next"] is None


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_a_number_that_no_interview_has_is_not_found(number: int) -> None:
    is_problem(api_client(person("pat")).get(f"{INTERVIEWS}/{number}/report"), 404)
