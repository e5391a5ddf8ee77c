"""What can be done about what was heard."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from osi_core.domain import LARGEST_INTEGER, Command, FactKey, Id, Recorded, Rows, Sha256, TextClass
from osi_core.hearing.events import ChainAdopted
from osi_core.hearing.facts import HandedOver, Parked
from osi_core.hearing.resources import HEARING
from osi_core.mission.facts import ServingChain

Position = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=1000), TextClass.MINTED]
"""The full name of a resource."""
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z.-]*$", max_length=100), TextClass.CHOSEN]
"""A code."""


class OfMessage(Command, at=HEARING):
    """A command about one message of another chain."""

    chain: Id
    position: Position

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Parked),)


class ParkMessage(OfMessage):
    """Let a message wait that cannot be taken in, and what comes behind it of the same aggregate."""

    subject: Subject
    reason: Reason


class TakeUpMessage(OfMessage):
    """Take in a message that was parked, now that what stood in its way is mended."""


class StopHearing(OfMessage):
    """Take in nothing more of a chain that contradicts itself."""

    hash: Sha256


class TakeHandover(OfMessage):
    """Answer for the receipts that a chain has issued which this one succeeds; the bytes come beside the command."""

    hash: Sha256
    """Of the event at the position, the last that counts."""
    sha256: Sha256
    """Of what is handed over."""
    receipts: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    """How many there are."""

    @classmethod
    def of(cls, mission: str, chain: str, last: int, hash: str, content: bytes, receipts: int) -> Self:
        """The command about what is handed over of a chain."""
        sha256 = hashlib.sha256(content).hexdigest()
        return cls(mission=mission, chain=chain, position=last, hash=hash, sha256=sha256, receipts=receipts)

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(ServingChain), FactKey(HandedOver)


class AdoptChain(OfMessage):
    """Go on with a log that was restored from an older copy of a chain, which ends at this position."""

    after: Position
    """Where the copy ends."""
    adopted: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    """How many events behind it were heard of others."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(ServingChain),)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        event = records[0].event
        assert isinstance(event, ChainAdopted)
        return {"position": event.last}
