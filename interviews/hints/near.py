"""Which words of an answer stand for a key word: the same stem, a longer or shorter form, or a slip of the finger."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

NEAR = 0.9  # What a near spelling counts.
SHORTEST_SPELLING, TWO_SLIPS = 5, 7  # Letters from which on one slip, or two, are forgiven.
SHORTEST_FORM, ENDING = 4, 3  # "replic" and "replica" are near; "server" and "serverless" are not.
MOST_COMPARED = 3000  # Words of an answer that are compared letter by letter, so that hostile text costs no more.
REMEMBERED = 20_000  # Words, each with the key words of one question.


def matches(stems: Iterable[str], keys: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """For each stem of an answer the key stems that it stands for, and how much it counts for them.

    `keys` are in the order of the alphabet.
    """
    known = sorted(set(stems))
    found = {stem: _stands_for(stem, keys) for stem in known[:MOST_COMPARED]}
    found |= {stem: {stem: 1.0} for stem in set(known[MOST_COMPARED:]).intersection(keys)}
    return {stem: counts for stem, counts in found.items() if counts}


@lru_cache(REMEMBERED)
def _stands_for(stem: str, keys: tuple[str, ...]) -> Mapping[str, float]:
    alike = _by_letter(keys).get(stem[:1], ())
    return {key: 1.0 if key == stem else NEAR for key in alike if key == stem or _is_near(key, stem)}


@lru_cache(256)
def _by_letter(keys: tuple[str, ...]) -> Mapping[str, list[str]]:
    return {letter: list(some) for letter, some in groupby(keys, key=itemgetter(slice(1)))}


def _is_near(key: str, stem: str) -> bool:
    return key.isalpha() and len(key) >= SHORTEST_FORM and (_is_form(key, stem) or is_slip(key, stem))


def _is_form(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_FORM and len(long) - len(short) <= ENDING and long.startswith(short)


def is_slip(one: str, other: str) -> bool:
    """Whether two words that begin alike differ by one letter lost, added, changed or swapped; long ones by two."""
    shorter = min(len(one), len(other))
    slips = 2 if shorter >= TWO_SLIPS else 1
    if shorter < SHORTEST_SPELLING or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    # What one slip can change of the length and of the letters, before they are compared one by one.
    if abs(len(one) - len(other)) > slips or len(set(one).symmetric_difference(other)) > 2 * slips:
        return False
    return edits(one, other) <= slips


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
