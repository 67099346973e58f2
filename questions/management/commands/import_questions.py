import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from questions.documents import LABELS, Reading, read_path
from questions.documents.record import record_of
from questions.library import Hand, Summary, begin_synonyms, planned, store
from questions.matching import Item, Outcome


class Command(BaseCommand):
    help = "Import questions from a document, or from every Markdown file in a folder: all of them, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--kind", choices=LABELS, default="", help="The format; told from the text if left out.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *, path: Path, kind: str, dry_run: bool, json: bool, verbosity: int, **options) -> None:
        reading = read_path(path, kind)
        items, summary, synonyms = ([], Summary(), 0) if reading.problems else self._store(reading, path, dry_run)
        if json:
            self._print_json(reading, items or self._planned(reading), summary, synonyms, dry_run)
        else:
            self._print(reading, items, summary, dry_run, verbosity)
            if synonyms:
                self.stdout.write(f"{synonyms} synonyms for the whole bank")
        if reading.problems:
            sys.exit(1)

    def _planned(self, reading: Reading) -> list[Item]:
        return planned(reading.drafts)

    def _store(self, reading: Reading, path: Path, dry_run: bool) -> tuple[list[Item], Summary, int]:
        with transaction.atomic():
            items = planned(reading.drafts)
            kept = [item.draft for item in items if item.outcome != Outcome.REPEATED]
            summary = store(kept, Hand(why=f"import of {path.name}"))
            synonyms = begin_synonyms(reading.synonyms)
            transaction.set_rollback(dry_run)
        return items, summary, synonyms

    def _print(self, reading: Reading, items: list[Item], summary: Summary, dry_run: bool, verbosity: int) -> None:
        for problem in reading.problems:
            self.stderr.write(str(problem))
        if reading.problems:
            self.stderr.write(f"{len(reading.problems)} problems; nothing was imported.")
            return
        for item in items:
            if item.outcome == Outcome.REPEATED:
                self.stderr.write(f"{item.draft.place}: “{item.draft.ref}” stands in this document already; left out.")
            if item.double_of:
                self.stderr.write(f"{item.draft.place}: “{item.draft.ref}” asks nearly what “{item.double_of}” does.")
        self.stdout.write(f"{summary}{' (dry run: nothing was written)' if dry_run else ''}")
        if verbosity > 1:
            for name in ("created", "updated"):
                self.stdout.writelines(f"{name} {ref}\n" for ref in getattr(summary, name))

    def _print_json(self, reading: Reading, items: list[Item], summary: Summary, synonyms: int, dry_run: bool) -> None:
        problems = [{"file": p.place.file, "line": p.place.line, "message": p.message} for p in reading.problems]
        result = {**vars(summary), "kind": reading.kind, "problems": problems, "dry_run": dry_run, "synonyms": synonyms}
        result["questions"] = [_as_json(item) for item in items]
        self.stdout.write(json.dumps(result, indent=2, ensure_ascii=False, default=str))


def _as_json(item: Item) -> dict:
    draft = item.draft
    told = {"line": draft.place.line, "outcome": item.outcome, "double_of": item.double_of, "section": draft.section}
    return told | record_of(draft) | {"model_answer": draft.model_answer, "doubts": draft.doubts}
