from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from interviews import erasing
from practice import accounts
from practice.management.people import add_person, person_named


class Command(BaseCommand):
    help = "Erase what is held of a person, at once and for good: says what goes, and does it with --yes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_person(parser)
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *, username: str, interview: int | None, yes: bool, **options) -> None:
        user, seat = person_named(username, interview)
        goes = accounts.what_goes(user) if user else erasing.what_goes([seat.interview_id], [seat.pk])
        if yes:
            accounts.erase(user) if user else erasing.forget([seat])
        self.stdout.write("Gone:" if yes else "Would go, with --yes:")
        for what, count in goes.items():
            self.stdout.write(f"  {what}: {count:,}")
        self.stdout.write(
            "Marks, ratings, recommendations and times stay, unnamed. In backups it lasts until they are replaced."
        )
