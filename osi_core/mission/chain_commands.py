"""What can be asked for about the chains that serve a mission."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from osi_core.domain import LARGEST_INTEGER, Command, FactKey, Id, PublicText, Service, State
from osi_core.mission.facts import ServingChain
from osi_core.mission.resources import CHAIN
from osi_core.mission.state import ChainState


class OfChain(Command, at=CHAIN):
    """A command about one chain that serves the mission."""

    state: ClassVar[type[State] | None] = ChainState
    chain: Id


class ListChain(OfChain):
    """Let a service take part in the mission: its chain is heard, asked and waited for from here on."""

    service: Service
    key: PublicText | None = None
    """The public key of its checkpoints, as `osi checkpoint` prints it."""
    address: PublicText | None = None

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(ServingChain),)


class RetireChain(OfChain):
    """Let a service take part no longer; what stands in its chain up to the last position goes on to count."""

    last: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    reason: PublicText
