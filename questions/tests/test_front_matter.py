from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.documents import LARGEST, read_path
from questions.documents.front_matter import read, to_markdown
from questions.rubric import WEIGHTS, Draft, Kind, Level, Point, Status
from questions.tests.making import draft

WHOLE = """---
ref: dns-01
title: Two answers
topic: Networking
level: senior
minutes: 5
tags: [DNS]
prompt: Why?
key_points:
  - text: "Caches keep answers"
    kind: essential
    weight: 3
  - text: "Lower it before"
references:
  - https://example.org/
last_checked: 2026-01-31
---

Because of caches.
"""


def problems(text: str) -> list[str]:
    found, said = read(text, "dns.md")
    assert (found is None) == bool(said)
    return [str(problem) for problem in said]


def test_a_whole_document_is_a_draft() -> None:
    found, said = read(WHOLE, "dns.md")
    assert said == []
    assert found.points == (
        Point("Caches keep answers", Kind.ESSENTIAL, 3),
        Point("Lower it before", Kind.GOOD, 1),
    )
    assert (found.level, found.last_checked, found.status) == (Level.SENIOR, date(2026, 1, 31), None)
    assert str(found.place) == "dns.md:2"


def test_a_key_point_may_name_other_words_for_it() -> None:
    found, _ = read(WHOLE.replace("    weight: 3\n", "    weight: 3\n    also_accept: [Resolvers remember]\n"))
    assert found.points[0] == Point("Caches keep answers", Kind.ESSENTIAL, 3, ("Resolvers remember",))
    assert "  also_accept:\n  - Resolvers remember\n" in to_markdown(found)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("topic: Networking\n", "", "dns.md:2: topic is missing."),
        ("topic:", "topics:", "dns.md:4: “topics” is not known here. Did you mean “topic”?"),
        ("topic: Networking", "topic: 5", 'dns.md:4: topic must be text. Put it in quotes: "5"'),
        ("topic: Networking", 'topic: ""', "dns.md:4: topic is empty."),
        (
            "level: senior",
            "level: expert",
            "dns.md:5: level is “expert”; it must be one of: fresher, intermediate, senior.",
        ),
        ("minutes: 5", "minutes: five", "dns.md:6: minutes is “five”; it must be a whole number from 1 to 120."),
        ("minutes: 5", "minutes: 0", "dns.md:6: minutes is “0”"),
        ("minutes: 5", "minutes: true", "dns.md:6: minutes is “True”"),
        ("tags: [DNS]", "tags: DNS", "dns.md:7: tags must be a list"),
        ("ref: dns-01", "ref: DNS 01", "dns.md:2: ref “DNS 01” may hold lower-case letters"),
        ("kind: essential", "kind: vital", "dns.md:11: kind is “vital”; it must be one of: essential, good, bonus."),
        ("weight: 3", "weight: 4", "dns.md:12: weight is “4”; it must be 1, 2 or 3."),
        ("weight: 3", "wieght: 3", "dns.md:12: “wieght” is not known here. Did you mean “weight”?"),
        ('  - text: "Lower it before"', "  - Lower it before", "dns.md:13: A key point is written “- text: …”"),
        ("https://example.org/", "example.org", "dns.md:15: references must be web addresses"),
        ("2026-01-31", "last week", "dns.md:16: last_checked is “last week”; write a date"),
        ("Because of caches.\n", "", "There is no model answer"),
        ("prompt: Why?", "prompt: Why: tell me", "not valid YAML"),
        ("prompt: Why?", "prompt: *why", "dns.md:8: The front matter is not valid YAML: aliases"),
        ("title: Two answers", "title: " + "x" * 81, "dns.md:3: title has 81 characters; 80 are the most."),
        ("---\nref", "ref", "must begin with front matter"),
        ("title: Two answers", "status: done", "dns.md:3: status is “done”"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_how_to_mend_it(was: str, now: str, says: str) -> None:
    assert was in WHOLE
    assert any(says in problem for problem in problems(WHOLE.replace(was, now, 1)))


def test_all_mistakes_are_told_at_once() -> None:
    broken = WHOLE.replace("senior", "expert").replace("minutes: 5", "minutes: 0").replace("weight: 3", "weight: 9")
    assert len(problems(broken)) == 3


@pytest.mark.parametrize(
    "text", ["", "---", "---\n---\n", "---\n- a\n---\nx", "---\n5\n---\nx", "\0", "---\n\0: 1\n---\nx"]
)
def test_what_is_no_document_is_told_so(text: str) -> None:
    assert problems(text)


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]" for n in range(8)
    )
    assert "aliases" in problems(f"---\n{bomb}\n---\nx")[0]


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read(text)
    read(f"---\n{text}\n---\n\nx")


def test_line_ends_of_windows_read_the_same() -> None:
    assert read(WHOLE.replace("\n", "\r\n"))[0] == read(WHOLE)[0]


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
phrases = st.lists(words, max_size=3).map(tuple)
some_points = st.builds(Point, words, st.sampled_from(Kind), st.sampled_from(WEIGHTS), phrases)


@settings(max_examples=120, deadline=None)
@given(
    st.builds(
        Draft,
        ref=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
        prompt=lines,
        topic=words,
        level=st.sampled_from(Level),
        minutes=st.integers(1, 120),
        model_answer=lines.filter(lambda text: not text.startswith("---") and "\n---" not in text),
        points=st.lists(some_points, min_size=1, max_size=5).map(tuple),
        title=st.one_of(st.just(""), words),
        tags=st.lists(words, max_size=3).map(tuple),
        follow_ups=st.lists(lines, max_size=2).map(tuple),
        references=st.just(("https://example.org/a?b=c#d",)),
        synonyms=st.just(()) | st.just(("SG = security group", "2FA = 'two': #factors")),
        last_checked=st.one_of(st.none(), st.dates()),
        status=st.one_of(st.none(), st.sampled_from(Status)),
    )
)
def test_what_is_written_reads_back_the_same(original: Draft) -> None:
    found, said = read(to_markdown(original))
    assert said == []
    assert found == original


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.md").write_bytes(data)
    return folder


def test_a_folder_is_read_whole_and_its_readme_left_alone(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    write(tmp_path, one=to_markdown(draft("one")), README="# Not a question")
    write(tmp_path / "deeper", two=to_markdown(draft("two")))
    reading = read_path(tmp_path)
    assert reading.problems == []
    assert sorted(found.ref for found in reading.drafts) == ["one", "two"]


def test_a_mark_of_the_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read_path(write(tmp_path, one=b"\xef\xbb\xbf" + to_markdown(draft()).encode())).problems == []


def test_files_that_cannot_be_read_are_named_with_the_reason(tmp_path: Path) -> None:
    binary = b"\x89PNG\r\n\x1a\n\0\0\0"
    write(
        tmp_path,
        binary=binary,
        large="x" * (LARGEST + 1),
        one=to_markdown(draft("two")),
        other=to_markdown(draft("two")),
    )
    said = "\n".join(str(problem) for problem in read_path(tmp_path).problems)
    assert "binary.md:" in said
    assert "not text" in said
    assert "large.md:1: It is larger than 50 MB" in said
    assert "ref “two” stands in" in said


def test_an_empty_folder_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    assert "no Markdown file" in str(read_path(tmp_path).problems[0])
    assert "no such file" in str(read_path(tmp_path / "gone").problems[0])


def test_the_place_of_a_draft_is_no_part_of_what_it_says() -> None:
    assert replace(draft(), place=read(WHOLE)[0].place) == draft()
