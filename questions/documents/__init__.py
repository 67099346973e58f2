"""Reads documents into drafts, each with its place. Pure: nothing here knows the bank."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from questions.documents.front_matter import read
from questions.rubric import Draft, Place, Problem

LARGEST = 1_000_000


@dataclass(frozen=True)
class Reading:
    drafts: list[Draft]
    problems: list[Problem]


def read_path(path: Path) -> Reading:
    """Every question of a file, or of a folder's Markdown files; problems of all files, not of the first alone."""
    if not path.exists():
        return Reading([], [Problem(Place(str(path)), "There is no such file or folder.")])
    files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
    files = [file for file in files if file.name.lower() != "readme.md"]
    if not files:
        return Reading([], [Problem(Place(str(path)), "This folder holds no Markdown file (*.md).")])
    results = [_read_file(file) for file in files]
    drafts = [draft for draft, _ in results if draft]
    problems = [problem for _, found in results for problem in found]
    return Reading(drafts, problems + list(_repeated(drafts)))


def _read_file(file: Path) -> tuple[Draft | None, list[Problem]]:
    place = Place(str(file))
    if file.stat().st_size > LARGEST:
        return None, [Problem(place, f"The file is larger than {LARGEST:,} bytes, too large for one question.")]
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Problem(Place(str(file), line), "This is not UTF-8 text. Save the file as UTF-8.")]
    return read(text, str(file))


def _repeated(drafts: Iterable[Draft]) -> Iterable[Problem]:
    first: dict[str, Place] = {}
    for draft in drafts:
        if draft.ref in first:
            yield Problem(draft.place, f"ref “{draft.ref}” stands in {first[draft.ref]} already. Give each its own.")
        first.setdefault(draft.ref, draft.place)
