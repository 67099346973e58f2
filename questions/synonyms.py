"""Entries such as `S3 = simple storage service`: what means the same to wording hints, for one question or for all."""

from collections.abc import Sequence

LONGEST = 200
MOST_OF_QUESTION, MOST_OF_BANK = 50, 500
QUOTED = 40
LIKE = "Write it as “S3 = simple storage service”"


def problem_of(entry: str) -> str:
    """What is wrong with an entry and how to mend it, or nothing."""
    told = entry if len(entry) <= QUOTED else f"{entry[:QUOTED]}…"
    sides = [" ".join(side.split()).casefold() for side in entry.split("=")]
    if len(entry) > LONGEST:
        return f"“{told}” has {len(entry)} characters; {LONGEST} are the most."
    if len(sides) < 2:
        return f"“{told}” has no “=”. {LIKE}."
    if not all(any(sign.isalnum() for sign in side) for side in sides):
        return f"“{told}” has no words on one side of “=”. {LIKE}."
    if len(set(sides)) < len(sides):
        return f"“{told}” says the same twice. {LIKE}, with other words on each side."
    return ""


def problems_in(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Every line that is no entry, by its number from 1, with its problem; blank lines are none."""
    found = [(number, problem_of(line.strip())) for number, line in enumerate(lines, 1) if line.strip()]
    return [(number, problem) for number, problem in found if problem]
