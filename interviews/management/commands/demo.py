from django.conf import settings
from django.core.management.base import BaseCommand

from interviews import demo
from interviews.clock import now


class Command(BaseCommand):
    help = "Make people and interviews to look around with. Does nothing where DEMO is not set, or a second time."

    def handle(self, **options) -> None:
        if not settings.DEMO:
            return
        made = demo.make(now())
        self.stdout.write("A demo was made." if made else "The demo is there already.")
        self.stdout.write(f"Log in as one of these; the password of each is {demo.PASSWORD}")
        for person in demo.PEOPLE:
            self.stdout.write(f"  {person.username:8}{person.what}")
