"""Tells the receivers of webhooks what has happened. Runs beside the server, for as long as the server does."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from integrations.delivering import Deliverer
from interviews.clock import now

LOOKS_EVERY_SECONDS = 1.0


class Command(BaseCommand):
    help = "Deliver webhooks: until stopped, or with --once what is due now. Several may run at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due, then stop")

    def handle(self, *args, once: bool, **options) -> None:
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set. Set it to the address of this site; webhooks link to it.")
        deliverer = Deliverer(now)
        if once:
            deliverer.run_dry()
            self.stdout.write(f"{deliverer.delivered} delivered, {deliverer.failed} failed.")
        else:
            self._until_stopped(deliverer)
        deliverer.wind_up()

    def _until_stopped(self, deliverer: Deliverer) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            if not deliverer.step():
                stop.wait(LOOKS_EVERY_SECONDS)
