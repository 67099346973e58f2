"""Sample answers with the reference's judgement, as documents state them: one YAML file a question.

docs/writing-questions.md shows the format. Pure: what the bank holds is passed in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from interviews.scoring import ANCHORS, HEARD_OR_NOT, Mark, suggested_rating
from questions.documents.front_matter import facts_of
from questions.documents.record import Checker, check_names
from questions.documents.source import Source, Unreadable
from questions.rubric import LONGEST_POINT, Place, Point, Problem, is_ref

FEWEST = 3
LONGEST_ANSWER, LONGEST_REASONS, LONGEST_NAME = 10_000, 2_000, 40
LONGEST_DOCUMENT = 500_000


@dataclass(frozen=True)
class SampleDraft:
    """One sample answer; `marks` holds the reference's mark of each key point, by its text."""

    name: str
    answer: str
    rating: int
    reasons: str
    marks: Mapping[str, str]


@dataclass(frozen=True)
class SampleSet:
    """The sample answers to one question, and where each thing about them stands."""

    ref: str
    samples: tuple[SampleDraft, ...]
    check: Checker

    @property
    def texts(self) -> list[str]:
        return list(self.samples[0].marks)


def read_samples(path: Path) -> tuple[list[SampleSet], list[Problem]]:
    """The samples of a file, or of a folder's YAML files; problems of all files, not of the first alone."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not path.exists() or not files:
        return [], [Problem(Place(str(path)), "There is no such file, or no YAML file (*.yaml) in this folder.")]
    read = [_read_file(file) for file in files]
    sets = [found for found, _ in read if found]
    problems = [problem for _, found in read for problem in found]
    return sets, problems + list(_repeated(sets))


def _read_file(file: Path) -> tuple[SampleSet | None, list[Problem]]:
    try:
        return read(Source(str(file), file.read_bytes()).text(), str(file))
    except (Unreadable, OSError) as reason:
        return None, [Problem(Place(str(file)), str(reason))]


def _repeated(sets: Sequence[SampleSet]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for found in sets:
        if found.ref in first:
            yield Problem(Place(found.check.file), f"“{found.ref}” has its samples in {first[found.ref]} already.")
        first.setdefault(found.ref, found.check.file)


def read(text: str, file: str = "-") -> tuple[SampleSet | None, list[Problem]]:
    """The samples that a document states, or every problem that keeps it from stating any."""
    if len(text) > LONGEST_DOCUMENT:
        return None, [Problem(Place(file), f"It has {len(text):,} characters; {LONGEST_DOCUMENT:,} are the most.")]
    facts, check = facts_of(text, file)
    if check.problems:
        return None, check.problems
    check_names(facts, ("question", "samples", "marks"), (), check)
    ref = check.text(("question",), facts.get("question", ""), 80)
    if ref and not is_ref(ref):
        check.say(("question",), f"question is “{ref}”, which cannot be the ref of one.")
    stated = _mapping("samples", facts, check)
    if len(stated) < FEWEST:
        check.say(("samples",), f"samples holds {len(stated)}; {FEWEST} are the fewest.")
    by_text = _mapping("marks", facts, check)
    marks = {str(text): _marks(text, by_name, stated, check) for text, by_name in by_text.items()}
    samples = tuple(_sample(name, facts, marks, check) for name, facts in stated.items())
    return (None, check.problems) if check.problems else (SampleSet(ref, samples, check), [])


def _mapping(name: str, facts: dict, check: Checker) -> dict:
    value = facts.get(name)
    if isinstance(value, dict) and value:
        return value
    check.say((name,), f"{name} must be a list of “name: value” lines, and not empty.")
    return {}


def _marks(text: Any, by_name: Any, samples: dict, check: Checker) -> dict[str, str]:
    """The marks of one key point, by the sample's name."""
    path = ("marks", text)
    check.text(path, text, LONGEST_POINT, name="the key point")
    if not isinstance(by_name, dict):
        check.say(path, "Below a key point stands one mark a sample: {first: covered, second: missed, …}.")
        return {}
    check_names(by_name, tuple(map(str, samples)), path, check)
    for name in samples:
        if name not in by_name:
            check.say(path, f"The mark for the sample “{name}” is missing.")
    return {name: _mark((*path, name), value, check) for name, value in by_name.items()}


def _mark(path: tuple, value: Any, check: Checker) -> str:
    if value in HEARD_OR_NOT:
        return Mark(value).value
    check.say(path, f"A mark is {', '.join(HEARD_OR_NOT)}, not “{value}”.")
    return ""


def _sample(name: Any, facts: Any, marks: Mapping[str, Mapping[str, str]], check: Checker) -> SampleDraft:
    path = ("samples", name)
    check.text(path, name, LONGEST_NAME, name="a sample's name")
    if not isinstance(facts, dict):
        check.say(path, "A sample has the names answer, rating and reasons below its own.")
        facts = {}
    check_names(facts, ("answer", "rating", "reasons"), path, check)
    rating = facts.get("rating")
    if type(rating) is not int or rating not in ANCHORS:
        check.say((*path, "rating"), f"rating is “{rating}”; it must be a whole number from 1 to 5.")
        rating = 1
    return SampleDraft(
        name=str(name),
        answer=_flowing(check.text((*path, "answer"), facts.get("answer", ""), LONGEST_ANSWER, name="answer")),
        rating=rating,
        reasons=_flowing(check.text((*path, "reasons"), facts.get("reasons", ""), LONGEST_REASONS, name="reasons")),
        marks={text: by_name.get(name, "") for text, by_name in marks.items()},
    )


def _flowing(text: str) -> str:
    """The lines of a paragraph made one; an empty line parts paragraphs."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


def unfit(samples: SampleSet, points: Sequence[Point]) -> list[Problem]:
    """Where samples do not fit the key points of their question, or a rating strays from what its marks suggest."""
    check = Checker(samples.check.file, samples.check.lines)
    texts = [point.text for point in points]
    for text in samples.texts:
        if text not in texts:
            check.say(("marks", text), f"“{samples.ref}” has no such key point, or says it otherwise now.")
    for text in texts:
        if text not in samples.texts:
            check.say(("marks",), f"The key point “{text}” has no marks.")
    for sample in samples.samples if not check.problems else ():
        suggested = suggested_rating(points, marks_by_index(points, sample.marks))
        if abs(sample.rating - suggested) > 1:
            path = ("samples", sample.name, "rating")
            check.say(path, f"“{sample.name}” is rated {sample.rating}, and its marks suggest {suggested}. One is off.")
    return check.problems


def marks_by_index(points: Sequence[Point], marks: Mapping[str, str]) -> dict[int, str]:
    """Marks kept by the key point's text, as scoring wants them."""
    return {index: marks[point.text] for index, point in enumerate(points) if marks.get(point.text)}


def shuffled(keys: Sequence[int], person: int) -> list[int]:
    """In an order of this person's own, the same at every visit: an order that all share would tell the ratings."""
    return sorted(keys, key=lambda key: sha256(f"{person}:{key}".encode()).digest())
