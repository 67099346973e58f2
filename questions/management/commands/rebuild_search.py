from django.core.management.base import BaseCommand

from questions.indexing import rebuild


class Command(BaseCommand):
    help = "Write the search index anew for all questions, as after data came in past the library."

    def handle(self, **options) -> None:
        self.stdout.write(f"{rebuild()} questions can be found.")
