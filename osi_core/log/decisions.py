"""Decisions by strategy: open, close, run, record.

*Open* fixes the rule, its options and, by its digest, a secret, before anything is known that is decided upon; *close*
freezes the position up to which events count and reveals the secret; the *runner* computes the outcome beside the
writer; *record* brings the finished record back, and it is taken only if it answers this close. So the rule does not
depend on the votes, and the seed is nobody's choice: SHA-256(secret ‖ input digest).
"""

from __future__ import annotations

import hashlib
from typing import ClassVar, Self

from osi_core.domain import Command, Event, Plain, Sha256, State
from osi_core.log.records import DecisionRecord


class DecisionOpened(Event):
    """A decision will be taken, by this rule, as the playbook says in this moment; a later one changes nothing."""

    by_chance: ClassVar[tuple[str, ...]] = ("secret_sha256",)

    strategy: str
    options: dict[str, Plain]
    secret_sha256: Sha256
    """Of the secret that the close reveals."""


class DecisionClosed(Event):
    """From here on nothing more counts: what the decision is to be computed with, and its secret revealed."""

    strategy: str
    """As at the opening; so are the options."""
    options: dict[str, Plain]
    secret: str


class DecisionState(State):
    """The part of an aggregate's state that follows its decision; before it is opened, none of it says anything."""

    strategy: str = ""
    options: dict[str, Plain] = {}
    secret_sha256: str | None = None
    secret: str | None = None
    """Revealed by the close."""
    decided: bool = False

    @property
    def closed(self) -> bool:
        """Whether nothing more counts."""
        return self.secret is not None

    def opened_by(self, event: DecisionOpened) -> Self:
        """The state after the opening."""
        fixed = {"strategy": event.strategy, "options": event.options, "secret_sha256": event.secret_sha256}
        return self.model_copy(update={**fixed, "secret": None, "decided": False})

    def closed_by(self, event: DecisionClosed) -> Self:
        """The state after the close."""
        return self.model_copy(update={"secret": event.secret, "decided": False})


class RecordDecision(Command):
    """Bring the finished record of a decision that was closed."""

    record: DecisionRecord
    """Its `decision` is this command's `stream()`."""


def digest_of_secret(chance: bytes) -> str:
    """What the opening records of a secret."""
    return hashlib.sha256(chance).hexdigest()


def reveals(secret: str, sha256: str | None) -> bool:
    """Whether this is the secret, in hexadecimal, whose digest was recorded."""
    try:
        return digest_of_secret(bytes.fromhex(secret)) == sha256
    except ValueError:
        return False
