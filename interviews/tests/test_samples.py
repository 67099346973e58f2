"""Sample answers as documents: what is read, what is refused and where, and what comes with the bank."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from interviews.samples import read, read_samples, shuffled, unfit
from questions.rubric import Kind, Point, Status
from questions.tests.making import bank

WHOLE = """question: dns-01
samples:
  first:
    answer: |
      It is cached.
      For a while.

      Wait.
    rating: 3
    reasons: Half of it.
  second: {answer: No idea, rating: 1, reasons: Nothing}
  third: {answer: All of it, rating: 5, reasons: Complete}
marks:
  "Resolvers keep an answer":
    {first: partly, second: missed, third: covered}
  "Lower the time to live":
    {first: covered, second: missed, third: covered}
"""
POINTS = [Point("Resolvers keep an answer", Kind.ESSENTIAL, 3), Point("Lower the time to live", Kind.GOOD, 2)]


def told(text: str) -> list[str]:
    found, problems = read(text, "dns.yaml")
    assert found is None
    return [str(problem) for problem in problems]


def test_a_document_states_samples_with_a_mark_for_every_key_point() -> None:
    found, problems = read(WHOLE)
    assert problems == []
    assert (found.ref, [sample.name for sample in found.samples]) == ("dns-01", ["first", "second", "third"])
    first = found.samples[0]
    assert (first.rating, first.reasons) == (3, "Half of it.")
    assert first.marks == {"Resolvers keep an answer": "partly", "Lower the time to live": "covered"}
    assert unfit(found, POINTS) == []


def test_the_lines_of_a_paragraph_flow_together() -> None:
    assert read(WHOLE)[0].samples[0].answer == "It is cached. For a while.\n\nWait."


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("question: dns-01", "question: DNS 01", "dns.yaml:1: question is “DNS 01”, which cannot be the ref"),
        ("question: dns-01", 'question: ""', "dns.yaml:1: question is empty."),
        (
            "question: dns-01",
            "questions: dns-01",
            "dns.yaml:1: “questions” is not known here. Did you mean “question”?",
        ),
        ("rating: 3", "rating: 6", "dns.yaml:9: rating is “6”; it must be a whole number from 1 to 5."),
        ("rating: 3", "rating: [3]", "dns.yaml:9: rating is “[3]”"),
        ("rating: 3", "rating: true", "dns.yaml:9: rating is “True”"),
        ("rating: 3", "ratting: 3", "dns.yaml:9: “ratting” is not known here. Did you mean “rating”?"),
        ("reasons: Half of it.", 'reasons: ""', "dns.yaml:10: reasons is empty."),
        ("reasons: Half of it.", "reasons: 7", "dns.yaml:10: reasons must be text."),
        (
            "{first: partly, second",
            "{first: half, second",
            "dns.yaml:15: A mark is missed, partly, covered, not “half”.",
        ),
        ("first: partly", "first: not_observed", "dns.yaml:15: A mark is missed, partly, covered"),
        ("{first: partly, ", "{", "dns.yaml:14: The mark for the sample “first” is missing."),
        ("first: partly", "fisrt: partly", "dns.yaml:15: “fisrt” is not known here. Did you mean “first”?"),
        (
            "    {first: partly, second: missed, third: covered}\n",
            "    covered\n",
            "dns.yaml:14: Below a key point stands",
        ),
        ("  second: {answer: No idea, rating: 1, reasons: Nothing}\n", "", "dns.yaml:2: samples holds 2; 3 are"),
        ("  third: {", "  second: {", "dns.yaml:12: This document is not valid YAML: “second” stands here twice."),
        ("  third: {answer: All of it, rating: 5, reasons: Complete}\n", "  third: All\n", "dns.yaml:12: A sample has"),
        ("question: dns-01\n", "question: [\n", "is not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(was: str, wrong: str, said: str) -> None:
    assert was in WHOLE
    assert any(said in problem for problem in told(WHOLE.replace(was, wrong, 1))), told(WHOLE.replace(was, wrong, 1))


@pytest.mark.parametrize("text", ["", "- a list", "samples: {}", "marks: 3\nsamples: 4", "question: x", "a: &b [*b]"])
def test_what_is_no_document_of_samples_is_refused(text: str) -> None:
    assert told(text)


def test_every_mistake_is_told_not_only_the_first() -> None:
    assert len(told(WHOLE.replace("rating: 3", "rating: 9").replace("first: partly", "first: half"))) == 2


def test_an_edited_key_point_is_noticed_from_both_sides() -> None:
    found, _ = read(WHOLE, "dns.yaml")
    edited = [POINTS[0], replace(POINTS[1], text="Lower the TTL well before")]
    assert [str(problem) for problem in unfit(found, edited)] == [
        "dns.yaml:16: “dns-01” has no such key point, or says it otherwise now.",
        "dns.yaml:13: The key point “Lower the TTL well before” has no marks.",
    ]


def test_a_rating_far_from_what_its_marks_suggest_is_told() -> None:
    found, _ = read(WHOLE.replace("rating: 5", "rating: 3"), "dns.yaml")
    assert [str(problem) for problem in unfit(found, POINTS)] == [
        "dns.yaml:12: “third” is rated 3, and its marks suggest 5. One is off."
    ]


def test_a_folder_is_read_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WHOLE)
    (tmp_path / "b.yaml").write_text(WHOLE)
    (tmp_path / "c.yaml").write_bytes(b"\0")
    (tmp_path / "notes.txt").write_text("Not of this.")
    sets, problems = read_samples(tmp_path)
    assert [found.ref for found in sets] == ["dns-01", "dns-01"]
    assert ["binary file" in str(problems[0]), "has its samples in" in str(problems[1])] == [True, True]
    assert "no YAML file" in str(read_samples(tmp_path / "nowhere")[1][0])


def test_everybody_has_an_order_of_their_own_that_stays() -> None:
    orders = {person: shuffled([1, 2, 3], person) for person in range(60)}
    assert {tuple(order) for order in orders.values()} == {
        (1, 2, 3),
        (1, 3, 2),
        (2, 1, 3),
        (2, 3, 1),
        (3, 1, 2),
        (3, 2, 1),
    }
    assert all(shuffled([3, 1, 2], person) == order for person, order in orders.items())


FIXTURES = Path(settings.BASE_DIR) / "fixtures"
SETS, PROBLEMS = read_samples(FIXTURES / "aws-calibration")


def test_the_samples_that_come_with_the_bank_fit_it() -> None:
    asked = {draft.ref: draft for draft in bank().drafts}
    assert [str(problem) for problem in PROBLEMS] == []
    assert len(SETS) == 6
    assert [str(problem) for found in SETS for problem in unfit(found, asked[found.ref].points)] == []
    assert {asked[found.ref].status for found in SETS} == {Status.PUBLISHED}
    assert [Path(found.check.file).stem for found in SETS] == [found.ref for found in SETS]


@pytest.mark.parametrize("found", SETS, ids=lambda found: found.ref)
def test_they_are_three_of_rising_worth_as_long_as_an_answer_is(found) -> None:
    ratings = [sample.rating for sample in found.samples]
    assert [sample.name for sample in found.samples] == ["weak", "middling", "strong"]
    assert ratings == sorted(set(ratings))
    assert all(60 <= len(sample.answer.split()) <= 180 for sample in found.samples)
