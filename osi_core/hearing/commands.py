"""What can be done about what was heard."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from osi_core.domain import LARGEST_INTEGER, Command, FactKey, Id, Sha256, TextClass
from osi_core.hearing.facts import Parked
from osi_core.hearing.resources import HEARING

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
