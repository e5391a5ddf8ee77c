"""The services that the kit plays, without its cases: for whoever tries a service by hand, or in tests of their own."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission
from osi_conformance.peer import serve_peer
from osi_conformance.played import Played
from osi_conformance.recorded import CHAINS, Origin
from osi_conformance.setup import Setup
from osi_conformance.target import Target

__all__ = ["Neighbours", "neighbours"]


class Neighbours:
    """Participation and matching as a service around them hears them, and whoever signs tokens."""

    def __init__(self, setup: Setup, target: Target) -> None:
        self.setup, self.issuer, self.played, self._target = setup, Issuer(setup.folder), Played(), target

    async def mission(self, origin: Origin = "simulated") -> Mission:
        """A mission that begins now, once the service has heard of it. Raises Failed where it does not in time."""
        id = f"kit-{secrets.token_hex(4)}"
        self.played.begin(id, origin)
        mission = Mission(id, origin, self._target, self.issuer, self.played, self.setup.patience)
        await mission.heard()
        return mission


@asynccontextmanager
async def neighbours(setup: Setup) -> AsyncIterator[Neighbours]:
    """Plays them for as long as the context lasts. Raises OSError for addresses that are taken."""
    target = Target(setup.target)
    around = Neighbours(setup, target)
    async with AsyncExitStack() as ends:
        ends.push_async_callback(target.close)
        for name in CHAINS:
            peer = await serve_peer(name, around.played, setup.address(name), setup.chain)
            ends.push_async_callback(peer.stop, 0)
        yield around
