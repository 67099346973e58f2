import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.documents.front_matter import to_markdown
from questions.library import keep_synonyms
from questions.models import Question, synonyms_of_bank
from questions.tests.making import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for ref in ("one", "two"):
        (tmp_path / f"{ref}.md").write_text(to_markdown(draft(ref)))
    return tmp_path


def run(*arguments: object) -> tuple[str, str, int]:
    """What it printed, what it complained of, and its exit status."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_questions", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def test_a_folder_is_imported_and_a_second_time_nothing_changes(folder: Path) -> None:
    assert run(folder) == ("2 created, 0 updated, 0 unchanged\n", "", 0)
    assert run(folder) == ("0 created, 0 updated, 2 unchanged\n", "", 0)


def test_one_file_is_imported_alone(folder: Path) -> None:
    run(folder / "two.md")
    assert [question.ref for question in Question.objects.all()] == ["two"]


def test_a_dry_run_says_and_does_not(folder: Path) -> None:
    said, _, status = run(folder, "--dry-run")
    assert "2 created" in said
    assert "nothing was written" in said
    assert (status, Question.objects.count()) == (0, 0)


def test_one_broken_file_in_a_folder_keeps_all_out(folder: Path) -> None:
    (folder / "broken.md").write_text(to_markdown(draft("three")).replace("level: fresher", "level: guru"))
    said, complaint, status = run(folder)
    assert (said, status, Question.objects.count()) == ("", 1, 0)
    assert "broken.md:" in complaint
    assert "guru" in complaint
    assert "nothing was imported" in complaint


def test_a_bank_without_synonyms_begins_with_those_beside_the_questions(folder: Path) -> None:
    (folder / "synonyms.txt").write_text("SG = security group\n\nDR = disaster recovery\n")
    assert run(folder, "--dry-run")[0].endswith("2 synonyms for the whole bank\n")
    assert synonyms_of_bank() == []
    assert run(folder) == ("2 created, 0 updated, 0 unchanged\n2 synonyms for the whole bank\n", "", 0)
    assert synonyms_of_bank() == ["SG = security group", "DR = disaster recovery"]
    keep_synonyms([])
    assert run(folder) == ("0 created, 0 updated, 2 unchanged\n", "", 0)
    assert synonyms_of_bank() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"SG = security group\n\nDR\n", "synonyms.txt:3: “DR” has no “=”"),
        (b"a\0b = c", "synonyms.txt:1: It is a binary file, not text."),
        (b"a = b\n" * 501, "There are 501 entries in synonyms.txt; 500 are the most."),
    ],
)
def test_synonyms_that_cannot_be_read_keep_all_out(folder: Path, content: bytes, says: str) -> None:
    (folder / "synonyms.txt").write_bytes(content)
    said, complaint, status = run(folder)
    assert (said, status, Question.objects.count(), synonyms_of_bank()) == ("", 1, 0, [])
    assert says in complaint


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    assert run(tmp_path / "gone")[2] == 1


def test_machines_get_json(folder: Path) -> None:
    said = json.loads(run(folder, "--json")[0])
    assert [(item["ref"], item["outcome"], item["line"]) for item in said.pop("questions")] == [
        ("one", "new", 2),
        ("two", "new", 2),
    ]
    assert said.pop("kind") == "front-matter"
    assert said == {
        "created": ["one", "two"],
        "updated": [],
        "unchanged": [],
        "problems": [],
        "dry_run": False,
        "synonyms": 0,
    }
    (folder / "one.md").write_text("no front matter")
    text, _, status = run(folder, "--json", "--dry-run")
    said = json.loads(text)
    assert status == 1
    assert said["dry_run"]
    assert said["created"] == []
    assert said["problems"][0]["line"] == 1
    assert said["problems"][0]["file"].endswith("one.md")
