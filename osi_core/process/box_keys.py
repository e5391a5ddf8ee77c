"""The keys of boxes: read from the private store where a command needs one, and gone for good once destroyed."""

from __future__ import annotations

from osi_core.domain import Box
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import Reader


class BoxKeys:
    """The keys of one mission's boxes, as a reader has them, and as a group of commands makes and destroys them."""

    def __init__(self, mission: str, reader: Reader) -> None:
        self._mission, self._reader = mission, reader
        self._known: dict[str, Box | None] = {}

    def box(self, sha256: str) -> Box | None:
        """The box that the log knows by a digest; None where its key is not there, or is another one."""
        if sha256 not in self._known:
            self._known[sha256] = self._kept(sha256)
        return self._known[sha256]

    def _kept(self, sha256: str) -> Box | None:
        try:
            found = self._reader.text(self._mission, sha256)
        except StoreDamaged:
            return None
        return Box(sha256, bytes.fromhex(found.text)) if found else None

    def made(self, box: Box) -> None:
        """A key was made by this group."""
        self._known[box.sha256] = box

    def destroyed(self, sha256: str) -> None:
        """A key is destroyed by this group."""
        self._known[sha256] = None
