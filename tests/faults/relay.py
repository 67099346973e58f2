"""A line between somebody and a server, which can be cut, or go dead without a word."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from tests.server import Server, free_port

PIECE = 65_536


class Relay:
    """Hands on what comes, until told otherwise. A connection that went dead once stays dead."""

    def __init__(self, server: Server) -> None:
        self._to = ("127.0.0.1", urlsplit(server.url).port)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._swallowing = False
        self._refusing = False
        self._lines: list[tuple[socket.socket, socket.socket, threading.Event]] = []
        self._door = socket.create_server(("127.0.0.1", self.port), backlog=512)
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        """From here on nothing comes through, in neither direction, and nobody is told: a phone in a tunnel."""
        self._swallowing = True
        for _, _, dead in self._lines:
            dead.set()

    def cut(self) -> None:
        """End every connection, and let none begin."""
        self._refusing = True
        self._end_all()

    def mend(self) -> None:
        """New connections are handed on again."""
        self._swallowing = self._refusing = False

    def close(self) -> None:
        self._refusing = True
        self._door.close()
        self._end_all()

    def _end_all(self) -> None:
        for near, far, _ in self._lines:
            for end in (near, far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._lines.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near = self._door.accept()[0]
                if self._refusing:
                    near.close()
                    continue
                far, dead = socket.create_connection(self._to), threading.Event()
                if self._swallowing:
                    dead.set()
                self._lines.append((near, far, dead))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._hand_on, args=(*pair, dead), daemon=True).start()

    @staticmethod
    def _hand_on(source: socket.socket, target: socket.socket, dead: threading.Event) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if not dead.is_set():
                    target.sendall(piece)
            if not dead.is_set():
                target.shutdown(socket.SHUT_WR)
