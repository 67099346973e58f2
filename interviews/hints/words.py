"""From a text to its sentences, each with its place in it, and their words, each with its place in the sentence."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from snowballstemmer import stemmer

from interviews.hints.lists import EVERYDAY, IRREGULAR, NEGATIONS, NUMBERS, OPPOSITES, STOP

MOST_WORDS, MOST_SIGNS = 20_000, 250_000  # What stands behind them is not read.
LONGEST_WORD = 24  # Letters. A longer one is cut, so that none costs more than a word.
LONGEST_SENTENCE = 40  # Words. Talk without full stops is cut, so that a window stays a window.
# Sentences, and signs of one, for an answer is read anew with every few words: 4 MB, and 17 MB of the worst.
REMEMBERED, LONGEST_REMEMBERED = 1024, 200
NOT = "not"

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+n['’‘`´\"]t\b|[^\W\d_][^\W_]*(?:[\u0300-\u036f]+[^\W_]*)*")
_CONTRACTED = re.compile(r"n\W+t$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_STEMMER = stemmer("english")


class Word(NamedTuple):
    """A word, or a phrase that counts as one, and where it stands, counted from where its sentence begins."""

    start: int
    end: int
    folded: str
    stem: str

    @property
    def is_content(self) -> bool:
        return self.folded not in STOP


@dataclass(frozen=True, eq=False)
class Sentence:
    """Words that are said together. Their places count from where the sentence begins, wherever it stands."""

    words: tuple[Word, ...]

    @cached_property
    def content(self) -> list[Word]:
        return [word for word in self.words if word.is_content]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words)

    @cached_property
    def content_stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.content)


class Placed(NamedTuple):
    """A sentence and where in the text it begins."""

    begins: int
    sentence: Sentence

    @property
    def start(self) -> int:
        """Where its first word stands."""
        return self.begins + self.sentence.words[0].start

    @property
    def end(self) -> int:
        return self.begins + max(word.end for word in self.sentence.words)


@dataclass(frozen=True, eq=False)
class Synonyms:
    """Phrases by their stems, each with the stem that stands for its group; how long those are that begin alike."""

    names: Mapping[tuple[str, ...], str]
    lengths: Mapping[str, Sequence[int]]


@lru_cache(50_000)
def folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:LONGEST_WORD]).casefold()


@lru_cache(50_000)
def stem(word: str) -> str:
    """What the forms of a folded word have in common; one word for all negations, one writing for all numbers."""
    if word in NEGATIONS or _CONTRACTED.search(word):
        return NOT
    if word[0].isdigit():
        return word.replace(",", "")
    return NUMBERS.get(word) or _STEMMER.stemWord(IRREGULAR.get(word, word))


def sentences(text: str, synonyms: Synonyms, joins: frozenset[str] = frozenset()) -> list[Placed]:
    """The words of each sentence. Neighbours that together are one of `joins` are one word: fail over, failover."""
    read, left = [], MOST_WORDS
    for begins, said in _apart(text[:MOST_SIGNS]):
        words, made = (
            _known(said, synonyms, joins) if len(said) <= LONGEST_REMEMBERED else _made(said, synonyms, joins, left)
        )
        read += [Placed(begins, sentence) for sentence in made]
        left -= words
        if left <= 0:
            break
    return read


def _apart(text: str) -> Iterator[tuple[int, str]]:
    """What stands between two ends of sentences, and where it begins."""
    begins = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        yield begins, text[begins:end]
        begins = end


def _made(said: str, synonyms: Synonyms, joins: frozenset[str], most: int = MOST_WORDS) -> tuple[int, list[Sentence]]:
    """How many words are said, and the sentences that they are."""
    words = _words(said, most)
    return len(words), [Sentence(_merged(piece, synonyms, joins)) for piece in _cut(words)]


_known = lru_cache(REMEMBERED)(_made)


def _words(said: str, most: int = MOST_WORDS) -> list[Word]:
    return [_word(match) for match in islice(_WORD.finditer(said), most)]


def ends_sentence(between: str) -> bool:
    """Whether a sentence ends in what stands between two words; talk without full stops is cut where none does."""
    return bool(_SENTENCE_END.search(between))


def _word(match: re.Match) -> Word:
    word = folded(match[0])
    return Word(match.start(), match.end(), word, stem(word))


def _cut(words: list[Word]) -> Iterator[list[Word]]:
    return (words[at : at + LONGEST_SENTENCE] for at in range(0, len(words), LONGEST_SENTENCE))


def _merged(words: list[Word], synonyms: Synonyms, joins: frozenset[str]) -> tuple[Word, ...]:
    """The words with each known phrase as one, and with what two neighbours are together."""
    merged, at = [], 0
    while at < len(words):
        length, name = _phrase(words, at, synonyms)
        merged.append(_together(words[at : at + length], name) if name else words[at])
        at += length
    pairs = pairwise(words) if joins else ()
    joined = [_together(pair, stem(name)) for pair in pairs if (name := _joined(pair)) in joins]
    return (*merged, *joined)


def _together(words: Sequence[Word], name: str) -> Word:
    return Word(words[0].start, words[-1].end, name, name)


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.folded for word in words)


def _phrase(words: list[Word], at: int, synonyms: Synonyms) -> tuple[int, str]:
    """How many words from here on mean a thing that has a name, and that name."""
    for length in synonyms.lengths.get(words[at].stem, ()):
        stems = tuple(word.stem for word in words[at : at + length])
        if stems in synonyms.names:
            return len(stems), synonyms.names[stems]
    return 1, ""


@lru_cache(64)
def synonyms(*texts: str) -> Synonyms:
    """Lists such as `S3 = simple storage service`, one group a line, ready to look up; other lines are left out.

    Groups that share a phrase are one, whichever list they stand in.
    """
    names: dict[tuple[str, ...], str] = {}
    for line in (line for text in texts for line in text.splitlines()):
        phrases = [stems for stems in map(_stems, line.split("=")) if stems]
        if len(phrases) > 1:
            met = [names[stems] for stems in phrases if stems in names]
            joined = [stems for stems, name in names.items() if name in met] if met else []
            names |= dict.fromkeys([*joined, *phrases], met[0] if met else " ".join(phrases[0]))
    lengths: dict[str, set[int]] = {}
    for stems in names:
        lengths.setdefault(stems[0], set()).add(len(stems))
    return Synonyms(names, {first: sorted(found, reverse=True) for first, found in lengths.items()})


@lru_cache(1)
def everyday() -> frozenset[str]:
    return frozenset(map(stem, EVERYDAY - NEGATIONS))


@lru_cache(1)
def opposites() -> Mapping[str, frozenset[str]]:
    """For a stem those that say the contrary."""
    pairs = [tuple(map(stem, pair.split("/"))) for pair in OPPOSITES.split()]
    both = [*pairs, *(pair[::-1] for pair in pairs)]
    return {one: frozenset(other for first, other in both if first == one) for one, _ in both}


def _stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase; none if it is made of words that stand everywhere, as `IT` and `not` do."""
    words = _words(phrase)
    says = any(word.is_content and word.stem not in STOP | {NOT} for word in words)
    return tuple(word.stem for word in words) if says else ()


def content_stems(sentences: Iterable[Placed]) -> frozenset[str]:
    return frozenset().union(*(sentence.content_stems for _, sentence in sentences))
