"""Texts that are hard to read in time, to measure with: long ones, and ones made to be slow."""

import random
from collections.abc import Sequence

LONG = 20_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sentences(words: Sequence[str], count: int, seed: int, length: int = 18) -> str:
    """An ordinary answer, made of these words and of as many that nobody has read before."""
    rng = random.Random(seed)
    mixed = [*words, *(_made_up(rng, 3, 12) for _ in words)]
    return " ".join(" ".join(rng.choices(mixed, k=length)) + "." for _ in range(count))


def texts(words: Sequence[str]) -> dict[str, str]:
    """What might cost more than its length: for each kind of text, one. `words` are those of the key points."""
    rng = random.Random(1)
    return {
        "20,000 words": " ".join(rng.choices(words, k=LONG)),
        "20,000 different words": " ".join(_made_up(rng, 3, 12) for _ in range(LONG)),
        "20,000 long words": " ".join(_made_up(rng, 40, 60) for _ in range(LONG)),
        "20,000 near spellings": " ".join(_shuffled(rng, rng.choice(words)) for _ in range(LONG)),
        "20,000 sentences": ". ".join(rng.choices(words, k=LONG)),
        "10,000 negations": " not ".join(rng.choices(words, k=LONG // 2)),
        "one endless word": "a" * 1_000_000,
        "nothing but full stops": ". " * 500_000,
        "nothing but contractions": "n't" * 300_000,
        "nothing but numbers": "1," * 500_000,
        "nothing but marks": "a" + "\u0301" * 500_000,
        "beginnings of a phrase": "identity and access " * (LONG // 3),
    }


def _made_up(rng: random.Random, shortest: int, longest: int) -> str:
    return "".join(rng.choices(LETTERS, k=rng.randint(shortest, longest)))


def _shuffled(rng: random.Random, word: str) -> str:
    return word[:1] + "".join(rng.sample(word[1:], len(word) - 1))
