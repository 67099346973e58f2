"""What a panel is told of an answer's wording: at each key point a marker, in the answer the places that they speak of.

It points and judges nothing. Nobody sees it who is being judged, and nothing of it is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from interviews.hints import VERSION, Band, Hint, hints
from interviews.models import AskedQuestion, Interview, Seat
from interviews.roles import Action, may
from questions.rubric import Point

REMEMBERED = 64  # Answers, each as it stands now; a room asks for one of them with every change.
NO_MATCH = "no matching wording; it may be said in other words"


class Marker(NamedTuple):
    """What is said beside one key point: `says`, then `shows`, which leads to the place in the answer."""

    index: int
    says: str
    shows: str
    why: str

    def __bool__(self) -> bool:
        return bool(self.says or self.shows)


@dataclass(frozen=True)
class Piece:
    """A stretch of the answer, and the key points whose place it belongs to or begins."""

    text: str
    points: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wording:
    markers: tuple[Marker, ...]
    pieces: tuple[Piece, ...]
    rule: str = VERSION


def may_see_wording(interview: Interview, seat: Seat) -> bool:
    return interview.wording_hints and may(seat.role, Action.SEE_WORDING, interview.phase)


def wording_of(asked: AskedQuestion) -> Wording | None:
    """The wording of an answer that was typed; of one that was spoken there is nothing to tell."""
    if not asked.answer.strip():
        return None
    return _wording(asked.prompt_text, _phrases(asked.points), asked.answer, "\n".join(asked.synonyms))


# Both are remembered: a room asks for the same words again with every mark, and for one key point after the other.
@lru_cache(REMEMBERED)
def _wording(prompt: str, phrases: tuple[tuple[str, ...], ...], answer: str, synonyms: str) -> Wording:
    found = _compared(prompt, phrases, answer, synonyms)
    markers = tuple(marker_of(index, hint) for index, hint in enumerate(found))
    places = {marker.index: (hint.start, hint.end) for marker, hint in zip(markers, found) if marker.shows}
    return Wording(markers, tuple(_pieces(answer, places)))


def compared(prompt: str, points: Sequence[Point], answer: str, synonyms: Sequence[str] = ()) -> tuple[Hint, ...]:
    """One hint a key point; asked again for the same words, it is not worked out again."""
    return _compared(prompt, _phrases(points), answer, "\n".join(synonyms))


@lru_cache(REMEMBERED)
def _compared(prompt: str, phrases: tuple[tuple[str, ...], ...], answer: str, synonyms: str) -> tuple[Hint, ...]:
    return tuple(hints(prompt, phrases, answer, synonyms))


def _phrases(points: Sequence[Point]) -> tuple[tuple[str, ...], ...]:
    return tuple([point.phrases for point in points])


def marker_of(index: int, hint: Hint) -> Marker:
    says, shows = _told(hint)
    words = [("Found", hint.found), ("Not found", hint.not_found)]
    return Marker(index, says, shows, " ".join(f"{name}: {', '.join(some)}." for name, some in words if some))


def _told(hint: Hint) -> tuple[str, str]:
    place = "these two sentences" if hint.sentences > 1 else "this sentence"
    if hint.band == Band.WORDS_FOUND:
        return f"{len(hint.found)} of {len(hint.found) + len(hint.not_found)} key words,", f"in {place}"
    if hint.band == Band.SOME_WORDS:
        return "some words found:", f"read {place}"
    if hint.band == Band.NO_MATCH:
        return NO_MATCH, ""
    return "", f"read {place}" if hint.start < hint.end else ""


def _pieces(answer: str, places: dict[int, tuple[int, int]]) -> list[Piece]:
    """The answer, cut wherever a place begins or ends: places of several key points may overlap."""
    cuts = sorted({0, len(answer), *(cut for place in places.values() for cut in place)})
    return [
        Piece(
            answer[start:end],
            tuple(index for index, (first, last) in places.items() if first <= start < last),
            tuple(index for index, (first, _) in places.items() if first == start),
        )
        for start, end in pairwise(cuts)
    ]
