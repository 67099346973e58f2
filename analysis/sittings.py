"""From a sitting and its scorecards to what is kept of each question in it: numbers without a name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from itertools import combinations

from interviews.scoring import VALUE, Mark, coverage, mean
from questions.rubric import Kind, Point

LONGEST_OVERRUN = 3.0  # Somebody who leaves a page open does not make a question a long one.
FEWEST_OTHERS = 2


@dataclass(frozen=True)
class Card:
    """What one scorecard says of one question: marks by the point's index, and a rating."""

    marks: Mapping[int, str]
    rating: int | None
    flags: Collection[int] = ()


@dataclass(frozen=True)
class Answer:
    """One question that was put to a candidate, with what was judged of it; `time` is the share of its budget used."""

    question: int | None
    points: Sequence[Point]
    cards: Sequence[Card]
    time: float | None
    flags: Sequence[str] = ()

    @property
    def coverage(self) -> float | None:
        return mean(asked_for(self.points, card.marks) for card in self.cards)

    @property
    def full_coverage(self) -> float | None:
        """As reports show it, bonus points included."""
        return mean(coverage(self.points, card.marks) for card in self.cards)

    @property
    def ratings(self) -> list[int]:
        return [card.rating for card in self.cards if card.rating is not None]


@dataclass(frozen=True)
class Sitting:
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Judged:
    """What is kept of one answer: `rest` is the mean coverage of the same candidate's other answers, `points` holds one
    value a scorecard under the key of each point's text, and of each red flag's."""

    coverage: float | None
    rest: float | None
    ratings: Sequence[int] = ()
    time: float | None = None
    points: Mapping[str, Sequence[float]] = field(default_factory=dict)


def asked_for(points: Sequence[Point], marks: Mapping[int, str]) -> float | None:
    """Coverage without the bonus points: they make up for gaps, so the more of them a question has, the easier it would
    look."""
    kept = {old: new for new, old in enumerate(i for i, point in enumerate(points) if point.kind != Kind.BONUS)}
    if not kept or not marks:
        return coverage(points, marks)
    left = {kept[index]: mark for index, mark in marks.items() if index in kept}
    return coverage([points[old] for old in kept], left) if left else 0.0


def key_of(text: str) -> str:
    """A key point's text as a short key: statistics need to find it again, not to say it."""
    return blake2s(text.encode(), digest_size=5).hexdigest()


def key_of_flag(text: str) -> str:
    return key_of(f"red flag: {text}")


def judged(sitting: Sitting) -> Iterator[tuple[int, Judged]]:
    """Each question of the bank in a sitting, with what is kept of the answer to it."""
    shares = [answer.coverage for answer in sitting.answers]
    for index, answer in enumerate(sitting.answers):
        if answer.question is not None and (shares[index] is not None or answer.ratings):
            yield (
                answer.question,
                Judged(
                    coverage=shares[index],
                    rest=rest_of(shares, index),
                    ratings=answer.ratings,
                    time=None if answer.time is None else min(answer.time, LONGEST_OVERRUN),
                    points=_points(answer),
                ),
            )


def rest_of(shares: Sequence[float | None], index: int) -> float | None:
    """The mean of the others that are there; None where they are too few to say anything of the candidate."""
    others = [share for place, share in enumerate(shares) if place != index and share is not None]
    return mean(others) if len(others) >= FEWEST_OTHERS else None


def _points(answer: Answer) -> dict[str, list[float]]:
    """A point without a mark counts as not heard on a card that has any, as it does in coverage."""
    marked = [card.marks for card in answer.cards if card.marks]
    if not marked:
        return {}
    heard = {key_of(point.text): _heard(index, marked) for index, point in enumerate(answer.points)}
    for index, text in enumerate(answer.flags):
        heard[key_of_flag(text)] = [float(index in card.flags) for card in answer.cards if card.marks]
    return {key: values for key, values in heard.items() if values}


def _heard(index: int, marked: Sequence[Mapping[int, str]]) -> list[float]:
    """One value a card, but for those that did not observe it."""
    return [VALUE[marks.get(index, Mark.MISSED)] for marks in marked if marks.get(index) != Mark.NOT_OBSERVED]


def apart(values: Sequence[float]) -> float | None:
    """How far two of these are from each other on average; None below two."""
    return mean(abs(a - b) for a, b in combinations(values, 2))
