"""Mistakes that documents hold in practice: told with their line, never a crash, never taken silently."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.documents import read_path
from questions.documents.front_matter import read, to_markdown
from questions.library import NotReady, publish, store
from questions.markdown import LONGEST
from questions.models import Question
from questions.rubric import Draft, Status
from questions.tests.making import draft, question

HEAD = """---
ref: one
prompt: Why?
topic: Storage
level: fresher
minutes: 5
key_points:
  - text: A reason
"""
BODY = "---\n\nBecause.\n"
NEXT = "one.md:9: "


def problems(head: str, body: str = BODY) -> list[str]:
    found, said = read(head + body, "one.md")
    assert (found is None) == bool(said)
    return [str(problem) for problem in said]


def test_the_document_that_is_broken_below_is_whole() -> None:
    assert problems(HEAD) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("    weight: true", "weight is “True”; it must be 1, 2 or 3."),
        ("    weight: heavy", "weight is “heavy”"),
        ("    weight: [1]", "weight is “[1]”"),
        ("    kind: [good]", "it must be one of: essential, good, bonus."),
        ("  - text: " + "x" * 401, "key_points has 401 characters; 400 are the most."),
        ("    also_accept: other words", "also_accept must be a list, one “- …” line each."),
        ("    also_accept: ['']", "key_points is empty."),
        ("    also_accept: [" + "x, " * 21 + "]", "also_accept has 21 phrases; 20 are the most."),
        ("    also_accept: [" + "x" * 401 + "]", "key_points has 401 characters; 400 are the most."),
        ("    also-accept: [x]", "Did you mean “also_accept”?"),
        ("  - kind: good", "A key point is written “- text: …”"),
        ("last_checked: 2026-01-31 10:00:00", "write a date such as 2026-01-31."),
        ("tags: [" + "x" * 61 + "]", "tags has 61 characters; 60 are the most."),
        ("tags: [~]", "tags must be text."),
        ("tags: ['']", "tags is empty."),
        ("red_flags: {a: b}", "red_flags must be a list"),
        ("references: [javascript:alert(1)]", "references must be web addresses"),
        ('title: "a\\0b"', "title holds a NUL character. Remove it."),
        ("title: !!binary aGVsbG8=", "title must be text."),
        ("title: !!python/object/apply:os.system [ls]", "not valid YAML"),
        ("[a, b]: c", "not valid YAML"),
        ("zzz: 1", "“zzz” is not known here. Known are: ref, prompt"),
        ("status: [draft]", "it must be one of: draft, in_review, published, retired."),
    ],
)
def test_a_wrong_line_is_told_by_its_number(line: str, says: str) -> None:
    (said,) = problems(f"{HEAD}{line}\n")
    assert said.startswith(NEXT)
    assert says in said


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("topic: Storage", "topic: " + "x" * 61, "one.md:4: topic has 61 characters; 60 are the most."),
        ("minutes: 5", "minutes: 121", "one.md:6: minutes is “121”"),
        ("minutes: 5", "minutes: 4.5", "one.md:6: minutes is “4.5”"),
        ("key_points:\n  - text: A reason", "key_points: []", "one.md:7: key_points must be a list with at least one"),
        ("ref: one", "ref: one--two", "one.md:2: ref “one--two” may hold"),
        ("ref: one", "ref: " + "x" * 81, "one.md:2: ref has 81 characters; 80 are the most."),
    ],
)
def test_a_wrong_value_is_told_by_its_line(was: str, now: str, says: str) -> None:
    assert was in HEAD
    (said,) = problems(HEAD.replace(was, now))
    assert says in said


@pytest.mark.parametrize("name", ["ref", "prompt", "topic", "level", "minutes"])
def test_every_missing_field_is_named(name: str) -> None:
    without = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{name}:"))
    (said,) = problems(without)
    assert said.endswith(f"{name} is missing.")


def test_several_missing_fields_are_told_together() -> None:
    assert len(problems("---\nref: one\nprompt: Why?\n")) == 4


def test_a_missing_answer_is_looked_for_at_the_end() -> None:
    assert problems(HEAD, "---\n\n\n") == ["one.md:12: There is no model answer below the front matter."]


def test_yaml_that_is_too_deep_is_refused() -> None:
    (said,) = problems("---\n" + "[" * 5000 + "\n")
    assert "not valid YAML" in said


def test_a_name_that_stands_twice_is_told() -> None:
    (said,) = problems(f"{HEAD}topic: Compute\n")
    assert said.startswith(NEXT)


def test_a_date_that_no_calendar_has_is_told_by_its_line() -> None:
    (said,) = problems(f"{HEAD}last_checked: 2026-02-31\n")
    assert said.startswith(NEXT)
    assert "date" in said


def test_a_name_that_is_a_number_is_told_by_its_line() -> None:
    (said,) = problems(f"{HEAD}5: x\n")
    assert said.startswith(NEXT)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(HEAD, f"{BODY}\0", id="NUL, which PostgreSQL refuses"),
        pytest.param(HEAD, BODY + "x" * LONGEST, id="more than is ever shown"),
        pytest.param(f'{HEAD}title: "\\ud800"\n', BODY, id="half a character, which no database takes"),
    ],
)
def test_what_the_bank_cannot_hold_is_told_by_the_reader(head: str, body: str) -> None:
    assert problems(head, body)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["---", "# a", "    indented", "- x", "```", "...", "", "a: b"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["- x", "yes", "null", "1", "2026-01-31", "a: b", "#c", "'", '"', "a\n\nb", "---\nx"])),
)
def test_texts_that_look_like_yaml_read_back_the_same(answer: list[str], texts: list[str]) -> None:
    body = "\n".join(["Because.", *answer, "So."])
    original: Draft = draft("one", model_answer=body, red_flags=tuple(texts), corrections=tuple(texts))
    assert read(to_markdown(original)) == (original, [])


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        (folder / f"{name}.md").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_text_of_windows_is_read_as_such(tmp_path: Path) -> None:
    reading = read_path(write(tmp_path, a=to_markdown(draft(topic="Café")).encode("cp1252")))
    assert ([found.topic for found in reading.drafts], reading.problems) == (["Café"], [])


def test_every_repetition_of_a_ref_names_the_file_that_had_it_first(tmp_path: Path) -> None:
    said = read_path(write(tmp_path, **dict.fromkeys("abc", to_markdown(draft())))).problems
    assert [Path(problem.place.file).name for problem in said] == ["b.md", "c.md"]
    assert all("a.md:2" in problem.message for problem in said)


def test_a_folder_named_like_a_file_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "more.md").mkdir()
    write(tmp_path / "more.md", a=to_markdown(draft()))
    reading = read_path(tmp_path)
    assert (len(reading.drafts), reading.problems) == (1, [])


@pytest.mark.django_db
def test_a_tag_that_stands_twice_is_no_change_for_ever() -> None:
    store([draft(tags=("Amazon S3", "Amazon S3"))])
    assert store([draft(tags=("Amazon S3", "Amazon S3"))]).unchanged == ["one"]


@pytest.mark.django_db
def test_tags_have_no_order_and_those_left_out_are_taken_away() -> None:
    question(tags=("B", "A"))
    assert store([draft(tags=("A", "B"))]).unchanged == ["one"]
    assert [tag.name for tag in question(tags=("B",)).tags.all()] == ["B"]


@pytest.mark.django_db
def test_a_question_without_a_prompt_is_not_published() -> None:
    bare = question(status=Status.DRAFT, prompt="")
    with pytest.raises(NotReady, match="The prompt is empty"):
        publish(bare)


@pytest.mark.django_db
def test_an_import_names_each_question_when_asked_to(tmp_path: Path) -> None:
    question("one", minutes=9)
    out = StringIO()
    folder = write(tmp_path, one=to_markdown(draft("one")), two=to_markdown(draft("two")))
    call_command("import_questions", str(folder), verbosity=2, stdout=out)
    assert out.getvalue().splitlines() == ["1 created, 1 updated, 0 unchanged", "created two", "updated one"]
    assert Question.objects.get(ref="one").minutes == 5
