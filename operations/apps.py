from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created

from operations.queries import watch


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        if settings.SLOW_QUERY_MS:
            connection_created.connect(watch)
