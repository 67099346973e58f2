"""The synonyms that a folder of questions brings along for the whole bank: `synonyms.txt`, one group a line."""

from pathlib import Path

from questions.documents.source import Source, Unreadable
from questions.rubric import Place, Problem
from questions.synonyms import MOST_OF_BANK, problems_in

NAME = "synonyms.txt"


def read_synonyms(folder: Path) -> tuple[list[str], list[Problem]]:
    """The entries of every such file in a folder, and what is none with its line."""
    lines, problems = [], []
    for file in sorted(file for file in folder.rglob(NAME) if file.is_file()):
        try:
            found = Source(str(file), file.read_bytes()).text().splitlines()
        except Unreadable as reason:
            found = []
            problems.append(Problem(Place(str(file)), str(reason)))
        problems += [Problem(Place(str(file), number), problem) for number, problem in problems_in(found)]
        lines += [line.strip() for line in found if line.strip()]
    if len(lines) > MOST_OF_BANK:
        message = f"There are {len(lines)} entries in {NAME}; {MOST_OF_BANK} are the most."
        problems.append(Problem(Place(str(folder)), message))
    return list(dict.fromkeys(lines)), problems
