"""Chance for the writer's thread, drawn from the system in larger pieces.

Each call of the system lets another thread run first, and a group of commands would make dozens of them: that took
longer than to decide it. What was drawn and not used yet is nobody's, and is dropped in a process that is forked.
"""

from __future__ import annotations

import os
import threading

__all__ = ["Drawn"]

_PIECE = 4096
"""Bytes that are drawn at once."""


class Drawn:
    """`(count, purpose)` → that many bytes that nobody can tell before; as `osi_core.process.chance.by_the_system`."""

    def __init__(self) -> None:
        self._left, self._process = b"", os.getpid()
        self._lock = threading.Lock()

    def __call__(self, count: int, purpose: str) -> bytes:
        if count > _PIECE:
            return os.urandom(count)
        with self._lock:
            if len(self._left) < count or self._process != os.getpid():
                self._left, self._process = os.urandom(_PIECE), os.getpid()
            taken, self._left = self._left[:count], self._left[count:]
        return taken
