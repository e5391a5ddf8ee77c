"""What has been written, so that it is read: how far each chain of a mission was when a service answered.

A reply carries where its mission's chains stand (`osi-position`); sent along with later calls (`osi-after`), to this
service or another one of the mission, it makes them wait until they know as much.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import MappingProxyType

POSITION = "osi-position"
"""The metadata of a reply."""
AFTER = "osi-after"
"""The metadata of a call."""


class Positions:
    """Vectors of positions, by mission; shared by the clients of several services, and by threads."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()

    def after(self, mission: str) -> str:
        """The vector of a mission, as it is sent along; empty while nothing is known."""
        return self._texts.get(mission, "")

    def of(self, mission: str) -> Mapping[str, int]:
        """The vector of a mission: chain → position."""
        return MappingProxyType(dict(self._known.get(mission, {})))

    def take(self, mission: str, text: str) -> None:
        """Merges what a reply, or another process, says: of each chain the furthest. What cannot be read is left."""
        if not mission or not text or text == self._texts.get(mission):
            return
        with self._lock:
            known = self._known.setdefault(mission, {})
            for chain, position in vector(text).items():
                known[chain] = max(position, known.get(chain, 0))
            self._texts[mission] = written(known)

    def forget(self, mission: str) -> None:
        """Drops what is known of a mission: after a service was restored from a copy, its chain may be shorter."""
        with self._lock:
            self._known.pop(mission, None)
            self._texts.pop(mission, None)


def vector(text: str) -> dict[str, int]:
    """Reads `chain=position,chain=position`; entries of another form are left out."""
    entries = (entry.strip().rpartition("=") for entry in text.split(","))
    return {chain: int(position) for chain, _, position in entries if chain and position.isdecimal()}


def written(known: Mapping[str, int]) -> str:
    """The vector as text, chains in order."""
    return ",".join(f"{chain}={position}" for chain, position in sorted(known.items()))
