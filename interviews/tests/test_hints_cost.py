"""What wording hints cost, by the work of this process and not by what else the machine does."""

import subprocess
import sys
from collections.abc import Iterable
from time import process_time

import pytest

from interviews.hints import hints, near, words
from interviews.hints.strain import sentences, texts
from interviews.hints.words import stem
from interviews.tests.test_hints import NOT_TOLD_APART, TOLD_APART

TEN = [[" ".join(point.split()[:9]), "also accepted"] for point, *_ in [*TOLD_APART, *NOT_TOLD_APART][:10]]
KEY_WORDS = [word for point in TEN for word in point[0].split()]


def seconds(answer: str) -> float:
    """As if nobody had written any of it before."""
    for remembered in (stem, words._known, near._stands_for):
        remembered.cache_clear()
    began = process_time()
    hints("What is hard to read?", TEN, answer)
    return process_time() - began


def test_ten_key_points_and_fifteen_sentences_take_no_time() -> None:
    assert min(seconds(sentences(KEY_WORDS, 15, seed)) for seed in range(5)) < 0.03


def a_second(different: Iterable[str]) -> float:
    """A second; more where the machine is slow just now, when to stem words that nobody saw before takes long, too."""
    stem.cache_clear()
    began = process_time()
    for word in different:
        stem(word)
    return max(1.0, 2 * (process_time() - began))


def test_long_and_hostile_texts_are_read_in_a_second(subtests: pytest.Subtests) -> None:
    """Once is enough: the work of others slows this process too."""
    hostile = texts(KEY_WORDS)
    different = hostile["20,000 different words"].casefold().split()
    for kind, text in hostile.items():
        with subtests.test(kind=kind):
            assert any(seconds(text) < a_second(different) for _ in range(5))


def test_a_long_list_of_a_bank_costs_little() -> None:
    answer, more = "amazon web " * 10_000, "\n".join(f"N{n} = amazon web service {n} for all" for n in range(500))
    began = process_time()
    hints("", TEN, answer, more)
    assert process_time() - began < 1


def test_importing_brings_neither_django_nor_numpy_nor_the_network() -> None:
    code = "import sys, interviews.hints; print(sorted({'django', 'numpy', 'socket'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
