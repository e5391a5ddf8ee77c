"""The service with the services beside it: composed in this process, or a process of its own; and towns to play in.

What the others say is played from the recorded logs of the conformance kit, over real gRPC.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission
from osi_conformance.peer import serve_peer
from osi_conformance.played import Played
from osi_conformance.recorded import CHAINS
from osi_conformance.setup import AUDIENCE, LOGIN, ORGANISATION, PARTICIPATION, Setup
from osi_conformance.target import Target
from osi_conformance.town import Town
from osi_core.log.store import EventStore
from osi_core.testing.ports import free_ports
from osi_funding import SERVICE
from osi_runtime.compose import Parts, Running, composed
from osi_runtime.settings import read_settings

_NUMBERS = itertools.count(1)


class Neighbours:
    """Participation and matching, and whoever signs tokens."""

    def __init__(self, folder: Path) -> None:
        target, first, second = free_ports(3)
        self.setup = Setup(f"127.0.0.1:{target}", folder, ports=(first, second), patience=60.0)
        self.issuer, self.played = Issuer(folder), Played()
        self.target: Target | None = None
        """A connection to the service, for as long as they speak."""
        self.settings = folder / "settings.toml"
        self.settings.write_text(self._settings())

    @asynccontextmanager
    async def speaking(self, *services: str) -> AsyncIterator[None]:
        """They can be asked: both, or those that are named."""
        async with AsyncExitStack() as ends:
            self.target = Target(self.setup.target)
            ends.push_async_callback(self.target.close)
            for service in services or CHAINS:
                server = await serve_peer(service, self.played, self.setup.address(service), self.setup.chain)
                ends.push_async_callback(server.stop, 0)
            yield

    def begin(self) -> Town:
        """A simulated mission of its own, in its support phase."""
        assert self.target is not None, "they do not speak yet"
        id = f"town-{next(_NUMBERS)}"
        self.played.begin(id, "simulated")
        return Town(Mission(id, "simulated", self.target, self.issuer, self.played, self.setup.patience))

    async def town(self) -> Town:
        """A mission of its own that the service has heard of."""
        town = self.begin()
        await town.mission.heard()
        return town

    def _settings(self) -> str:
        peers = "".join(
            f'[[peers.services]]\norganisation = "{ORGANISATION}"\nservice = "{service}"\n'
            f'address = "{self.setup.address(service)}"\n'
            for service in CHAINS
        )
        return f"""
address = "{self.setup.target}"
[limits]
calls_per_second = 0
[peers]
head_seconds = 0.2
compare_seconds = 2
{peers}
[[auth.missions]]
organisation = "{ORGANISATION}"
issuer = "{PARTICIPATION}"
jwks = "{self.setup.jwks}"
audience = "{AUDIENCE}"
[[auth.oidc]]
issuer = "{LOGIN}"
jwks = "{self.setup.jwks}"
audience = ["{AUDIENCE}"]
organisations = ["{ORGANISATION}"]
"""


@asynccontextmanager
async def serving(neighbours: Neighbours, store: EventStore) -> AsyncIterator[Running]:
    """The service in this process, for as long as the context lasts."""
    settings = read_settings(file=neighbours.settings, environ={}).settings
    async with composed(settings, SERVICE, Parts(store=store)) as running:
        yield running


async def until_it_holds(question: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits until something holds."""
    async with asyncio.timeout(seconds):
        while not question():
            await asyncio.sleep(0.01)
