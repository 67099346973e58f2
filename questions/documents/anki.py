"""The text that Anki exports: a card a line, fields set apart, with lines at the top that say how."""

import csv
import io
import re

from questions.documents.found import Found, drafts_of
from questions.documents.html import html_to_markdown, tags_as_code
from questions.documents.reading import Reading
from questions.rubric import Place, Problem

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
LONGEST_FIELD = 10_000_000
_HEADER = re.compile(
    r"^#(separator|html|tags column|deck column|notetype column|guid column|columns|tags|deck|notetype):(.*)$"
)


def looks_like_anki(text: str) -> bool:
    return bool(_HEADER.match(text.lstrip("\ufeff").split("\n", 1)[0]))


def read_anki(text: str, file: str) -> Reading:
    """The first two columns that are neither id, deck, type nor tags are the question and its answer."""
    options, lines = _options(text)
    separator = _separator(options.get("separator", ""))
    special = _special(options)
    shown = tags_as_code if options.get("html", "").strip().lower() == "false" else html_to_markdown
    csv.field_size_limit(LONGEST_FIELD)
    found, problems = [], []
    skipped = text.count("\n") + 1 - len(lines)
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    try:
        for row in reader:
            line = skipped + reader.line_num
            fields = [field for index, field in enumerate(row) if index not in special.values()]
            if not any(field.strip() for field in fields):
                continue
            if len(fields) < 2 or not fields[0].strip() or not fields[1].strip():
                problems.append(Problem(Place(file, line), "This card has no answer."))
                continue
            section, hint = ("".join(row[at : at + 1]) for at in (special.get(n, len(row)) for n in ("deck", "tags")))
            front, back = (shown(field.replace("[sound:", "[").strip()) for field in fields[:2])
            found.append(Found(front, back, line, section.rpartition("::")[2], hint=hint))
    except csv.Error as error:
        problems.append(Problem(Place(file, skipped + reader.line_num), f"This line cannot be read: {error}."))
    if not found and not problems:
        problems.append(Problem(Place(file), "There is no card in this file."))
    return Reading(drafts_of(found, file), problems)


def _options(text: str) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    lines = text.lstrip("\ufeff").split("\n")
    for index, line in enumerate(lines):
        match = _HEADER.match(line)
        if not match:
            return options, lines[index:]
        options[match[1]] = match[2]
    return options, []


def _separator(named: str) -> str:
    sign = _SEPARATORS.get(named.strip().lower(), named[:1])
    return "\t" if sign in ("", '"') else sign


def _special(options: dict[str, str]) -> dict[str, int]:
    """The indexes of the columns that are neither question nor answer."""
    numbers = {name: options.get(f"{name} column", "").strip() for name in ("tags", "deck", "notetype", "guid")}
    return {name: int(number) - 1 for name, number in numbers.items() if re.fullmatch(r"[1-9]\d?", number)}
