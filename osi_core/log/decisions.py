"""Decisions by strategy: close, run, record.

*Close* freezes the position up to which events count and reveals the secret whose digest stood in the log since the
opening; the *runner* computes the outcome beside the writer; *record* brings the finished record back, and it is taken
only if it answers this close. So the seed is nobody's choice: SHA-256(secret ‖ input digest).
"""

from __future__ import annotations

import hashlib
from typing import Self

from osi_core.domain import Command, Event, Plain, Sha256, State
from osi_core.log.records import DecisionRecord


class DecisionOpened(Event):
    """A decision will be taken: the digest of its secret is fixed before anything is known that it decides upon."""

    by_chance = ("secret_sha256",)

    secret_sha256: Sha256


class DecisionClosed(Event):
    """From here on nothing more counts: what the decision is to be computed with, and its secret revealed."""

    strategy: str
    options: dict[str, Plain]
    secret: str


class DecisionState(State):
    """The part of an aggregate's state that follows its decision."""

    secret_sha256: str | None = None
    strategy: str | None = None
    """Set when the decision is closed."""
    options: dict[str, Plain] = {}
    decided: bool = False

    def closed_by(self, event: DecisionClosed) -> Self:
        """The state after the close."""
        return self.model_copy(update={"strategy": event.strategy, "options": event.options, "decided": False})


class RecordDecision(Command):
    """Bring the finished record of a decision that was closed."""

    record: DecisionRecord
    """Its `decision` is this command's `stream()`."""


def digest_of_secret(chance: bytes) -> str:
    """What the opening records of a secret."""
    return hashlib.sha256(chance).hexdigest()
