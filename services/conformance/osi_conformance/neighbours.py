"""The services that the kit plays, without its cases: for whoever tries a service by hand, or in tests of their own."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from osi_conformance.founding import begun
from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission
from osi_conformance.peer import peers_served
from osi_conformance.played import Played
from osi_conformance.recorded import Origin
from osi_conformance.setup import Setup
from osi_conformance.target import Target

__all__ = ["Neighbours", "neighbours"]


class Neighbours:
    """The services around one, as it hears them, and whoever signs tokens."""

    def __init__(self, setup: Setup, target: Target) -> None:
        self.setup, self.target = setup, target
        self.issuer, self.played = Issuer(setup.folder), Played(setup.service)

    def begin(self, origin: Origin = "simulated") -> Mission:
        """A mission that the peers begin now, and of which the service may hear from here on."""
        id = f"kit-{secrets.token_hex(4)}"
        self.played.begin(id, origin)
        return Mission(id, origin, self.target, self.issuer, self.played, self.setup.patience)

    async def mission(self, origin: Origin = "simulated") -> Mission:
        """A mission that begins now, once the service has it. Raises Failed where it does not in time."""
        mission = self.begin(origin)
        await begun(mission)
        return mission


@asynccontextmanager
async def neighbours(setup: Setup, *only: str) -> AsyncIterator[Neighbours]:
    """Plays them for as long as the context lasts, all or those that are named. Raises OSError for addresses that are
    taken.
    """
    target = Target(setup.target)
    try:
        around = Neighbours(setup, target)
        async with peers_served(setup, around.played, *only):
            yield around
    finally:
        await target.close()
