"""Servers that start in a blink: the application is imported once, and each server is a fork of that process.

Two hundred kills would else be mostly imports, and a process that imports is no victim worth killing. The rest of the
suite starts its servers as an operator does.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from tests.server import ROOT, Server


class Fork:
    """A server made here, with as much of `Popen` as a power cut needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> None:
        with suppress(ProcessLookupError):
            while True:
                os.kill(self.pid, 0)
                time.sleep(0.001)


class Nursery:
    def __init__(self, server: Server) -> None:
        with (server.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT,
                env=server.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self, server: Server) -> None:
        self._process.stdin.write(f"{server.port}\n")
        self._process.stdin.flush()
        server.process = Fork(int(self._process.stdout.readline()))
        server.wait_until_it_answers()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _serve(port: int) -> None:
    import uvicorn

    # What is printed goes to the log: standard output is the line to the test.
    os.dup2(2, 1)
    uvicorn.run("config.asgi:application", port=port, log_level="warning", timeout_graceful_shutdown=2)


def _warm_up() -> None:
    """What a first request loads, but for what needs the database."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    import config.asgi  # noqa: F401

    assert get_resolver().url_patterns
    for path in (ROOT / "templates" / "interviews").glob("*.html"):
        get_template(f"interviews/{path.name}")


def _main() -> None:
    _warm_up()
    # The system buries the dead.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _serve(int(line))
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    _main()
