import gzip
import json
import subprocess
import sys
import zlib
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interviews.hints import Band, hints
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
from interviews.hints.strain import sentences, texts

Row = dict
SCIENTSBANK, BEETLE, REALSUMM = "semeval2013_scientsbank", "semeval2013_beetle", "realsumm_scu"
ANSWERS = ("split", "question", "references", "answer", "label_2way", "label_3way")
FIELDS = {SCIENTSBANK: ANSWERS, BEETLE: ANSWERS, REALSUMM: ("doc", "answer", "key_point", "label")}
HOW = "Say where the public sets are: make measure-hints DATA=path/to/folder"

PROMPT = "How would you keep a web shop on AWS running when a data centre fails?"
POINTS = [
    ["A standby in a second Availability Zone takes over the database by itself", "Multi-AZ"],
    ["A load balancer sends requests only to healthy targets in several zones"],
    ["An Auto Scaling group replaces instances that fail their health checks"],
    ["Sessions are kept outside the servers, in a cache or a table"],
    ["Backups are copied to another Region and restored for practice"],
    ["RPO and RTO are agreed with the business before anything is designed"],
    ["DNS health checks move traffic to a second Region within 60 seconds"],
    ["Uploads go to object storage, which keeps copies in at least 3 zones"],
    ["Queues hold orders while a part of the system is down"],
    ["Failures are provoked regularly to see whether the alarms ring"],
]
WORDS = [word for point in POINTS for word in point[0].split()]
IMPORTED = """
import sys, time
began = time.process_time()
import interviews.hints
print((time.process_time() - began) * 1000, "numpy" in sys.modules, "socket" in sys.modules)
"""


def read(file: Path) -> list[Row]:
    fields = FIELDS[_name(file)]
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows = [row(line, f"{file}, line {number}", fields) for number, line in enumerate(lines, 1)]
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as problem:
        raise CommandError(f"{file} cannot be read as gzipped text: {problem}") from problem
    if not rows:
        raise CommandError(f"{file} holds no rows.")
    return rows


def _name(file: Path) -> str:
    return file.name.removesuffix(".jsonl.gz")


def row(line: str, where: str, fields: Sequence[str]) -> Row:
    try:
        found = json.loads(line)
    except ValueError as problem:
        raise CommandError(f"{where}: not JSON: {problem}") from problem
    lacking = [field for field in fields if not isinstance(found, dict) or field not in found]
    if lacking:
        raise CommandError(f"{where} lacks {', '.join(lacking)}.")
    return found


def judged_answers(rows: Iterable[Row], split: str) -> list[Judged]:
    """Each answer of a split against all that its question accepts."""
    return [
        Judged(
            hints(row["question"], [row["references"]], row["answer"])[0],
            row["label_2way"] == "correct",
            row["label_3way"] == "contradictory",
        )
        for row in rows
        if row["split"] == split
    ]


def judged_texts(rows: Iterable[Row], together: bool) -> Iterator[Judged]:
    """Each text against all key points of its document together, as an answer is, or against each alone."""
    points, texts_of = defaultdict(dict), defaultdict(dict)
    for row in rows:
        points[row["doc"]][row["key_point"]] = None
        texts_of[row["doc"], row["answer"]][row["key_point"]] = row["label"]
    for (doc, text), labels in texts_of.items():
        asked = [list(points[doc])] if together else [[point] for point in points[doc]]
        pairs = [pair for some in asked for pair in zip(some, hints("", [[point] for point in some], text))]
        # Where people did not agree there is no label.
        yield from (Judged(hint, bool(labels[point])) for point, hint in pairs if labels.get(point) is not None)


def scientsbank(rows: list[Row]) -> Iterator[Figure]:
    threshold, judged = fitted(judged_answers(rows, "train")), judged_answers(rows, "unseen-domains")
    where = "SciEntsBank, unseen domains:"
    means = f"short answers on a subject not fitted on; threshold {threshold:.2f} from train"
    yield Figure(f"{where} accuracy", accuracy(judged, threshold), 0.74, means)
    yield Figure(f"{where} macro F1", macro_f1(judged, threshold), 0.73, "the same, both kinds counted alike")
    found = "how far “words found” can be relied on in short answers"
    yield Figure(f"{where} “words found” precision", precision(judged, Band.WORDS_FOUND), 0.90, found)
    wrong = "of answers that say the contrary, those called “words found”"
    yield Figure(f"{where} contradictions", contradictions(judged, Band.WORDS_FOUND), 0.05, wrong, at_least=False)


def beetle(rows: list[Row]) -> Iterator[Figure]:
    threshold, judged = fitted(judged_answers(rows, "train")), judged_answers(rows, "unseen-questions")
    where = "Beetle, unseen questions:"
    means = f"answers with several accepted phrases; threshold {threshold:.2f} from train"
    yield Figure(f"{where} accuracy", accuracy(judged, threshold), 0.71, means)
    yield Figure(f"{where} macro F1", macro_f1(judged, threshold), 0.69, "the same, both kinds counted alike")
    wrong = "the contrary said in nearly the same words, called “words found”"
    yield Figure(f"{where} contradictions", contradictions(judged, Band.WORDS_FOUND), 0.12, wrong, at_least=False)


def realsumm(rows: list[Row]) -> Iterator[Figure]:
    judged, alone = (list(judged_texts(rows, together)) for together in (True, False))
    means = "one fact in 50 to 100 words: a fact that is there before one that is not"
    yield Figure("REALSumm: area under the curve", auc(judged), 0.82, means)
    yield Figure("REALSumm: area, each fact alone", auc(alone), 0.82, "the same without the document’s other facts")
    right = precision(judged, Band.WORDS_FOUND)
    yield Figure("REALSumm: “words found” precision", right, 0.80, "of those, the facts that are there")
    found = recall(judged, Band.WORDS_FOUND)
    yield Figure("REALSumm: “words found” recall", found, 0.55, "of the facts that are there, those so called")
    wrong = precision(judged, Band.NO_MATCH)
    means = "of those, the facts that are there in other words"
    yield Figure("REALSumm: “no matching wording” wrong", wrong, 0.15, means, at_least=False)


def milliseconds(answer: str) -> float:
    began = process_time()
    hints(PROMPT, POINTS, answer)
    return (process_time() - began) * 1_000


def costs() -> Iterator[Figure]:
    ordinary = max(milliseconds(sentences(WORDS, 15, seed)) for seed in range(20))
    yield Figure("10 key points, 15 sentences", ordinary, 30, "slowest of 20 texts, on one core", False, " ms")
    slowest = {name: milliseconds(text) for name, text in texts(WORDS).items()}
    name = max(slowest, key=slowest.get)
    yield Figure("Longest and hostile texts", slowest[name], 1_000, f"slowest of {len(slowest)}: {name}", False, " ms")
    fresh = [sys.executable, "-c", IMPORTED]
    runs = [subprocess.check_output(fresh, text=True, cwd=settings.BASE_DIR).split() for _ in range(3)]  # noqa: S603  (our own words)
    took = min(float(run[0]) for run in runs)
    yield Figure("Import", took, 50, "in a new process, best of 3", False, " ms")
    loaded = sum(run == "True" for run in runs[0][1:])
    yield Figure("Import: numpy and network", loaded, 0, "which of these two modules it loads", False)


MEASURES: dict[str, Callable[[list[Row]], Iterable[Figure]]] = {
    SCIENTSBANK: scientsbank,
    BEETLE: beetle,
    REALSUMM: realsumm,
}


class Command(BaseCommand):
    help = "Measure wording hints against public data, in a folder of your own; nothing is kept of it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default="")

    def handle(self, *, folder: str, **options) -> None:
        files = self._files(folder)
        self.stdout.write(f"{'':54} {'figure':>9}  {'bar':<13}")
        for file in files:
            self._show(MEASURES[_name(file)](read(file)))
        self._show(costs())
        self.stdout.write("Words are compared here. None of these figures says that an answer is right.")

    def _files(self, folder: str) -> list[Path]:
        if not folder:
            raise CommandError(HOW)
        if not Path(folder).is_dir():
            raise CommandError(f"There is no folder {folder}. {HOW}")
        files = [Path(folder) / f"{name}.jsonl.gz" for name in MEASURES]
        there = [file for file in files if file.is_file()]
        if not there:
            raise CommandError(f"{folder} has none of {', '.join(file.name for file in files)}. {HOW}")
        for file in files:
            if file not in there:
                self.stdout.write(f"{file.name} is not there; its figures are left out.")
        return there

    def _show(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            places = ".0f" if figure.unit or not figure.bar else ".3f"
            value = f"{figure.value:{places}}{figure.unit}"
            bar = f"{'≥' if figure.at_least else '≤'} {figure.bar:g}{figure.unit}"
            met = "met" if figure.met else "NOT MET"
            self.stdout.write(f"{figure.name:54} {value:>9}  {bar:<11}{met:<9}{figure.means}")
