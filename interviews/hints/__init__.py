"""Wording hints: which sentence of an answer speaks to which key point.

A hint points, it never decides: it compares words, and cannot tell right from wrong. What was measured: docs/hints.md.

The share of a key point's content words that stand in the best window of one or two sentences, where

- a word of the question counts 0.3, an everyday word 0.7, and one that n key points share is divided by the root of n,
- another form of a word or a near spelling counts 0.9, and two sentences must hold 0.03 more than one,
- a negation on one side only, a number that is not there, or an opposite instead holds "words found" back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nlargest
from math import sqrt

from interviews.hints.lists import ACRONYMS
from interviews.hints.near import matches
from interviews.hints.words import (
    NOT,
    Placed,
    Sentence,
    Synonyms,
    content_stems,
    ends_sentence,
    everyday,
    folded,
    opposites,
    sentences,
    synonyms,
)

VERSION = "words-1"

# Chosen on training data: SciEntsBank and Beetle, split "train", and fifty of REALSumm's hundred texts. What each does
# there is said as precision / recall of "words found" in that order of sets.
FOUND_FROM = 0.70  # .92/.07 .82/.52 .83/.60; at .60 .85/.11 .76/.61 .80/.68, at .80 .89/.03 .85/.41 .87/.47
SOME_FROM = 0.30  # "No matching wording" is wrong in 26, 7, 11 %; from .20 in 23, 5, 11 %, from .40 in 30, 10, 15 %.
# Content words outside the question, below which there is a place but no band.
FEWEST_WORDS = 2  # 1: .91/.09 .82/.63 .83/.60, 3: .87/.04 .81/.38 .83/.56
IN_QUESTION = 0.3  # 0.2 and 0.4 rank no better on any set.
EVERYDAY_COUNTS = 0.7  # 1: the area under the curve is .001 less on SciEntsBank, .003 on REALSumm.
TWO_SENTENCES = 0.03  # 0: the area is .001 and .002 less.
GUARDED = 0.85  # What each guard leaves of a hint's strength. Without guards .93/.08 .77/.55 .83/.61
MOST_WEIGHED = 5  # Windows that are looked at for negations, numbers and opposites.
TINY = 1e-9
NEGATION_REACHES = range(-1, 3)  # Content words behind and before a negation that it can be about.


class Band(StrEnum):
    WORDS_FOUND = "words_found"
    SOME_WORDS = "some_words"
    NO_MATCH = "no_match"


class Guard(StrEnum):
    NEGATION = "negation"
    NUMBER = "number"
    OPPOSITE = "opposite"


@dataclass(frozen=True)
class Hint:
    """What an answer's wording says of one key point. Its place is `answer[start:end]`, empty if no word was found.

    `sentences` says how many the place is, one or two.
    """

    phrase: str
    start: int = 0
    end: int = 0
    sentences: int = 0
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    closeness: float = 0.0
    guards: tuple[Guard, ...] = ()
    band: Band | None = None
    version: str = VERSION

    @property
    def strength(self) -> float:
        """How strongly the wording speaks for the key point, 0 to 1; to measure and to compare, not to show."""
        return self.closeness * GUARDED ** len(self.guards)


@dataclass(frozen=True)
class _Phrase:
    """One way to say a key point: its content words by stem, as written, and what each weighs."""

    text: str
    written: Mapping[str, str]
    weights: Mapping[str, float]
    has_band: bool

    @property
    def numbers(self) -> set[str]:
        return {stem for stem in self.written if stem[0].isdigit()}


@dataclass(frozen=True)
class _Prepared:
    """A question's key points, read once for many answers."""

    points: tuple[tuple[_Phrase, ...], ...]
    keys: tuple[str, ...]
    joins: frozenset[str]


@dataclass(frozen=True)
class _Window:
    closeness: float
    sentences: range
    found: Mapping[str, float]


@dataclass(frozen=True)
class _Answer:
    """An answer, read once for many key points."""

    text: str
    sentences: list[Placed]
    stands_for: Mapping[str, Mapping[str, float]]
    places: Mapping[str, Mapping[int, float]]


def hints(prompt: str, points: Sequence[Sequence[str]], answer: str, more_synonyms: str = "") -> list[Hint]:
    """One hint a key point. A point is its own text first, then the phrases that are accepted for it too."""
    prepared = _prepared(prompt, tuple(map(tuple, points)), more_synonyms)
    read = _read(answer, sentences(answer, synonyms(ACRONYMS, more_synonyms), prepared.joins), prepared.keys)
    return [max((_hint(phrase, read) for phrase in phrases), key=_rank) for phrases in prepared.points]


def _rank(hint: Hint) -> tuple[bool, float]:
    """Of several ways to say a key point the one that was found best."""
    return hint.band == Band.WORDS_FOUND, hint.strength


@lru_cache(256)
def _prepared(prompt: str, points: tuple[tuple[str, ...], ...], more_synonyms: str) -> _Prepared:
    known = synonyms(ACRONYMS, more_synonyms)
    asked = content_stems(sentences(prompt, known))
    texts = [[(text, _written(text, known)) for text in dict.fromkeys(point or ("",))] for point in points]
    shared = Counter(stem for phrases in texts for stem in {stem for _, written in phrases for stem in written})
    made = tuple(tuple(_phrase(text, written, asked, shared) for text, written in phrases) for phrases in texts)
    all_written = {stem: word for phrases in made for phrase in phrases for stem, word in phrase.written.items()}
    return _Prepared(made, tuple(sorted(all_written)), frozenset(folded(word) for word in all_written.values()))


def _written(text: str, known: Synonyms) -> dict[str, str]:
    """The content words of a key point by stem, as it writes them first."""
    written: dict[str, str] = {}
    for begins, sentence in sentences(text, known):
        for word in sentence.content:
            written.setdefault(word.stem, text[begins + word.start : begins + word.end])
    return written


def _phrase(text: str, written: dict[str, str], asked: Set[str], shared: Mapping[str, int]) -> _Phrase:
    weights = {
        stem: (IN_QUESTION if stem in asked else 1) * (EVERYDAY_COUNTS if stem in everyday() else 1) for stem in written
    }
    weights = {stem: weight / sqrt(shared[stem]) for stem, weight in weights.items()}
    return _Phrase(text, written, weights, has_band=len(written.keys() - asked) >= FEWEST_WORDS)


def _read(text: str, read: list[Placed], keys: tuple[str, ...]) -> _Answer:
    stands_for = matches(content_stems(read), keys)
    places: dict[str, dict[int, float]] = {}
    for number, (_, sentence) in enumerate(read):
        for stem in stands_for.keys() & sentence.stems:
            for key, counts in stands_for[stem].items():
                at = places.setdefault(key, {})
                at[number] = max(counts, at.get(number, 0))
    return _Answer(text, read, stands_for, places)


def _hint(phrase: _Phrase, answer: _Answer) -> Hint:
    """The best of the windows that hold most of a phrase; of equals the first, and one sentence rather than two."""
    found: dict[int, dict[str, float]] = {}
    for stem in phrase.weights:
        for number, counts in answer.places.get(stem, {}).items():
            found.setdefault(number, {})[stem] = counts
    closest = nlargest(MOST_WEIGHED, _windows(phrase.weights, found), key=lambda window: window.closeness)
    nothing = Hint(phrase.text, not_found=tuple(phrase.written.values()), band=_band(phrase, 0, ()))
    return max((_told(phrase, window, answer) for window in closest), key=_rank, default=nothing)


def _told(phrase: _Phrase, window: _Window, answer: _Answer) -> Hint:
    read = [answer.sentences[number] for number in window.sentences]
    guards = tuple(_guards(phrase, window.found, [sentence for _, sentence in read], answer))
    first, last = read[0], read[-1]
    return Hint(
        phrase=phrase.text,
        start=first.start,
        end=last.end,
        sentences=1 + ends_sentence(answer.text[first.end : last.start]),
        found=tuple(word for stem, word in phrase.written.items() if stem in window.found),
        not_found=tuple(word for stem, word in phrase.written.items() if stem not in window.found),
        closeness=window.closeness,
        guards=guards,
        band=_band(phrase, window.closeness, guards),
    )


def _band(phrase: _Phrase, closeness: float, guards: Sequence[Guard]) -> Band | None:
    if not phrase.has_band:
        return None
    if closeness < SOME_FROM - TINY:
        return Band.NO_MATCH
    return Band.SOME_WORDS if guards or closeness < FOUND_FROM - TINY else Band.WORDS_FOUND


def _windows(weights: Mapping[str, float], found: Mapping[int, Mapping[str, float]]) -> Iterable[_Window]:
    """Each sentence that holds a word, and with the next one where that adds a word."""
    total = sum(weights.values())
    for number in sorted(found):
        here, after = found[number], found.get(number + 1, {})
        yield _Window(_share(here, weights) / total, range(number, number + 1), here)
        if after.keys() - here.keys():
            both = {stem: max(here.get(stem, 0), after.get(stem, 0)) for stem in (*here, *after)}
            yield _Window(_share(both, weights) / total - TWO_SENTENCES, range(number, number + 2), both)


def _share(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights[stem] * counts for stem, counts in found.items())


def _guards(phrase: _Phrase, found: Mapping[str, float], read: list[Sentence], answer: _Answer) -> Iterable[Guard]:
    """What speaks against a window although it holds the words."""
    if (NOT in phrase.written) != any(_negated(sentence, found, answer) for sentence in read):
        yield Guard.NEGATION
    if phrase.numbers - found.keys():
        yield Guard.NUMBER
    there = frozenset().union(*(sentence.stems for sentence in read))
    if any(not there.isdisjoint(opposites().get(stem, ())) for stem in phrase.written.keys() - found.keys()):
        yield Guard.OPPOSITE


def _negated(sentence: Sentence, found: Mapping[str, float], answer: _Answer) -> bool:
    """Whether a negation stands by one of the words found."""
    words = sentence.content
    speaks = [word.stem != NOT and not found.keys().isdisjoint(answer.stands_for.get(word.stem, ())) for word in words]
    negations = [at for at, word in enumerate(words) if word.stem == NOT]
    return any(any(speaks[max(at + NEGATION_REACHES.start, 0) : at + NEGATION_REACHES.stop]) for at in negations)
