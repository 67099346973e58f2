"""Documents out, and in again."""

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.tests.making import editor
from questions.documents import read_source
from questions.documents.source import Source
from questions.documents.writing import WRITERS
from questions.library import store
from questions.models import Question, as_draft
from questions.rubric import Draft, Kind, Level, Point, Status
from questions.synonyms import problem_of
from questions.tests.making import draft, question

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)
TEXTS = LINES.map(str.strip).filter(bool)
BODIES = st.lists(TEXTS, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
PHRASES = st.lists(TEXTS, max_size=2).map(tuple)
ENTRIES = st.builds("A{} = B{}".format, TEXTS, TEXTS).filter(lambda entry: not problem_of(entry))
POINTS = st.builds(Point, TEXTS, st.sampled_from(Kind), st.integers(1, 3), PHRASES)
DRAFTS = st.builds(
    Draft,
    ref=st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}\Z").filter(lambda ref: ref not in ("new", "bulk")),
    prompt=BODIES,
    topic=TEXTS,
    level=st.sampled_from(Level),
    minutes=st.integers(1, 120),
    model_answer=BODIES,
    points=st.lists(POINTS, min_size=1, max_size=4).map(tuple),
    title=st.just("") | TEXTS,
    tags=st.lists(TEXTS, max_size=3, unique=True).map(tuple),
    follow_ups=st.lists(TEXTS, max_size=3).map(tuple),
    red_flags=st.lists(TEXTS, max_size=3).map(tuple),
    references=st.just(()) | st.just(("https://example.org/a?b=c#d",)),
    corrections=st.lists(TEXTS, max_size=2).map(tuple),
    synonyms=st.lists(ENTRIES, max_size=2).map(tuple),
    last_checked=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    status=st.none() | st.sampled_from(Status),
)


def read_back(name: str, data: bytes) -> list[Draft]:
    reading = read_source(Source(name, data))
    assert reading.problems == []
    return reading.drafts


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@settings(max_examples=100, deadline=None)
@given(DRAFTS)
def test_our_markdown_reads_back_as_it_was(one: Draft) -> None:
    ((name, data),) = unpacked(WRITERS["markdown"].write([one])).items()
    assert read_back(name, data) == [one]


@settings(max_examples=100, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=2, unique_by=lambda draft: draft.ref))
def test_json_reads_back_as_it_was(drafts: list[Draft]) -> None:
    assert read_back("bank.json", WRITERS["json"].write(drafts)) == drafts


@pytest.mark.django_db
def test_the_whole_bank_goes_out_and_comes_in_again_unchanged() -> None:
    synonyms = ("SG = security group",)
    store(
        [
            replace(draft(ref), status=status, synonyms=synonyms)
            for ref, status in zip(("a", "b", "c"), Status, strict=False)
        ]
    )
    drafts = [as_draft(stored) for stored in Question.objects.for_detail()]
    again = [d for name, data in unpacked(WRITERS["markdown"].write(drafts)).items() for d in read_back(name, data)]
    assert store(again).unchanged == ["a", "b", "c"]
    assert store(read_back("bank.json", WRITERS["json"].write(drafts))).unchanged == ["a", "b", "c"]


TRICKY = draft(
    prompt="Why {a} = b ~ c: #1 <b>?\n\nA second *paragraph*.",
    model_answer="First: it is.\n\n```python\nprint({1: '=~#'})\n```\n\nLast & least.",
)


@pytest.mark.parametrize("kind", ["csv", "moodle", "gift"])
def test_others_formats_keep_prompt_and_answer(kind: str) -> None:
    (back,) = read_back(f"x.{WRITERS[kind].ending}", WRITERS[kind].write([TRICKY]))
    assert "A second *paragraph*." in back.prompt
    assert "print({1: '=~#'})" in back.model_answer
    assert "Last & least." in back.model_answer


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - {"markdown", "json"}))
def test_what_has_no_room_for_other_words_leaves_them_out(kind: str) -> None:
    def written(*phrases: str) -> bytes:
        return WRITERS[kind].write([replace(TRICKY, points=(replace(TRICKY.points[0], also_accept=phrases),))])

    if kind == "anki":  # a database, in which the time of writing stands too
        assert b"Quite other words" not in written("Quite other words")
    else:
        assert written("Quite other words") == written()


def test_qti_keeps_the_rubric_where_only_a_scorer_sees_it() -> None:
    ((name, data),) = unpacked(WRITERS["qti"].write([TRICKY])).items()
    (back,) = read_back(name, data)
    assert "A second *paragraph*." in back.prompt
    assert "Last & least." in back.model_answer
    assert TRICKY.points[0].text in back.model_answer
    assert b'view="scorer"' in data


def test_a_table_of_the_bank_runs_no_formula() -> None:
    text = WRITERS["csv"].write([replace(TRICKY, title="=1+1", prompt="@SUM(A1)")]).decode()
    assert "'=1+1" in text
    assert "'@SUM" in text


def test_an_anki_deck_knows_its_cards_by_their_refs(tmp_path: Path) -> None:
    def guids(drafts: list[Draft]) -> list[tuple]:
        (tmp_path / "cards.anki2").write_bytes(unpacked(WRITERS["anki"].write(drafts))["collection.anki2"])
        return sqlite3.connect(tmp_path / "cards.anki2").execute("SELECT guid, flds FROM notes").fetchall()

    ((first, fields),) = guids([TRICKY])
    ((again, _),) = guids([replace(TRICKY, model_answer="Another.")])
    assert first == again
    assert TRICKY.points[0].text in fields


@pytest.fixture
def desk(db) -> Client:
    client = Client()
    client.force_login(editor())
    return client


def test_what_is_exported_is_what_the_filters_leave(desk: Client) -> None:
    question("one", topic="Ice")
    question("two")
    question("secret", status=Status.DRAFT, topic="Ice")

    def refs(query: str) -> list[str]:
        response = desk.get(f"/questions/export/?kind=json&{query}")
        assert response["Content-Disposition"] == 'attachment; filename="questions.json"'
        return [item["ref"] for item in json.loads(response.content)["questions"]]

    assert refs("topic=Ice") == ["one"]
    assert refs("topic=Ice&everything=on") == ["one", "secret"]
    assert refs("status=draft") == ["secret"]


@pytest.mark.parametrize("kind", WRITERS)
def test_each_format_can_be_downloaded_even_of_nothing(desk: Client, kind: str) -> None:
    assert desk.get(f"/questions/export/?kind={kind}").status_code == 200
    question("one")
    assert desk.get(f"/questions/export/?kind={kind}").content


def test_a_sheet_is_printed_with_or_without_answers(desk: Client) -> None:
    stored = question("one")
    point = stored.key_points.first().text
    assert point not in desk.get("/questions/export/sheet/").content.decode()
    assert point in desk.get("/questions/export/sheet/?answers=1").content.decode()
