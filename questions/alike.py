"""Finds prompts that ask the same in nearly the same words."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable

ALIKE = 0.6
FEWEST_TYPED, WITHIN = 6, 0.9
RAREST = 6
_COMMON = frozenset(
    "a an and are as at be by can do does for from give has have how if in into is it its of on or that the their then "
    "this to was what when where which who why will with would you your me my we our".split()
)


def normalised(prompt: str) -> str:
    """What two prompts share that differ in nothing but marks, spaces and case."""
    return " ".join(re.findall(r"\w+", prompt.casefold()))


def words_of(prompt: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", prompt.casefold())) - _COMMON


class Prompts:
    """The prompts of a bank by ref. Words count by how rare they are, log(1 + n / documents with the word)."""

    def __init__(self, prompts: Iterable[tuple[str, str]]) -> None:
        self.words = {ref: words_of(prompt) for ref, prompt in prompts}
        self.refs_with: dict[str, list[str]] = defaultdict(list)
        for ref, words in self.words.items():
            for word in words:
                self.refs_with[word].append(ref)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(math.log(1 + len(self.words) / (len(self.refs_with.get(word, ())) or 1)) for word in words)

    def nearest(self, prompt: str, apart_from: str = "") -> list[tuple[str, float]]:
        """Refs of prompts alike, best first, each with the weighted share of words that both have (0 to 1).

        Only prompts that share one of the rarest words are compared, so that a large bank costs little more.
        """
        words = words_of(prompt)
        known = sorted((word for word in words if word in self.refs_with), key=lambda word: len(self.refs_with[word]))
        near = {ref for word in known[:RAREST] for ref in self.refs_with[word]} - {apart_from}
        shares = [(ref, self._share(words, self.words[ref])) for ref in near]
        return sorted((item for item in shares if item[1] >= ALIKE), key=lambda item: (-item[1], item[0]))

    def _share(self, one: frozenset[str], other: frozenset[str]) -> float:
        both = self._weight(one & other)
        within = both / (self._weight(one) or 1)
        # A prompt that is still being typed is nearly all of it, and only it, in the one that it repeats.
        if len(one) >= FEWEST_TYPED and within >= WITHIN:
            return within
        return both / (self._weight(one | other) or 1)
