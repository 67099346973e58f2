"""What is found by which words, by whom, and that the index says what the bank says."""

import re

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.tests.making import editor, interviewer, person
from questions import library
from questions.library import store
from questions.models import Question, Tag, Word
from questions.rubric import Point, Status
from questions.search import Found, matching
from questions.tests.making import draft, question, questions
from questions.tests.test_admin import LIST, form
from questions.tests.test_bank_pages import found

pytestmark = pytest.mark.django_db
HOSTILE = [
    '"',
    "'",
    '"""',
    "NEAR(a b, 2)",
    "NEAR",
    "a AND",
    "OR",
    "NOT",
    "AND AND",
    "*",
    "^a",
    "a*b*",
    "public: a",
    "{answer}: a",
    "-",
    "a - b",
    "(",
    ")",
    "a + b",
    ":*",
    "a:*",
    "a & !b | c",
    "<->",
    "a <-> b",
    "\\",
    "\\'",
    "%",
    "%s",
    "%(x)s",
    "_",
    ";",
    "'; DROP TABLE questions_search; --",
    "🦆",
    "🦆 duck",
    "a\0b",
    "\0",
    "\ud800",
    "ß",
    "½",
    "ﬁne",
    "中文",
    "हिन्दी",
    "x" * 10_000,
    "a " * 5_000,
    "a-" * 5_000,
    '" ' * 5_000,
    "typo " * 2_000,
]


def entered(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def search(text: str, *, sees_answers: bool = True) -> Found:
    return matching(Question.objects.published().for_rows(), text, sees_answers=sees_answers)


def refs(text: str, *, sees_answers: bool = True) -> list[str]:
    return [question.ref for question in search(text, sees_answers=sees_answers)[:25]]


def test_a_hit_in_the_prompt_stands_above_one_in_the_answer() -> None:
    question("answer", model_answer="A quorum, and a quorum again, is what a quorum is: a quorum.")
    question("prompt", prompt="What is a quorum, among all the many words that a prompt may be made of?")
    question("point", points=(Point("Names the quorum"),))
    question("none")
    assert refs("quorum")[0] == "prompt"
    assert set(refs("quorum")) == {"answer", "prompt", "point"}


def test_who_may_not_see_answers_finds_nothing_by_their_words() -> None:
    question("one", model_answer="It is the zeppelin.", points=(Point("Names the zeppelin's dirigible"),))
    reader = entered(person("sten"))
    for text in (
        "zeppelin",
        "zeppelins",
        "zepp",
        "zepelin",
        "dirigible",
        "one zeppelin",
        "answer:zeppelin",
        "zep pelin",
    ):
        page = reader.get("/questions/", {"text": text}).content.decode()
        assert 'href="/questions/one/"' not in page, text
        assert not search(text, sees_answers=False).instead_of
    assert found(entered(interviewer()), text="zeppelin") == {"one"}


def test_an_answer_does_not_change_the_order_for_who_may_not_see_it() -> None:
    question("a", prompt="A quorum?", model_answer="Nothing.")
    question("b", prompt="A quorum?", model_answer="Nothing.")
    before = refs("quorum", sees_answers=False)
    question("b", prompt="A quorum?", model_answer="Quorum quorum quorum.")
    assert refs("quorum", sees_answers=False) == before


def test_words_may_stand_partly_in_the_prompt_and_partly_in_the_answer() -> None:
    question("one", prompt="What is a quorum?", model_answer="More than half.")
    assert refs("quorum half") == ["one"]
    assert refs("quorum half", sees_answers=False) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_what_is_not_published_is_neither_found_nor_offered(status: Status) -> None:
    question("one", prompt="About the zeppelin?", status=status)
    for text in ("zeppelin", "zepelin"):
        assert refs(text) == []
        assert not search(text).instead_of
    assert found(entered(editor()), text="zeppelin", status=status.value) == {"one"}


@pytest.mark.parametrize("sees_answers", [True, False])
def test_no_text_is_anything_but_words(sees_answers: bool, subtests: pytest.Subtests) -> None:
    question("one")
    for text in HOSTILE:
        with subtests.test(text=text[:40]), transaction.atomic():
            search(text, sees_answers=sees_answers)[:25]


def test_no_text_breaks_a_page(subtests: pytest.Subtests) -> None:
    question("one")
    client = entered(interviewer())
    for text in HOSTILE:
        if text == "\ud800":
            continue  # no client can send it
        for address in ("/questions/", "/interviews/new/picker/"):
            with subtests.test(text=text[:40], address=address), transaction.atomic():
                assert client.get(address, {"text": text}).status_code == 200


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("repl", True),
        ("replica", True),
        ("replicas", True),
        ("REPLICA", True),
        ("read repl", True),
        ("repl read", False),
        ("r", False),
        ("aws-junior-01", True),
        ("aws-junior", True),
        ("junior-aws", False),
        ("zurich", True),
        ("Zürich", True),
        ("Aurora DSQL", True),
    ],
)
def test_the_last_word_may_be_a_beginning_and_forms_and_accents_do_not_matter(text: str, finds: bool) -> None:
    question("aws-junior-01", prompt="Where do read replicas stand: in Zürich?", tags=("Aurora DSQL",))
    assert (refs(text, sees_answers=False) == ["aws-junior-01"]) is finds


@pytest.mark.parametrize(
    ("text", "meant"),
    [("lamda", "lambda"), ("Lamda timeout", "lambda timeout"), ("dynamo db", "dynamodb"), ("timeot", "timeout")],
)
def test_what_finds_nothing_is_put_right_and_said(text: str, meant: str) -> None:
    question("one", prompt="What is the timeout of Lambda when DynamoDB is slow?")
    page = entered(person("sten")).get("/questions/", {"text": text}).content.decode()
    assert f"Nothing for “{text}”; showing “{meant}”" in page
    assert 'href="/questions/one/"' in page


def test_what_finds_something_is_not_put_right() -> None:
    question("one", prompt="About lambda?")
    question("two", prompt="About lamda?")
    assert refs("lamda") == ["two"]


def test_the_words_are_marked_where_they_stand() -> None:
    question("prompt", prompt="Why is a *quorum* needed?")
    question("point", points=(Point("Names the consensus"),))
    question("answer", model_answer="word " * 300 + "Then there is gossip. " + "word " * 300)
    assert "a <mark>quorum</mark> needed" in search("quorums")[:1][0].snippet
    assert search("consensus")[:1][0].snippet == "Names the <mark>consensus</mark>"
    snippet = search("goss")[:1][0].snippet
    assert "there is <mark>gossip</mark>." in snippet
    assert len(snippet) < 300
    assert search("prompt")[:1][0].marked_title == "Title of <mark>prompt</mark>"


def test_a_snippet_is_text_and_no_markup() -> None:
    question("one", title="A <b>quorum</b>", prompt="Is `<script>alert(1)</script>` & <img src=x> a quorum?")
    page = entered(person("sten")).get("/questions/", {"text": "quorum script"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;alert(1)" in page
    assert "A &lt;b&gt;<mark>quorum</mark>&lt;/b&gt;" in page


def test_no_snippet_shows_an_answer_to_who_may_not_see_it() -> None:
    points = (Point("Quorum of zeppelins"),)
    question("one", prompt="A quorum?", model_answer="The quorum is the zeppelin.", points=points)
    assert "zeppelin" not in entered(person("sten")).get("/questions/", {"text": "quorum"}).content.decode()


def test_filters_narrow_what_is_found() -> None:
    question("one", topic="Storage", tags=("A",))
    question("two", topic="Networking", tags=("A", "B"))
    client = entered(person("sten"))
    assert found(client, text="title") == {"one", "two"}
    assert found(client, text="title", topic="Networking") == {"two"}
    assert found(client, text="title", tag="B", level="fresher") == {"two"}


def test_pages_hold_every_hit_once() -> None:
    questions(30)
    client = entered(person("sten"))
    pages = [found(client, text="title", page=page) for page in ("1", "2")]
    assert [len(page) for page in pages] == [25, 5]
    assert not pages[0] & pages[1]


def test_the_index_follows_the_library() -> None:
    stored = question("one", prompt="About zeppelins?")
    question("one", prompt="About balloons?", tags=("Kite",), points=(Point("Names helium"),))
    assert refs("zeppelins") == []
    assert refs("balloons") == refs("kite") == refs("helium") == ["one"]
    stored.refresh_from_db()
    stored.prompt = "About gliders?"
    library.save(stored)
    assert refs("gliders helium kite") == ["one"]
    library.delete([stored])
    assert not Question.objects.exists()
    assert rows() == 0


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM questions_search")
        return cursor.fetchone()[0]


def test_the_index_follows_the_admin() -> None:
    client, stored = entered(editor()), question("one")
    tag = Tag.objects.create(name="Kite")
    point = {"key_points-0-text": "Names helium"}
    sent = form(stored, prompt="About gliders?", tags=[tag.pk], **point)
    assert client.post(f"{LIST}{stored.pk}/change/", sent).status_code == 302
    assert refs("gliders helium kite") == ["one"]
    assert refs("one S3") == []
    client.post(f"/admin/questions/tag/{tag.pk}/change/", {"name": "Parachute"})
    assert refs("gliders parachute") == ["one"]
    client.post(f"/admin/questions/tag/{tag.pk}/delete/", {"post": "yes"})
    assert refs("parachute") == []
    client.post(f"{LIST}{stored.pk}/delete/", {"post": "yes"})
    assert not Question.objects.exists()
    assert rows() == 0


def test_deleting_many_in_the_admin_leaves_nothing_to_find() -> None:
    stored = questions(3)
    sent = {"action": "delete_selected", "_selected_action": [q.pk for q in stored], "post": "yes"}
    entered(editor()).post(LIST, sent)
    assert not Question.objects.exists()
    assert rows() == 0


def test_the_index_can_be_made_anew(capsys: pytest.CaptureFixture) -> None:
    questions(3)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM questions_search")
    Word.objects.all().delete()
    assert refs("title") == []
    call_command("rebuild_search")
    assert "3 questions" in capsys.readouterr().out
    assert len(refs("title")) == len(refs("titel")) == 3


def test_storing_that_fails_leaves_no_trace_in_the_index() -> None:
    with pytest.raises(ValueError):
        store([draft("one"), draft("two", model_answer="x" * 200_001)])
    assert rows() == 0


def test_storing_many_costs_no_index_statement_each() -> None:
    with CaptureQueriesContext(connection) as captured:
        questions(30)
    assert len([q for q in captured if "questions_word" in q["sql"]]) <= 4


@pytest.mark.parametrize("text", ["title", "hums", "titel"])
def test_a_search_costs_the_same_with_10_and_with_30_questions(text: str) -> None:
    client, counts = entered(interviewer()), []
    for count in (10, 30):
        questions(count)
        client.get("/questions/", {"text": text})
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/questions/", {"text": text})
        assert re.findall(r'href="/questions/q-', page.content.decode())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16
