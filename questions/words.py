"""The words of a text, the same for an index, a query and a snippet: folded to small letters without accents."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from itertools import pairwise

from django.utils.html import strip_tags

LONGEST = 40
MOST = 24
MENDED = 8  # Each word is compared with thousands.
_WORD = re.compile(r"[^\W_]+")
_CLOSE = 0.75


@lru_cache(1024)
def plain(html: str) -> str:
    """The text of rendered Markdown; a list of questions asks for the same ones again and again."""
    return unescape(strip_tags(html)).strip()


def folded(text: str) -> list[str]:
    """The words of a text in order. They hold letters and digits alone, so that none is a sign of a query language."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return [word[:LONGEST] for word in _WORD.findall("".join(c for c in letters if not unicodedata.combining(c)))]


@dataclass(frozen=True)
class Query:
    """What somebody looks for: phrases that must all stand there; the last word may be the beginning of one.

    What hangs together by signs, such as aws-junior-01, is a phrase of several words.
    """

    phrases: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> list[str]:
        return [word for phrase in self.phrases for word in phrase]

    @property
    def last(self) -> str:
        return self.words[-1] if self.phrases else ""

    @property
    def open_ended(self) -> bool:
        """A single letter begins too much to be of use."""
        return len(self.last) > 1

    def __str__(self) -> str:
        return " ".join("-".join(phrase) for phrase in self.phrases)


def parsed(text: str) -> Query:
    """The query that somebody typed. Beyond 24 phrases, and 24 words in one, nothing more is asked of a question."""
    phrases = [tuple(folded(chunk)[:MOST]) for chunk in text.split()]
    return Query(tuple([phrase for phrase in phrases if phrase][:MOST]))


def fts5(query: Query) -> str:
    """A query for SQLite. Each word is quoted, hence it is a word whatever it says."""
    phrases = [" + ".join(f'"{word}"' for word in phrase) for phrase in query.phrases]
    return " AND ".join(phrases) + (" *" if query.open_ended else "")


def tsquery(query: Query) -> str:
    """The same for PostgreSQL."""
    phrases = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in query.phrases]
    return " & ".join(phrases) + (":*" if query.open_ended else "")


def joined(words: list[str]) -> list[str]:
    """Neighbours written as one word, where "dynamo db" was typed."""
    return ["".join(pair) for pair in pairwise(words)]


def mended(query: Query, vocabulary: Iterable[str]) -> Query | None:
    """The query with each word that the vocabulary lacks put right, if that can be done."""
    known, words, waiting = set(vocabulary), [], query.words
    if len(waiting) > MENDED:
        return None
    while waiting:
        word, pair = waiting[0], "".join(waiting[:2])
        joins = len(waiting) > 1 and pair in known
        right = pair if joins else _nearest(word, known)
        if not right:
            return None
        words.append(right)
        waiting = waiting[2 if joins else 1 :]
    return Query(tuple((word,) for word in words)) if words != query.words else None


def _nearest(word: str, known: set[str]) -> str:
    if word in known or not mendable(word):
        return word
    near = [other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= 1]
    return (get_close_matches(word, sorted(near), n=1, cutoff=_CLOSE) or [""])[0]


def mendable(word: str) -> bool:
    """Numbers and very short words are as near to each other as to what was meant."""
    return len(word) > 2 and not word.isdigit()
