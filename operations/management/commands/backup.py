"""Saves the database and the files into one archive, while the server runs."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import FileField

from interviews.clock import now
from operations import archive, saving

ELSEWHERE = (
    "The database is {vendor}, which has a tool for this: pg_dump. "
    "docs/operating.md (Backups) has the lines for it and for the files."
)


class Command(BaseCommand):
    help = "Save the database (SQLite) and all files under MEDIA_ROOT into one archive. The server may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="a file that does not exist yet, or a folder")

    def handle(self, *args, target: Path, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(ELSEWHERE.format(vendor=connection.display_name))
        database = Path(connection.settings_dict["NAME"])
        try:
            saved = saving.back_up(database, Path(settings.MEDIA_ROOT), target, now(), _naming())
        except (saving.CannotSave, archive.Broken, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from None
        self.stdout.write(f"{saved.target}: {saved.rows} rows and {saved.files} files, read back and found whole.")
        for name in saved.not_found[:10]:
            self.stderr.write(f"Not in it, for it is not there (removed meanwhile, or lost): {name}")


def _naming() -> list[tuple[str, str]]:
    """The columns that name files."""
    models = apps.get_models()
    fields = [(model, field) for model in models for field in model._meta.local_fields]
    return [(model._meta.db_table, field.column) for model, field in fields if isinstance(field, FileField)]
