"""A PostgreSQL of a test's own, which it may restart."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.server import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Cluster:
    """Runs as the user `postgres` where the tests run as root, for PostgreSQL refuses root."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rehearse-postgres-"))
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._runs("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", str(self._data))
        # A test pulls no plug: what the processes of a database wrote outlives them, whether it was synced or not.
        self._options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        self._control("start", "-o", self._options)

    def stop(self, mode: str) -> None:
        self._control("stop", "-m", mode)

    def restart(self, mode: str) -> None:
        """`fast` sends everybody away, `immediate` is a crash that the next start recovers from."""
        self._control("restart", "-m", mode, "-o", self._options)

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def _control(self, *arguments: str) -> None:
        self._runs("pg_ctl", "-D", str(self._data), "-w", "-t", "60", "-l", str(self.folder / "log"), *arguments)

    def _runs(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*as_user, BINARIES[0] / program, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
