import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from interviews.calibrating import misfits, store
from interviews.samples import read_samples


class Command(BaseCommand):
    help = "Import sample answers for calibration from a YAML file, or from those of a folder: all of them, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")

    def handle(self, *, path: Path, dry_run: bool, **options) -> None:
        sets, problems = read_samples(path)
        problems += misfits(sets)
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            self.stderr.write(f"{len(problems)} problems; nothing was imported.")
            sys.exit(1)
        with transaction.atomic():
            counts = store(sets)
            transaction.set_rollback(dry_run)
        self.stdout.write(f"{counts}{' (dry run: nothing was written)' if dry_run else ''}")
