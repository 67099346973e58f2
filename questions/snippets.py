"""Where in a text the words stand that were looked for, marked, and safe to show."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from questions.words import Query, folded

WIDTH = 220
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(r"(ations?|ings?|ions?|ies|ied|ed|es|e|s|y)$")
_MOST_HITS = 200
_BEFORE = 60


def marked(text: str, query: Query) -> SafeString:
    """A text with each word that was looked for in <mark>."""
    parts, end = [], 0
    for hit, _ in _hits(text, query):
        parts += [("{}", text[end : hit.start()]), ("<mark>{}</mark>", hit[0])]
        end = hit.end()
    parts.append(("{}", text[end:]))
    return format_html_join("", "{}", ((format_html(frame, part),) for frame, part in parts if part))


def snippet(texts: Iterable[str], query: Query) -> SafeString:
    """The piece of the text that holds most of the words, the first such; nothing where none holds any."""
    best, most = "", 0
    for text in texts:
        count, piece = _piece(text, query)
        if count > most:
            best, most = piece, count
        if most == len(set(query.words)):
            break
    return marked(best, query)


def _piece(text: str, query: Query) -> tuple[int, str]:
    """How many of the words stand together where most of them do, and that piece."""
    hits = [(hit.start(), word) for hit, word in _hits(text, query)][:_MOST_HITS]
    if not hits:
        return 0, ""
    around = {place: len({w for p, w in hits if 0 <= p - place < WIDTH - _BEFORE}) for place, _ in hits}
    place = max(around, key=around.get)
    return around[place], _cut(text, place)


def _cut(text: str, place: int) -> str:
    """A text around a place, cut between words."""
    start, end = max(0, place - _BEFORE), place - _BEFORE + WIDTH
    start = text.find(" ", start, place) + 1 or start if start else 0
    end = len(text) if end >= len(text) else max(text.rfind(" ", place, end), place + 1)
    if end == place + 1:  # one word that is longer than the piece
        end = place + WIDTH
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _hits(text: str, query: Query) -> Iterable[tuple[re.Match, str]]:
    stems = {stem(word): word for word in query.words}
    for hit in _WORD.finditer(text):
        word = _folded(hit[0])
        if stem(word) in stems:
            yield hit, stems[stem(word)]
        elif query.open_ended and word.startswith(query.last):
            yield hit, query.last


@lru_cache(20_000)
def _folded(word: str) -> str:
    return "".join(folded(word))


@lru_cache(20_000)
def stem(word: str) -> str:
    """A word without its ending. It only serves to mark: what a database finds by a finer rule just stays unmarked."""
    short = _ENDINGS.sub("", word)
    return short if len(short) > 2 else word
