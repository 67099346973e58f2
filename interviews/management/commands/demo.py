from argparse import ArgumentParser
from time import perf_counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interviews import demo
from interviews.clock import now
from interviews.demo_many import BankTooSmall, copies, demo_people, make_many


class Command(BaseCommand):
    help = "Make people and interviews to look around with. Does nothing where DEMO is not set, or a second time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interviews", type=int, metavar="N", help="add N more interviews, each time anew")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other interviews (default: 1)")

    def handle(self, *, interviews: int | None, seed: int, **options) -> None:
        if interviews is not None:
            self._add(interviews, seed)
        elif settings.DEMO:
            self._make()

    def _make(self) -> None:
        made = demo.make(now())
        self.stdout.write("A demo was made." if made else "The demo is there already.")
        self.stdout.write(f"Log in as one of these; the password of each is {demo.PASSWORD}")
        for person in demo.PEOPLE:
            self.stdout.write(f"  {person.username:8}{person.what}")

    def _add(self, count: int, seed: int) -> None:
        if not settings.DEMO:
            raise CommandError("Interviews are made up only where DEMO=true is set, away from those of real people.")
        if count < 1:
            raise CommandError(f"--interviews needs a number from 1, not {count}.")
        began = perf_counter()
        try:
            there = make_many(count, copies(), demo_people(), now(), seed)
        except BankTooSmall as problem:
            raise CommandError(f"{problem} First: manage.py import_questions fixtures/aws") from problem
        took = perf_counter() - began
        self.stdout.write(f"Added {count:,} interviews in {took:.0f} s to the {there:,} that were there and stay.")
        self.stdout.write("Run again, it adds as many others. The user irene leads most of them.")
