"""Which words of an answer stand for a key word: the same stem, a longer or shorter form, or a slip of the finger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

NEAR = 0.9  # What a near spelling counts.
SHORTEST_SPELLING, TWO_SLIPS = 5, 7  # Letters from which on one slip, or two, are forgiven.
SHORTEST_FORM, ENDING = 4, 3  # "replic" and "replica" are near; "server" and "serverless" are not.
MOST_COMPARED = 200  # Words per key word that are compared letter by letter, so that hostile text costs no more.


def matches(stems: Iterable[str], keys: Iterable[str]) -> Mapping[str, dict[str, float]]:
    """For each stem of an answer the key stems that it stands for, and how much it counts for them."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    known = set(stems)
    by_letter = defaultdict(list)
    for stem in known:
        by_letter[stem[:1]].append(stem)
    for key in keys:
        if key in known:
            found[key][key] = 1.0
        for stem in _near(key, by_letter[key[:1]]):
            found[stem][key] = NEAR
    return found


def _near(key: str, stems: list[str]) -> list[str]:
    if not key.isalpha() or len(key) < SHORTEST_FORM:
        return []
    forms = [stem for stem in stems if stem != key and _is_form(key, stem)]
    slips = 2 if len(key) >= TWO_SLIPS else 1
    letters = set(key)
    alike = [
        stem
        for stem in stems
        if abs(len(stem) - len(key)) <= slips and len(letters.symmetric_difference(stem)) <= 2 * slips and stem != key
    ]
    return forms + [stem for stem in sorted(alike)[:MOST_COMPARED] if is_slip(key, stem)]


def _is_form(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_FORM and len(long) - len(short) <= ENDING and long.startswith(short)


def is_slip(one: str, other: str) -> bool:
    """Whether two words that begin alike differ by one letter lost, added, changed or swapped; long ones by two."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_SPELLING or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    return edits(one, other) <= (2 if shorter >= TWO_SLIPS else 1)


def edits(one: str, other: str) -> int:
    """How many letters must be lost, added, changed or swapped with the next to turn one word into the other."""
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        next_row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, next_row[-1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return row[-1]
