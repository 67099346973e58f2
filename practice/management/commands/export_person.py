import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from practice.held import held_of_account, held_of_seat
from practice.management.people import add_person, person_named


class Command(BaseCommand):
    help = "Write everything that is held of a person to standard output, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_person(parser)

    def handle(self, *, username: str, interview: int | None, **options) -> None:
        user, seat = person_named(username, interview)
        held = held_of_account(user) if user else held_of_seat(seat)
        self.stdout.write(json.dumps(held, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder))
