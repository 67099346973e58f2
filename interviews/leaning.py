"""How somebody judges beside the reference: stricter, softer, or alike. docs/scoring.md goes through it by example."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.scoring import VALUE, Mark, mean

# Differences in the marks of one key point that add up to less are not spoken of.
WORTH_NAMING = 1.0
MOST_NAMED = 3


@dataclass(frozen=True)
class Judged:
    """What was judged of one sample answer; `marks` are kept by the key point's text."""

    rating: int
    marks: Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """One sample as somebody judged it and as the reference does."""

    mine: Judged
    reference: Judged

    @property
    def gap(self) -> int:
        """How much higher, and so softer, mine is rated; below zero it is stricter."""
        return self.mine.rating - self.reference.rating

    @property
    def both_marked(self) -> list[str]:
        """The key points that both marked; others have been reworded in between."""
        return [text for text in self.reference.marks if text in self.mine.marks]


@dataclass(frozen=True)
class Leaning:
    """What pairs add up to, each number with how many it rests on."""

    gap: float | None
    samples: int
    same: int
    points: int
    stricter_on: Sequence[str] = ()
    softer_on: Sequence[str] = ()
    furthest: int = 0

    @property
    def share(self) -> float | None:
        """Of the key points, how many I marked as the reference does."""
        return self.same / self.points if self.points else None

    @property
    def short(self) -> str:
        """Which way the ratings lean, in two words."""
        size = f"{abs(self.gap or 0):.1f}"
        if size == "0.0":
            return "evens out" if self.furthest else "alike"
        return f"{size} {'softer' if self.gap > 0 else 'stricter'}"


def leaning(pairs: Sequence[Pair]) -> Leaning:
    """The mean signed difference of ratings, the share of like marks, and on which key points marks differ most."""
    apart = mark_gaps(pairs)
    both = [(pair.mine.marks[text], pair.reference.marks[text]) for pair in pairs for text in pair.both_marked]
    return Leaning(
        gap=mean(pair.gap for pair in pairs),
        samples=len(pairs),
        same=sum(mine == reference for mine, reference in both),
        points=len(both),
        stricter_on=_most({text: -gap for text, gap in apart.items()}),
        softer_on=_most(apart),
        furthest=max((abs(pair.gap) for pair in pairs), default=0),
    )


def mark_gaps(pairs: Iterable[Pair]) -> dict[str, float]:
    """By key point, how much softer it was marked, in marks (missed to covered is one), over all samples together."""
    gaps: dict[str, float] = {}
    for pair in pairs:
        for text in pair.both_marked:
            gap = VALUE[Mark(pair.mine.marks[text])] - VALUE[Mark(pair.reference.marks[text])]
            gaps[text] = gaps.get(text, 0.0) + gap
    return gaps


def _most(gaps: Mapping[str, float]) -> list[str]:
    worth = sorted((text for text, gap in gaps.items() if gap >= WORTH_NAMING), key=lambda text: -gaps[text])
    return worth[:MOST_NAMED]


def in_words(leaning: Leaning) -> str:
    """One plain sentence: softer or stricter, by how much, over how many samples. A mean of 0 may hide both."""
    if leaning.gap is None:
        return "You have rated no sample yet."
    over = f"on the whole ({leaning.samples} {'sample' if leaning.samples == 1 else 'samples'})"
    if leaning.short == "alike":
        return f"You rate as the reference does {over}."
    if leaning.short == "evens out":
        return f"Softer and stricter even out {over}: single ratings are up to {leaning.furthest} apart."
    return f"You rate {leaning.short} than the reference {over}."
