"""What a server takes of the machine."""

import os
from pathlib import Path

from tests.server import Server

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def resident(server: Server) -> float:
    """Kilobytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return float(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def used(server: Server) -> float:
    """Seconds of a core."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
