"""A wire between two processes that can be cut: a TCP port that leads to another one, or to nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

__all__ = ["Wire"]


class Wire:
    """Carries what comes to `port` to the port `to`, until it is cut; a cut wire takes connections and ends them."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._is_cut = False
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing comes through, and what was under way is lost."""
        with self._guard:
            self._is_cut = True
            self._hang_up()

    def mend(self) -> None:
        """New connections come through."""
        with self._guard:
            self._is_cut = False

    def close(self) -> None:
        """For good."""
        self._listener.close()
        with self._guard:
            self._hang_up()

    def _hang_up(self) -> None:
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._guard:
                try:
                    assert not self._is_cut
                    far = socket.create_connection(("127.0.0.1", self._to), timeout=5)
                except (AssertionError, OSError):
                    near.close()
                    continue
                far.settimeout(None)
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self._guard:
            self._open -= {one, other}
