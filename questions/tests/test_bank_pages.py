import re

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.models import EDITORS, INTERVIEWERS
from questions.rubric import Level, Status
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, question, questions

pytestmark = pytest.mark.django_db


def somebody(*groups: str) -> Client:
    user = User.objects.create(username="-".join(("who", *groups)))
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader() -> Client:
    return somebody()


@pytest.fixture
def bank() -> None:
    question("s3-safe", topic="Storage", level=Level.FRESHER, tags=("Amazon S3",), prompt="Are objects safe?")
    question("s3-fast", topic="Storage", level=Level.SENIOR, tags=("Amazon S3", "CDN"), prompt="Are objects fast?")
    question("vpc", topic="Networking", level=Level.SENIOR, tags=("Amazon VPC",), prompt="Is the network safe?")
    question("hidden", topic="Storage", status=Status.DRAFT, prompt="A safe draft?")
    question("old", topic="Storage", status=Status.RETIRED, prompt="A safe relic?")


def found(client: Client, **filters: str) -> set[str]:
    page = client.get("/questions/", filters).content.decode()
    return set(re.findall(r'<a href="/questions/([\w-]+)/"', page.partition('id="question-list"')[2]))


@pytest.mark.parametrize(
    ("filters", "refs"),
    [
        ({}, {"s3-safe", "s3-fast", "vpc"}),
        ({"topic": "Storage"}, {"s3-safe", "s3-fast"}),
        ({"level": "senior"}, {"s3-fast", "vpc"}),
        ({"tag": "CDN"}, {"s3-fast"}),
        ({"text": "safe"}, {"s3-safe", "vpc"}),
        ({"text": "SAFE objects"}, {"s3-safe"}),
        ({"topic": "Storage", "level": "senior", "text": "fast"}, {"s3-fast"}),
        ({"text": "glacier"}, set()),
        ({"topic": "Cheese"}, {"s3-safe", "s3-fast", "vpc"}),
        ({"status": "draft"}, {"s3-safe", "s3-fast", "vpc"}),
    ],
)
def test_a_list_is_narrowed_by_what_is_in_its_address(bank, reader: Client, filters: dict, refs: set) -> None:
    assert found(reader, **filters) == refs


def test_an_editor_finds_drafts_and_retired_ones(bank) -> None:
    editor = somebody(EDITORS)
    assert found(editor, status="draft") == {"hidden"}
    assert found(editor, status="retired") == {"old"}


@pytest.mark.parametrize("ref", ["hidden", "old", "nowhere"])
def test_what_is_not_published_is_not_found_but_by_editors(bank, reader: Client, ref: str) -> None:
    assert reader.get(f"/questions/{ref}/").status_code == 404
    assert somebody(INTERVIEWERS).get(f"/questions/{ref}/").status_code == 404
    assert somebody(EDITORS).get(f"/questions/{ref}/").status_code == (404 if ref == "nowhere" else 200)


@pytest.mark.parametrize(("groups", "sees"), [((), False), ((INTERVIEWERS,), True), ((EDITORS,), True)])
def test_answers_are_for_those_who_ask_and_those_who_write(bank, groups: tuple, sees: bool) -> None:
    page = somebody(*groups).get("/questions/s3-safe/").content.decode()
    assert "Are objects safe?" in page
    for secret in (SECRET_ANSWER, SECRET_POINT, "made of cheese", "melts"):
        assert (secret in page) is sees


def test_no_list_holds_an_answer(bank) -> None:
    for groups in ((), (INTERVIEWERS,), (EDITORS,)):
        assert SECRET_ANSWER not in somebody(*groups).get("/questions/").content.decode()


def test_htmx_gets_the_list_alone_and_the_same_one(bank, reader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "question-list"}
    part = reader.get("/questions/?topic=Storage", headers=headers).content.decode().strip()
    assert "<html" not in part
    assert part in reader.get("/questions/?topic=Storage").content.decode()


def test_the_next_page_keeps_the_filters(reader: Client) -> None:
    questions(30)
    page = reader.get("/questions/?topic=Storage&level=fresher").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "topic=Storage" in following
    assert len(re.findall(r'href="/questions/q-', reader.get(f"/questions/{following}").content.decode())) == 5


@pytest.mark.parametrize("page", ["0", "99", "x", "-1"])
def test_an_impossible_page_shows_a_possible_one(bank, reader: Client, page: str) -> None:
    assert reader.get("/questions/", {"page": page}).status_code == 200


@pytest.mark.parametrize("address", ["/questions/", "/questions/?text=q&tag=Amazon+S3", "/questions/q-001/"])
def test_a_page_of_the_bank_costs_the_same_with_5_and_with_50_questions(reader: Client, address: str) -> None:
    counts = []
    for count in (5, 50):
        questions(count)
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
