"""Brings back what `backup` has saved."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from interviews.clock import now
from operations import restoring, schema

ELSEWHERE = (
    "The database is {vendor}, which has a tool for this: pg_restore. "
    "docs/operating.md (Backups) has the lines for it and for the files."
)


class Command(BaseCommand):
    help = "Bring back a backup. Nothing is changed unless all of it is whole and of no newer version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="an archive that `backup` has made")
        parser.add_argument("--replace", action="store_true", help="in place of what is there, which is kept beside it")

    def handle(self, *args, source: Path, replace: bool, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(ELSEWHERE.format(vendor=connection.display_name))
        connection.close()
        place = restoring.Place(Path(connection.settings_dict["NAME"]), Path(settings.MEDIA_ROOT))
        _refuse_for_another(place.database.parent)
        try:
            restored = restoring.restore(source, place, now(), schema.known(), replace=replace)
        except (restoring.CannotRestore, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored {restored.rows} rows and {restored.files} files, saved at {restored.made_at}.")
        for path in restored.set_aside:
            self.stdout.write(f"What was there is now {path}")
        if restored.lacks:
            self.stdout.write(f"It is of an older version: run “manage.py migrate” ({len(restored.lacks)} to apply).")


def _refuse_for_another(folder: Path) -> None:
    """What root brings back belongs to root, and the server could not write it."""
    owner = folder.stat().st_uid if folder.is_dir() else 0
    if os.geteuid() == 0 and owner != 0:
        raise CommandError(f"{folder} belongs to user {owner}. Run this as that user: sudo -u '#{owner}' …")
