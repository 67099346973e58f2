import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from questions.documents import Reading, read_path
from questions.library import Summary, store


class Command(BaseCommand):
    help = "Import questions from a Markdown file, or from every one in a folder: all of them, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *, path: Path, dry_run: bool, json: bool, verbosity: int, **options) -> None:
        reading = read_path(path)
        summary = Summary() if reading.problems else self._store(reading, dry_run)
        if json:
            self._print_json(reading, summary, dry_run)
        else:
            self._print(reading, summary, dry_run, verbosity)
        if reading.problems:
            sys.exit(1)

    def _store(self, reading: Reading, dry_run: bool) -> Summary:
        with transaction.atomic():
            summary = store(reading.drafts)
            transaction.set_rollback(dry_run)
        return summary

    def _print(self, reading: Reading, summary: Summary, dry_run: bool, verbosity: int) -> None:
        for problem in reading.problems:
            self.stderr.write(str(problem))
        if reading.problems:
            self.stderr.write(f"{len(reading.problems)} problems; nothing was imported.")
            return
        self.stdout.write(f"{summary}{' (dry run: nothing was written)' if dry_run else ''}")
        if verbosity > 1:
            for name in ("created", "updated"):
                self.stdout.writelines(f"{name} {ref}\n" for ref in getattr(summary, name))

    def _print_json(self, reading: Reading, summary: Summary, dry_run: bool) -> None:
        problems = [{"file": p.place.file, "line": p.place.line, "message": p.message} for p in reading.problems]
        result = {**vars(summary), "problems": problems, "dry_run": dry_run}
        self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False))
