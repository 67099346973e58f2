"""Tables: CSV and XLSX with a header. Which column means what is guessed from the header, or told."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from config.spreadsheets import FORMULA_SIGNS, cell
from questions.documents.columns import gathered, meaning_of
from questions.documents.found import MINUTES, UNSORTED, UNSTATED, level_told
from questions.documents.reading import Reading
from questions.documents.record import LISTS
from questions.documents.source import LARGEST, Source
from questions.documents.suggesting import suggested_points
from questions.rubric import Draft, Kind, Level, Place, Point, Problem, Status

COLUMNS = ("ref", "title", "status", "topic", "level", "minutes", "tags", "prompt", "model_answer", "key_points")
COLUMNS += ("red_flags", "follow_ups", "references", "corrections", "synonyms")
_CELLS = {"points": "key_points"}
MOST_ROWS, MOST_CELLS = 20_000, 60
MOST_UNPACKED = 200_000_000
HEAD, LONGEST_FIELD = 20_000, 10_000_000
# What openpyxl and zipfile are known to raise for a workbook that is cut short, encrypted or not one at all.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    OSError,
    SyntaxError,
    TypeError,
)
BROKEN += (EOFError, AttributeError, RuntimeError, ArithmeticError)
_POINT = re.compile(r"^\[(?P<kind>essential|good|bonus) (?P<weight>[123])\]\s*(?P<text>.+)$")


def read_csv(text: str, file: str, columns: Mapping[str, str] | None = None) -> Reading:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
        rows = [row[:MOST_CELLS] for row in islice(reader, MOST_ROWS + 1)]
    except csv.Error as error:
        return Reading([], [Problem(Place(file), f"This is not a table that can be read: {error}.")])
    return read_rows(rows, file, columns)


def _delimiter(text: str) -> str:
    """The sign that makes the most of the header: names that are known count before the number of columns."""

    def worth(sign: str) -> tuple[int, int]:
        _, header = header_of(list(csv.reader(io.StringIO(text[:HEAD]), delimiter=sign)))
        return sum(bool(meaning_of(name)) for name in header[:MOST_CELLS]), min(len(header), MOST_CELLS)

    return max(",;\t|", key=worth)


def read_xlsx(source: Source, columns: Mapping[str, str] | None = None) -> Reading:
    """The first sheet that holds anything. A file that would unpack to more than 200 MB is refused."""
    place = Place(source.name)
    if len(source.data) > LARGEST:
        return Reading([], [Problem(place, f"It is larger than {LARGEST // 1_000_000} MB. Split it.")])
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                return Reading([], [Problem(place, "This workbook unpacks to more than a bank of questions needs.")])
        book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                ["" if cell is None else str(cell) for cell in row]
                for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_CELLS, values_only=True)
            ]
            if any(any(row) for row in rows):
                return read_rows(rows, source.name, columns)
    except BROKEN as error:
        reason = type(error).__name__
        return Reading([], [Problem(place, f"This workbook cannot be read ({reason}). Save it as .xlsx again.")])
    return Reading([], [Problem(place, "This workbook is empty.")])


def header_of(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """The index of the header, which is the first row with two cells filled, and its names."""
    for index, row in enumerate(rows):
        if sum(bool(cell.strip()) for cell in row) >= 2:
            return index, [cell.strip() for cell in row]
    return 0, []


def read_rows(rows: Sequence[Sequence[str]], file: str, columns: Mapping[str, str] | None = None) -> Reading:
    """One question a row. `columns` maps names of the header to our names; what is not named is guessed."""
    top, header = header_of(rows)
    meanings = [(columns or {}).get(name) or meaning_of(name) or (name if name in COLUMNS else "") for name in header]
    for needed, word in (("prompt", "questions"), ("model_answer", "answers")):
        if needed not in meanings:
            there = ", ".join(f"“{name[:60]}”" for name in header if name) or "nothing"
            message = f"No column holds the {word}: the header names {there}. Say which one it is."
            return Reading([], [Problem(Place(file, top + 1), message)], rows=[list(row) for row in rows])
    drafts, problems = [], []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = gathered((meaning, _plain(cell)) for meaning, cell in zip(meanings, row, strict=False))
        if not cells:
            continue
        lacks = [word for name, word in (("prompt", "question"), ("model_answer", "answer")) if not cells.get(name)]
        if lacks:
            problems.append(Problem(Place(file, number), f"This row has no {' and no '.join(lacks)}."))
        else:
            drafts.append(_draft(cells, Place(file, number)))
    if len(rows) > MOST_ROWS:
        problems.append(Problem(Place(file, MOST_ROWS), f"Only the first {MOST_ROWS:,} rows are read. Split the file."))
    return Reading(drafts, problems, rows=[list(row) for row in rows])


def _plain(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def _draft(cells: Mapping[str, str], place: Place) -> Draft:
    told = level_told(cells.get("level", ""))
    level = told or Level.INTERMEDIATE
    minutes = cells.get("minutes", "").removesuffix(".0")
    status = cells.get("status", "")
    return Draft(
        ref=re.sub(r"[^a-z0-9]+", "-", cells.get("ref", "").lower()).strip("-")[:80],
        title=cells.get("title", "")[:80],
        prompt=cells["prompt"],
        topic=cells.get("topic", "")[:60] or UNSORTED,
        level=level,
        minutes=int(minutes) if re.fullmatch(r"\d{1,3}", minutes) and 1 <= int(minutes) <= 120 else MINUTES[level],
        model_answer=cells["model_answer"],
        points=_points(cells.get("key_points", "")) or suggested_points(cells["model_answer"]),
        tags=_tags(cells.get("tags", "")),
        status=Status(status) if status in set(Status) else Status.DRAFT,
        place=place,
        guessed=frozenset(name for name in UNSTATED | {"level"} if not cells.get(_CELLS.get(name, name))),
        doubts=() if told else ("The row names no level; intermediate was taken.",),
        **{name: _lines(cells.get(name, "")) for name in LISTS if name != "tags"},
    )


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip()[:60] for tag in re.split(r"[,;\n]", cell) if tag.strip()))


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in cell.splitlines() if line.strip())


def _points(cell: str) -> tuple[Point, ...]:
    """One a line, `[essential 3] text`; without the brackets it is a good one of weight 1."""
    points = []
    for line in _lines(cell):
        match = _POINT.match(line)
        text = re.sub(r"^[-•*]\s*", "", match["text"] if match else line)[:400]
        if not text.strip():
            continue
        points.append(Point(text, Kind(match["kind"]), int(match["weight"])) if match else Point(text))
    return tuple(points)


def to_csv(drafts: Iterable[Draft]) -> str:
    """One row a draft, lists as lines within a cell; what a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for draft in drafts:
        writer.writerow([cell(_value(draft, name)) for name in COLUMNS])
    return out.getvalue()


def _value(draft: Draft, name: str) -> str:
    if name == "key_points":
        return "\n".join(f"[{point.kind} {point.weight}] {point.text}" for point in draft.points)
    value = getattr(draft, name)
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")
