"""The figures behind wording hints, and the command that prints them."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interviews.hints import Band, Hint
from interviews.hints.figures import (
    Figure,
    Judged,
    accuracy,
    auc,
    contradictions,
    fitted,
    macro_f1,
    precision,
    recall,
)
from interviews.management.commands import measure_hints


def judged(*cases: tuple[float, bool]) -> list[Judged]:
    return [Judged(Hint("", closeness=strength), is_there) for strength, is_there in cases]


@pytest.mark.parametrize(
    ("cases", "area"),
    [
        ([(0.9, True), (0.1, False)], 1.0),
        ([(0.1, True), (0.9, False)], 0.0),
        ([(0.5, True), (0.5, False)], 0.5),
        ([(0.9, True), (0.5, True), (0.5, False), (0.2, False)], 0.875),
        ([(0.9, True)], 0.0),
        ([], 0.0),
    ],
)
def test_the_area_under_the_curve(cases: list[tuple[float, bool]], area: float) -> None:
    assert auc(judged(*cases)) == area


def test_accuracy_and_macro_f1() -> None:
    cases = judged((0.9, True), (0.8, False), (0.4, True), (0.1, False), (0.1, False))
    assert accuracy(cases, 0.5) == 0.6
    assert macro_f1(cases, 0.5) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert (accuracy([], 0.5), macro_f1([], 0.5)) == (0, 0)


def test_a_threshold_is_chosen_that_does_well_beside_it_too() -> None:
    # At .90 and just above nothing is wrong; between .30 and .60 one case is, whatever the exact place.
    assert 0.3 < fitted(judged((0.7, True), (0.65, True), (0.62, True), (0.3, False), (0.2, False))) <= 0.62
    edge = judged(*[(0.10, False)] * 10, *[(0.905, False)], *[(0.91, True)] * 10, *[(0.915, False)] * 6)
    assert fitted(edge) < 0.9


def test_what_a_band_is_worth() -> None:
    found, none = Hint("", band=Band.WORDS_FOUND), Hint("", band=Band.NO_MATCH)
    cases = [Judged(found, True), Judged(found, False, True), Judged(none, True), Judged(none, False, True)]
    assert precision(cases, Band.WORDS_FOUND) == recall(cases, Band.WORDS_FOUND) == 0.5
    assert contradictions(cases, Band.WORDS_FOUND) == 0.5
    assert precision(cases, Band.SOME_WORDS) == 0


@pytest.mark.parametrize(("value", "at_least", "met"), [(0.5, True, True), (0.4, True, False), (0.6, False, False)])
def test_a_figure_reaches_its_bar_or_not(value: float, at_least: bool, met: bool) -> None:
    assert Figure("", value, 0.5, "", at_least).met is met


ANSWERS = [
    ("train", "Alarms ring at night", "correct", "correct"),
    ("train", "Nothing", "incorrect", "incorrect"),
    ("unseen-domains", "Alarms ring at night", "correct", "correct"),
    ("unseen-domains", "Nothing", "incorrect", "incorrect"),
    ("unseen-domains", "Alarms do not ring at night", "incorrect", "contradictory"),
]
SHORT = [
    {
        "split": split,
        "question": "When?",
        "references": ["The alarms ring at night"],
        "answer": answer,
        "label_2way": two,
        "label_3way": three,
    }
    for split, answer, two, three in ANSWERS
]
FACTS = [
    {"doc": "a", "answer": "Alarms ring at night.", "key_point": "Alarms ring at night", "label": 1},
    {"doc": "a", "answer": "Alarms ring at night.", "key_point": "Backups run daily", "label": 0},
    {"doc": "a", "answer": "Alarms ring at night.", "key_point": "Budgets send mail", "label": None},
]


def write(folder: Path, name: str, rows: list) -> None:
    with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture(autouse=True)
def _costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hints cost is measured elsewhere."""
    monkeypatch.setattr(measure_hints, "costs", lambda: [Figure("Import", 70, 50, "slow", False, " ms")])


def printed(folder: Path) -> str:
    out = StringIO()
    call_command("measure_hints", str(folder), stdout=out)
    return out.getvalue()


def test_what_is_in_the_folder_is_measured_and_the_rest_is_named(tmp_path: Path) -> None:
    write(tmp_path, "semeval2013_scientsbank", SHORT)
    write(tmp_path, "realsumm_scu", FACTS)
    table = [" ".join(line.split()) for line in printed(tmp_path).splitlines()]
    assert table[0] == "semeval2013_beetle.jsonl.gz is not there; its figures are left out."
    assert any(line.startswith("SciEntsBank, unseen domains: contradictions 0.000 ≤ 0.05 met") for line in table)
    assert any(line.startswith("REALSumm: area under the curve 1.000 ≥ 0.82 met") for line in table)
    assert "Import 70 ms ≤ 50 ms NOT MET slow" in table
    assert not any(line.startswith("Beetle") for line in table)


@pytest.mark.parametrize("folder", ["", "nowhere", "."])
def test_without_data_the_command_says_how_to_name_it(folder: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"make measure-hints DATA="):
        printed(tmp_path / folder if folder else "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"plain", "cannot be read as gzipped text"),
        (gzip.compress(b""), "holds no rows"),
        (gzip.compress(b"{}\n"), "line 1 lacks doc, answer, key_point, label"),
        (gzip.compress(b"[]\n"), "line 1 lacks doc"),
        (gzip.compress(b"\xff\n"), "cannot be read as gzipped text"),
        (gzip.compress(json.dumps(FACTS[0]).encode() + b"\n{"), "line 2: not JSON"),
        (gzip.compress(json.dumps(FACTS[0]).encode() + b"\n")[:-9], "cannot be read as gzipped text"),
    ],
    ids=["not gzipped", "empty", "no fields", "no object", "not text", "not JSON", "cut off"],
)
def test_a_broken_file_is_named_with_the_place(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "realsumm_scu.jsonl.gz").write_bytes(content)
    with pytest.raises(CommandError, match=says):
        printed(tmp_path)
