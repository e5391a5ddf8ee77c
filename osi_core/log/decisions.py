"""Decisions by strategy: close, run, record.

*Close* freezes the position up to which events count and reveals the secret whose digest stood in the log since the
opening; the *runner* computes the outcome beside the writer; *record* brings the finished record back, and it is taken
only if it answers this close. So the seed is nobody's choice: SHA-256(secret ‖ input digest).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Self

from osi_core.domain import Command, Context, Event, Plain, Sha256, State, Unmet
from osi_core.log.records import DecisionRecord


class DecisionOpened(Event):
    """A decision will be taken: the digest of its secret is fixed before anything is known that it decides upon."""

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


def record_answers_close(command: RecordDecision, state: DecisionState, context: Context) -> Iterator[Unmet]:
    """A record counts only for the close it was computed for, with that strategy and those options, and once."""
    record = command.record
    if state.strategy is None:
        yield Unmet(
            code="decision-not-closed", en=f"{record.decision} is not closed", de=f"{record.decision} ist offen"
        )
        return
    if state.decided:
        yield Unmet(
            code="decided-already", en=f"{record.decision} is decided", de=f"{record.decision} ist schon entschieden"
        )
    expected = {"decision": command.stream(), "strategy": state.strategy}
    for name, value in expected.items():
        found = getattr(record, name)
        if found != value:
            yield Unmet(
                code="record-differs",
                field=f"record.{name}",
                en=f"the close asked for {value}, the record says {found}",
                de=f"der Abschluss verlangte {value}, im Protokoll steht {found}",
            )
    # The record states every option, the close only those that the playbook sets.
    for name, option in state.options.items():
        if record.options.get(name) != option:
            yield Unmet(
                code="record-differs",
                field=f"record.options.{name}",
                en=f"the close asked for {option!r}, the record says {record.options.get(name)!r}",
                de=f"der Abschluss verlangte {option!r}, im Protokoll steht {record.options.get(name)!r}",
            )
