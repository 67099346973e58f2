"""`make bench`: how much this machine carries, what a page costs, and what idle streams cost everybody else."""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tests.server import Server

LAYOUTS = {"one": 1, "two": 2, "split": 2}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("measure", nargs="*", choices=["live", "pages", "idle", []], help="default: all three")
    parser.add_argument("--interviews", type=int, default=500, help="how many are live at once (500)")
    parser.add_argument("--seconds", type=float, default=180, help="for how long (180)")
    parser.add_argument("--every", type=float, default=2, help="seconds between two changes of an interview (2)")
    parser.add_argument("--closed", action="store_true", help="the next change as soon as the last one was heard")
    parser.add_argument("--fetch", action="store_true", help="pages fetch their parts whenever they hear of a change")
    parser.add_argument(
        "--layout",
        choices=LAYOUTS,
        default="one",
        help="one process; two that do the same; or one for pages and one for streams (split)",
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    options = parser.parse_args()
    with servers(LAYOUTS[options.layout]) as running:
        from tests.bench.measuring import measure

        measured = measure(running, options)
    if options.json:
        options.json.write_text(json.dumps([line._asdict() for line in measured], indent=2) + "\n")
    return 1 if any(line.met is False for line in measured) else 0


@contextmanager
def servers(processes: int) -> Iterator[list[Server]]:
    """So many processes on one new database, which this process may use as well."""
    with tempfile.TemporaryDirectory() as folder:
        first = Server(Path(folder), DJANGO_SETTINGS_MODULE="tests.bench.settings")
        running = [first, *(first.beside() for _ in range(processes - 1))]
        try:
            first.manage("migrate", "--verbosity", "0")
            first.manage("import_questions", "fixtures/aws")
            first.manage("collectstatic", "--noinput", "--verbosity", "0")
            os.environ |= first.environment
            django.setup()
            for server in running:
                server.start()
            yield running
        finally:
            if django.apps.apps.ready:
                from django.db import connection

                connection.close()
            for server in reversed(running):
                server.stop()
