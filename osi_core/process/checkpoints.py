"""Writing checkpoints: at each close of a decision and of a phase, and whenever somebody asks for one.

They lie in a folder that the operator names, one file each, and are no part of a store or an export: what a log is
checked against must come from elsewhere. Whoever wants to watch takes copies of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from osi_core.domain import Recorded
from osi_core.log.checkpoint import Checkpoint, NoteInvalid, Signer, signed
from osi_core.log.decisions import DecisionClosed
from osi_core.mission.events import PhaseClosed
from osi_core.plugins import hookimpl

CLOSES = (DecisionClosed, PhaseClosed)
"""Events after which nothing more counts for something: worth a witness."""


class CheckpointFolder:
    """A folder of signed checkpoints: `<mission>-<position>.checkpoint`.

    A program that embeds the engine registers one, `plugins.register(CheckpointFolder(folder, signer))`, and gets a
    checkpoint at each close, after the commit. When it cannot be written, the command stands all the same, and
    `plugins.report()` tells why; a later checkpoint covers what an earlier one would have.
    """

    def __init__(self, folder: Path, signer: Signer) -> None:
        self.folder, self.signer = folder, signer

    @hookimpl
    def osi_event_recorded(self, event: Recorded) -> None:
        """Writes one if the event is a close."""
        if isinstance(event.event, CLOSES):
            self.write(Checkpoint(event.mission, event.position, event.hash))

    def write(self, checkpoint: Checkpoint) -> Path:
        """Signs and writes one, whole or not at all.

        Raises OSError, and NoteInvalid where another hash was signed for this position: two such checkpoints would be
        the proof that a log was rewritten, so nobody signs the second one unawares.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{checkpoint.mission}-{checkpoint.position}.checkpoint"
        if path.exists() and _said(path.read_bytes()) != _said(checkpoint.text("")):
            raise NoteInvalid("checkpoint.contradicts", file=str(path), position=checkpoint.position)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(signed(checkpoint, self.signer))
        os.replace(part, path)
        return path


def _said(note: bytes) -> list[bytes]:
    """Position and hash of a note, whoever has signed it."""
    return note.split(b"\n")[1:3]
