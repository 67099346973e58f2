"""The text that Anki exports: a card a line, fields set apart, with lines at the top that say how."""

import csv
import io
import re

from questions.documents.found import Found, drafts_of
from questions.documents.html import html_to_markdown
from questions.documents.reading import Reading
from questions.rubric import Place, Problem

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_HEADER = re.compile(
    r"^#(separator|html|tags column|deck column|notetype column|guid column|columns|tags|deck|notetype):(.*)$"
)


def looks_like_anki(text: str) -> bool:
    return bool(_HEADER.match(text.lstrip("\ufeff").split("\n", 1)[0]))


def read_anki(text: str, file: str) -> Reading:
    """The first two columns that are neither id, deck, type nor tags are the question and its answer."""
    options, lines = _options(text)
    separator = _SEPARATORS.get(options.get("separator", "tab").lower(), options.get("separator", "\t")[:1] or "\t")
    special = {
        name: int(options[f"{name} column"]) - 1
        for name in ("tags", "deck", "notetype", "guid")
        if options.get(f"{name} column", "").strip().isdecimal()
    }
    csv.field_size_limit(10_000_000)
    found, problems = [], []
    skipped = text.count("\n") - "\n".join(lines).count("\n")
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
            section, hint = (row[special[name]] if name in special else "" for name in ("deck", "tags"))
            front, back = (html_to_markdown(field.replace("[sound:", "[")) for field in fields[:2])
            found.append(Found(front, back, line, section.rpartition("::")[2], hint=hint))
    except csv.Error as error:
        problems.append(Problem(Place(file, skipped + reader.line_num), f"This line cannot be read: {error}."))
    if not found and not problems:
        problems.append(Problem(Place(file), "There is no card in this file."))
    return Reading(drafts_of(found, file), problems)


def _options(text: str) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    lines = text.lstrip("\ufeff").split("\n")
    while lines and (match := _HEADER.match(lines[0])):
        options[match[1]] = match[2]
        lines = lines[1:]
    return options, lines
