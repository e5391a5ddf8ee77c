"""What goes into the engine and what comes out: a request and its answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from osi_core.domain import Command, Recorded

OPERATOR_ID = "operator"
"""The actor of commands that whoever runs the software gives; no participant can have this id."""


class Request(NamedTuple):
    """A command with the one who gives it."""

    command: Command
    actor: str
    """A participant id, or `OPERATOR_ID`."""
    command_id: str = ""
    """Makes the request idempotent: the same one again gets the first answer. Unique per mission and actor."""
    time: datetime | None = None
    """When it happens; only for simulated missions, which it must be given for."""
    alias: str | None = None
    """For `JoinMission`: the embedding system's own id of the person, kept beside the log."""
    blobs: tuple[bytes, ...] = ()
    """For `RecordDecision`: input, outcome and explanations, each found by the digest of its bytes."""
    expected_version: int | None = None
    """Refuse unless the aggregate's stream stands at this version: nobody overwrites what they have not seen."""


class ReceiptNote(NamedTuple):
    """What a contributor takes home: the code, and the place in the chain that shows a log rewritten later."""

    code: str
    position: int
    hash: str


class Handled(NamedTuple):
    """A granted command's events and, for a contribution, its receipt."""

    events: tuple[Recorded, ...]
    receipt: ReceiptNote | None = None
    repeated: bool = False
    """Whether this is the first answer again, to a request that was sent twice."""
