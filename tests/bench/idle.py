"""What streams cost everybody else while nothing happens on them."""

import socket
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import timezone

from tests.bench import pages
from tests.bench.house import Sitter, furnish
from tests.bench.processes import resident
from tests.server import Server

STREAMS = 1_000
PAIRS = 6
ROUNDS = 40


@dataclass(frozen=True)
class Found:
    streams: int
    kilobytes: float
    paired: list[tuple[str, float, float]]
    ratio: float


def cost_of_streams(running: list[Server]) -> Found:
    """The same requests with and without the streams, in turns, so that what else the machine does meets both alike."""
    rooms = furnish(STREAMS // 3 + 2, timezone.now())
    sitters = [sitter for room in rooms[1:] for sitter in room.sitters][:STREAMS]
    asked = list(pages.hot(running[0], rooms[0]))
    took: dict[bool, dict[str, list[float]]] = {beside: {name: [] for name, _, _ in asked} for beside in (False, True)}
    memory = []
    for number in range(2 * PAIRS):
        # With, without; without, with; and so on: neither is always the first.
        beside = number % 4 in (0, 3)
        before = resident(running[-1])
        lines = [_opened(running[-1], sitter) for sitter in sitters] if beside else []
        if beside and number == 0:
            memory.append(resident(running[-1]) - before)
        for _ in range(ROUNDS):
            for name, _, ask in asked:
                took[beside][name].append(ask().milliseconds)
        for line in lines:
            line.close()
        if lines:
            # Those who left are noted as gone after a while; that is no cost of being there.
            time.sleep(6)
    paired = [(name, statistics.median(took[False][name]), statistics.median(took[True][name])) for name, _, _ in asked]
    ratio = statistics.geometric_mean(beside / without for _, without, beside in paired)
    return Found(len(sitters), memory[0] / len(sitters), paired, ratio)


def _opened(server: Server, sitter: Sitter) -> socket.socket:
    """A stream that has said where its interview stands."""
    address = urlsplit(server.url)
    line = socket.create_connection((address.hostname, address.port), timeout=30)
    line.sendall(f"GET {sitter.stream} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    said = b""
    while b"data: " not in said:
        said += line.recv(4096)
    return line
