import random
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from itertools import accumulate
from statistics import quantiles
from time import perf_counter

from django.core.management.base import BaseCommand
from django.db import connection

from questions.indexing import index
from questions.management.throwaway import database_of_its_own
from questions.models import KeyPoint, Question, Tag
from questions.rubric import Level, Status
from questions.search import matching

SIZES = (1_000, 100_000)
PAGE = 25
BATCH = 2_000
EACH = 40
COMMON = """the of to a and in is that for it you with on as are be this by an or from at which when what how why does
if not can would one only more than each other their its has was will so no use used using out up them then into through
service instance request storage network table queue function cluster region zone policy role key object bucket
traffic latency cost failure recovery backup replica cache session account gateway subnet route balancer container image
event stream message topic trigger timeout retry limit quota metric alarm log trace deployment rollback version secret
encryption certificate domain record endpoint private public shared durable available consistent eventual scaling
throughput capacity snapshot volume lifecycle archive retrieval partition index query transaction lock schema migration
client server connection pool thread process memory disk lambda dynamodb kinesis cloudwatch cloudfront aurora redshift
""".split()
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sta ple tri mon".split()


class Writer:
    """Prose of 30,000 words, the common ones real and the rare ones made up, as frequent as words are in a language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        rare = {"".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 5))) for _ in range(30_000)}
        self.words = list(dict.fromkeys(COMMON + sorted(rare, key=lambda word: (len(word), word))))
        self.often = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.often, k=length))

    def question(self, number: int) -> Question:
        prompt, answer = self.text(25), self.text(120)
        return Question(
            ref=f"made-{number:06}",
            title=self.text(4)[:80],
            prompt=prompt,
            prompt_html=f"<p>{prompt}</p>",
            topic=f"Topic {number % 10}",
            level=list(Level)[number % 3],
            model_answer=answer,
            model_answer_html=f"<p>{answer}</p>",
            status=Status.DRAFT if number % 20 == 0 else Status.PUBLISHED,
        )


def fill(writer: Writer, numbers: range) -> None:
    tags = [Tag.objects.get_or_create(name=f"Tag {number}")[0] for number in range(20)]
    for start in range(numbers.start, numbers.stop, BATCH):
        made = Question.objects.bulk_create(
            writer.question(number) for number in range(start, min(start + BATCH, numbers.stop))
        )
        KeyPoint.objects.bulk_create(KeyPoint(question=q, text=writer.text(10)[:400]) for q in made for _ in range(4))
        through = Question.tags.through
        through.objects.bulk_create(through(question=q, tag=tags[q.pk % len(tags)]) for q in made)
        index(question.pk for question in made)
    if connection.vendor == "postgresql":  # what autovacuum does in a while
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


NARROWED = "narrowed"  # the worst case: a common word, and a filter that lets few through


def kinds(writer: Writer) -> dict[str, Callable[[], str]]:
    pick, common, rare = writer.random.choice, writer.words[:100], writer.words[3_000:]

    def typo() -> str:
        word = pick([word for word in writer.words[200:3_000] if len(word) > 5])
        place = writer.random.randrange(2, len(word) - 1)
        return word[:place] + word[place + 1 :]

    return {
        "one common word": lambda: pick(common),
        "two words": lambda: f"{pick(common)} {pick(writer.words[100:2_000])}",
        "rare word": lambda: pick(rare),
        "prefix": lambda: pick(writer.words[60:5_000])[: writer.random.randint(2, 4)],
        "typo": typo,
        NARROWED: lambda: pick(common),
    }


def timed(kind: str, texts: list[str]) -> Iterator[float]:
    """Milliseconds until the first page stands, for one who may see answers and one who may not, by turns."""
    questions = Question.objects.published().for_rows()
    if kind == NARROWED:
        questions = questions.matching(topic="Topic 1", level=Level.SENIOR)
    for number, text in enumerate(texts):
        began = perf_counter()
        len(matching(questions, text, sees_answers=number % 2 == 0)[:PAGE])
        yield (perf_counter() - began) * 1_000


class Command(BaseCommand):
    help = "Measure the search with 1,000 and 100,000 made-up questions, in a database made for it and thrown away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)

    def handle(self, *, sizes: list[int], **options) -> None:
        with database_of_its_own("measure_search"):
            self._measure(sizes)

    def _measure(self, sizes: list[int]) -> None:
        writer, done, p95 = Writer(1), 0, []
        self.stdout.write(f"{connection.vendor}; milliseconds until the first page of {PAGE} stands")
        for size in sizes:
            began = perf_counter()
            fill(writer, range(done, size))
            self.stdout.write(f"{size:,} questions, {size - done:,} made in {perf_counter() - began:.0f} s")
            done = size
            p95.append(self._table(Writer(2)))
        self.stdout.write(f"p95 is {p95[-1] / p95[0]:.1f} times that of {sizes[0]:,}")

    def _table(self, writer: Writer) -> float:
        asked = {kind: [make() for _ in range(EACH)] for kind, make in kinds(writer).items()}
        times = {kind: list(timed(kind, texts)) for kind, texts in asked.items()}
        times["all"] = [time for some in times.values() for time in some]
        for kind, some in times.items():
            parts = quantiles(some, n=100, method="inclusive")
            self.stdout.write(f"  {kind:<16} p50 {parts[49]:7.1f}   p95 {parts[94]:7.1f}   max {max(some):7.1f}")
        return quantiles(times["all"], n=100, method="inclusive")[94]
