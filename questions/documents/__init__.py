"""Reads documents into drafts, each with its place. Pure: nothing here knows the bank.

One table, KINDS, names every format: by what its files end in, how it is told from others, and who reads it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from questions.documents import front_matter, markdown_list, page_text
from questions.documents.anki import looks_like_anki, read_anki
from questions.documents.gift import read_gift
from questions.documents.qti import read_qti
from questions.documents.quizzes import read_aiken, read_moodle, reading_of
from questions.documents.reading import Reading
from questions.documents.record import problems_of, tellable
from questions.documents.records import read_json, read_yaml
from questions.documents.source import LARGEST, Source, Unreadable
from questions.documents.synonyms import read_synonyms
from questions.documents.table import read_csv, read_xlsx
from questions.rubric import Draft, Place, Problem


@dataclass(frozen=True)
class Kind:
    """One format. `told` says whether a text is of it, for when its name says nothing certain."""

    label: str
    endings: tuple[str, ...]
    told: Callable[[str], bool]
    read: Callable[[str, str], Reading]


def _read_front_matter(text: str, file: str) -> Reading:
    draft, problems = front_matter.read(text, file)
    return Reading([draft] if draft else [], problems)


def _read_list(find: Callable, nothing: str) -> Callable[[str, str], Reading]:
    """A reader of a list of questions; one that has no answer is a problem, the others are drafts."""

    def read(text: str, file: str) -> Reading:
        return reading_of(find(text), file, nothing)

    return read


def _holds(pattern: str) -> Callable[[str], bool]:
    found = re.compile(pattern, re.MULTILINE)
    return lambda text: bool(found.search(text[:200_000]))


NO_LIST = "No question with an answer was found. The manual shows the layouts that are understood."

KINDS: dict[str, Kind] = {
    "front-matter": Kind(
        "our Markdown with front matter", ("md",), _holds(r"\A---[ \t]*\n(?:.*\n)*?(?:ref|prompt):"), _read_front_matter
    ),
    "qti": Kind("QTI 2.2 or 3.0", ("xml",), _holds(r"<(?:qti-)?assessment-?[iI]tem\b"), read_qti),
    "moodle": Kind("Moodle XML", ("xml",), _holds(r"<quiz\b"), read_moodle),
    "json": Kind("JSON", ("json",), _holds(r"\A\s*[\[{]\s*(?:[\"{\[]|\Z)"), read_json),
    "yaml": Kind("YAML", ("yaml", "yml"), lambda text: False, read_yaml),
    "anki": Kind("Anki text export", ("txt",), looks_like_anki, read_anki),
    "aiken": Kind("Aiken", ("txt",), _holds(r"^ANSWER:\s*[A-Z]\s*$"), read_aiken),
    "gift": Kind(
        "GIFT",
        ("gift", "txt"),
        _holds(r"^(?:\$CATEGORY:|::[^:]+::)|\{\s*(?:[=~]|#\s*[=\d-]|T\}|F\}|TRUE|FALSE)"),
        read_gift,
    ),
    "page": Kind(
        "text of a web page", ("txt",), page_text.looks_like_page_text, _read_list(page_text.find_questions, NO_LIST)
    ),
    "csv": Kind("CSV", ("csv", "tsv"), lambda text: False, read_csv),
    "markdown": Kind(
        "Markdown list of questions",
        ("md", "markdown", "txt"),
        lambda text: True,
        _read_list(markdown_list.find_questions, NO_LIST),
    ),
}
XLSX = "xlsx"
# Code in a cell or a record may look like any other format.
CERTAIN = {ending: name for name in ("json", "yaml", "csv") for ending in KINDS[name].endings} | {"gift": "gift"}
LABELS = {name: kind.label for name, kind in KINDS.items()} | {XLSX: "Excel workbook"}


def kind_of(source: Source, text: str) -> str:
    """The format of a document: its ending's where that means one alone, else the first one that its text shows."""
    if source.ending in CERTAIN:
        return CERTAIN[source.ending]
    for name, kind in KINDS.items():
        if name != "markdown" and kind.told(text):
            return name
    return "qti" if source.ending == "xml" else "markdown"


def read_source(source: Source, kind: str = "", columns: dict[str, str] | None = None) -> Reading:
    """The drafts of one document; `kind` names its format, else it is told. `columns` maps the header of a table."""
    reading = _read(source, kind, columns)
    checked = [(draft, problems_of(draft)) for draft in reading.drafts]
    problems = [*reading.problems, *(problem for _, unfit in checked for problem in unfit)]
    return replace(
        reading,
        drafts=[replace(draft, section=tellable(draft.section)) for draft, unfit in checked if not unfit],
        problems=[replace(problem, message=tellable(problem.message)) for problem in problems],
    )


def _read(source: Source, kind: str, columns: dict[str, str] | None) -> Reading:
    if kind == XLSX or (not kind and source.is_zip):
        return replace(read_xlsx(source, columns), kind=XLSX)
    try:
        text = source.text()
    except Unreadable as reason:
        return Reading([], [Problem(Place(source.name), str(reason))], kind)
    kind = kind or kind_of(source, text)
    if kind == "csv":
        return replace(read_csv(text, source.name, columns), kind=kind)
    return replace(KINDS[kind].read(text, source.name), kind=kind)


def read_path(path: Path, kind: str = "") -> Reading:
    """Every question of a file, or of a folder's Markdown files with the synonyms beside them; problems of all files,
    not of the first alone."""
    if not path.exists():
        return Reading([], [Problem(Place(str(path)), "There is no such file or folder.")])
    files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
    files = [file for file in files if file.is_file() and (file.name.lower() != "readme.md" or not path.is_dir())]
    if not files:
        return Reading([], [Problem(Place(str(path)), "This folder holds no Markdown file (*.md).")])
    readings = [_read_file(file, kind or ("front-matter" if path.is_dir() else "")) for file in files]
    drafts = [draft for reading in readings for draft in reading.drafts]
    problems = [problem for reading in readings for problem in reading.problems]
    synonyms, wrong = read_synonyms(path) if path.is_dir() else ([], [])
    problems = [*problems, *_repeated(drafts), *wrong]
    return Reading(drafts, problems, readings[0].kind, synonyms=synonyms)


def _read_file(file: Path, kind: str) -> Reading:
    if file.stat().st_size > LARGEST:
        return Reading([], [Problem(Place(str(file)), f"It is larger than {LARGEST // 1_000_000} MB. Split it.")], kind)
    return read_source(Source(str(file), file.read_bytes()), kind)


def _repeated(drafts: Iterable[Draft]) -> Iterable[Problem]:
    first: dict[str, Place] = {}
    for draft in drafts:
        if draft.ref and draft.ref in first:
            yield Problem(draft.place, f"ref “{draft.ref}” stands in {first[draft.ref]} already. Give each its own.")
        first.setdefault(draft.ref, draft.place)
