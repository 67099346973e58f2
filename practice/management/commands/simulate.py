import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practice.simulation import (
    DAYS,
    MINUTES,
    NEXT_DAY,
    QUESTIONS,
    SEED,
    SEEDS,
    TOPICS,
    Summary,
    as_json,
    outcomes,
    summaries,
)


class Command(BaseCommand):
    help = (
        "Let simulated candidates practise by the queue, in turn and at random, and print what each recalls at the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="the first candidate's seed (default %(default)s)")
        parser.add_argument("--candidates", type=int, default=SEEDS, help="how many (default %(default)s)")
        parser.add_argument(
            "--next-day",
            type=float,
            default=NEXT_DAY,
            help="how good their memory is: the chance that a question of middling difficulty is recalled a day after "
            "it was first studied (default %(default)s)",
        )
        parser.add_argument("--json", action="store_true", help="everything as JSON, each candidate included")

    def handle(self, *, seed: int, candidates: int, next_day: float, **options) -> None:
        if not 0 < next_day < 1 or candidates < 1:
            raise CommandError("A chance lies between 0 and 1, and there must be a candidate.")
        found = [outcomes(seed + number, next_day) for number in range(candidates)]
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found, seed, next_day), indent=2))
            return
        self.stdout.write(
            f"{QUESTIONS} questions in {TOPICS} topics, {DAYS} days of {MINUTES} minutes, "
            f"{candidates} candidates (seeds {seed} to {seed + candidates - 1}), each by every order\n"
        )
        for line in (HEAD, *map(_line, summaries(found))):
            self.stdout.write(line)


HEAD = f"{'order':13}{'recalled':>9}{'from - to':>14}{'over 90 %':>11}{'answers':>9}   the queue recalls more"


def _line(summary: Summary) -> str:
    line = (
        f"{summary.order:13}{summary.recall:9.1%}{f'{summary.lowest:.1%} - {summary.highest:.1%}':>16}"
        f"{summary.sure:9.0%}{summary.answers:9.0f}"
    )
    if summary.order == "queue":
        return line
    error = f" ± {100 * summary.lead_error:.1f}" if summary.lead_error else ""
    return f"{line}   for {summary.ahead} of them, by {100 * summary.lead:+.1f}{error} points on average"
