from django.core.management.base import BaseCommand

from analysis.refreshing import refresh
from interviews.clock import now


class Command(BaseCommand):
    help = "Take what has been submitted since the last time into the analysis. It can be run as often as one likes."

    def handle(self, **options) -> None:
        done = refresh(now())
        self.stdout.write(f"Taken in: {done.interviews} interviews, {done.people} people who practise.")
