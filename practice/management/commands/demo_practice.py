from django.conf import settings
from django.core.management.base import BaseCommand

from interviews.clock import now
from practice import demo


class Command(BaseCommand):
    help = "Give a candidate of the demo two weeks of practice. Does nothing where DEMO is not set, or a second time."

    def handle(self, **options) -> None:
        if settings.DEMO and demo.make(now()):
            self.stdout.write(f"  {demo.WHO} has practised for two weeks")
