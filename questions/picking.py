"""Chooses questions for an interview: some rules, a pool, a seed. The same three always choose the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """So many questions of a kind; what is empty does not matter. `weight` is what each counts in the totals."""

    count: int
    topic: str = ""
    level: str = ""
    tag: str = ""
    weight: int = 1

    def fits(self, entry: "Entry") -> bool:
        return (
            self.topic in ("", entry.topic)
            and self.level in ("", entry.level)
            and (not self.tag or self.tag in entry.tags)
        )

    def __str__(self) -> str:
        kind = " ".join(word for word in (self.level, self.topic) if word)
        noun = "question" if self.count == 1 else "questions"
        tagged = f" tagged {self.tag}" if self.tag else ""
        return f"{self.count} {kind} {noun}{tagged}".replace("  ", " ")


@dataclass(frozen=True)
class Entry:
    """What a draw needs to know of a question."""

    ref: str
    topic: str
    level: str
    tags: frozenset[str] = frozenset()
    minutes: int = 5


@dataclass(frozen=True)
class Shortage:
    """A rule that the pool cannot fill."""

    rule: Rule
    available: int

    def __str__(self) -> str:
        wanted = self.rule.count
        return f"The rule “{self.rule}” asks for {wanted}, but only {self.available} can be had beside the others."


@dataclass(frozen=True)
class Draw:
    """What each rule drew, in the rules' order."""

    by_rule: tuple[tuple[str, ...], ...]
    shortages: tuple[Shortage, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(ref for drawn in self.by_rule for ref in drawn)


def draw(rules: Sequence[Rule], pool: Sequence[Entry], seed: int, already: Sequence[str] = ()) -> Draw:
    """Fill the rules from the pool, no question twice and none of `already`.

    Where the rules can be filled together they are: a question taken by one rule is given up to another that has no
    choice, which is Kuhn's algorithm for matching in a bipartite graph (1955).
    """
    rng = random.Random(seed)
    entries = sorted((entry for entry in pool if entry.ref not in already), key=lambda entry: entry.ref)
    rng.shuffle(entries)
    owner: dict[str, int] = {}
    places = [index for index, rule in enumerate(rules) for _ in range(rule.count)]
    filled: dict[int, list[str]] = {index: [] for index in range(len(rules))}
    candidates = [[entry.ref for entry in entries if rule.fits(entry)] for rule in rules]
    for place in places:
        _take(place, candidates, owner, set())
    for entry in entries:
        if entry.ref in owner:
            filled[owner[entry.ref]].append(entry.ref)
    return Draw(
        by_rule=tuple(tuple(filled[index]) for index in range(len(rules))),
        shortages=tuple(
            Shortage(rule, len(filled[index])) for index, rule in enumerate(rules) if len(filled[index]) < rule.count
        ),
    )


def _take(rule: int, candidates: list[list[str]], owner: dict[str, int], tried: set[str]) -> bool:
    """Give `rule` one more question, free or freed by moving another rule on."""
    for ref in candidates[rule]:
        if ref not in owner:
            owner[ref] = rule
            return True
    for ref in candidates[rule]:
        if ref in tried or owner[ref] == rule:
            continue
        tried.add(ref)
        if _take(owner[ref], candidates, owner, tried):
            owner[ref] = rule
            return True
    return False
