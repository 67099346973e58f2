"""How good hints are, against what people said: the figures, and what each has to reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from interviews.hints import Band, Hint

NEIGHBOURS = 3  # Hundredths on either side over which a threshold must do well, so that no lucky edge is chosen.


@dataclass(frozen=True)
class Judged:
    """A hint, whether people found the key point in the answer, and whether they found it contradicted."""

    hint: Hint
    is_there: bool
    contradicts: bool = False


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    bar: float
    means: str
    at_least: bool = True
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def auc(judged: Iterable[Judged]) -> float:
    """How often a hint for a key point that is there is stronger than for one that is not; ties count half."""
    ordered = sorted((case.hint.strength, case.is_there) for case in judged)
    there = sum(is_there for _, is_there in ordered)
    before = wins = 0.0
    for _, ties in groupby(ordered, key=lambda item: item[0]):
        here = [is_there for _, is_there in ties]
        apart = len(here) - sum(here)
        wins += sum(here) * (before + apart / 2)
        before += apart
    return _of(wins, there * (len(ordered) - there))


def accuracy(judged: Sequence[Judged], threshold: float) -> float:
    return _of(sum((case.hint.strength >= threshold) == case.is_there for case in judged), len(judged))


def macro_f1(judged: Sequence[Judged], threshold: float) -> float:
    """The mean of F1 for "it is there" and F1 for "it is not"."""
    said = [case.hint.strength >= threshold for case in judged]
    return (_f1(judged, said, True) + _f1(judged, said, False)) / 2


def _f1(judged: Sequence[Judged], said: Sequence[bool], kind: bool) -> float:
    both = sum(case.is_there == here == kind for case, here in zip(judged, said))
    return _of(2 * both, sum(case.is_there == kind for case in judged) + sum(here == kind for here in said))


def fitted(judged: Sequence[Judged]) -> float:
    """The threshold, in hundredths, with the best accuracy and macro F1 together, its neighbours included."""
    score = {at: accuracy(judged, at / 100) + macro_f1(judged, at / 100) for at in range(101)}
    near = {at: [score[n] for n in range(at - NEIGHBOURS, at + NEIGHBOURS + 1) if n in score] for at in score}
    return max(near, key=lambda at: sum(near[at]) / len(near[at])) / 100


def precision(judged: Iterable[Judged], band: Band) -> float:
    """Of the hints with a band, the share for key points that are there."""
    there = [case.is_there for case in judged if case.hint.band == band]
    return _of(sum(there), len(there))


def recall(judged: Iterable[Judged], band: Band) -> float:
    """Of the key points that are there, the share whose hint has this band."""
    found = [case.hint.band == band for case in judged if case.is_there]
    return _of(sum(found), len(found))


def contradictions(judged: Iterable[Judged], band: Band) -> float:
    """Of the answers that contradict, the share whose hint has this band."""
    found = [case.hint.band == band for case in judged if case.contradicts]
    return _of(sum(found), len(found))


def _of(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
