import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from questions.checking import Health, health_of
from questions.documents import read_path
from questions.models import Question, as_draft


class Command(BaseCommand):
    help = "Look over the bank, or the documents of a folder, and say what its published questions lack."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="A file or folder; the bank itself if left out.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="Judge staleness by this date.")

    def handle(self, *, path: Path | None, json: bool, today: date | None, **options) -> None:
        drafts, problems = self._drafts(path)
        health = health_of(drafts, today or date.today())
        told = [*problems, *map(str, health.lacks)]
        self._print_json(health, told) if json else self._print(health, told)
        if told:
            sys.exit(1)

    def _drafts(self, path: Path | None) -> tuple[list, list[str]]:
        if path is None:
            return [as_draft(question) for question in Question.objects.for_detail()], []
        reading = read_path(path)
        return reading.drafts, [str(problem) for problem in reading.problems]

    def _print(self, health: Health, told: list[str]) -> None:
        for line in told:
            self.stderr.write(line)
        levels = ", ".join(f"{count} {level}" for level, count in health.levels.items())
        self.stdout.write(f"{health.published} published: {levels or 'none'}.")
        for topic, counts, total in health.by_topic:
            self.stdout.write(f"  {topic:<28}{total:>4}  ({' / '.join(map(str, counts))})")
        self.stdout.write(f"{len(told)} things to mend." if told else "Nothing to mend.")

    def _print_json(self, health: Health, told: list[str]) -> None:
        result = {
            "published": health.published,
            "levels": dict(health.levels),
            "topics": {topic: total for topic, _, total in health.by_topic},
            "statuses": {status.value: count for status, count in health.statuses.items()},
            "lacks": [vars(lack) for lack in health.lacks],
            "told": told,
        }
        self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False))
