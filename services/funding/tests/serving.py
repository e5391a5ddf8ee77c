"""The service with the services beside it: composed in this process, or a process of its own; and towns to play in.

What the others say is played from the recorded logs of the conformance kit, over real gRPC.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from osi_conformance.issuer import Issuer
from osi_conformance.neighbours import Neighbours, neighbours
from osi_conformance.played import Played
from osi_conformance.setup import Setup, settings_text
from osi_conformance.town import Town
from osi_core.log.store import EventStore
from osi_funding import SERVICE
from osi_runtime.compose import Parts, Running, composed
from osi_runtime.settings import read_settings


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Beside:
    """Participation and matching, and whoever signs tokens."""

    def __init__(self, folder: Path) -> None:
        target = f"127.0.0.1:{free_port()}"
        self.setup = Setup(target, "funding", folder, ports=(free_port(), free_port()), patience=60.0)
        self._around: Neighbours | None = None
        self.settings = folder / "settings.toml"
        Issuer(folder)
        text = settings_text(self.setup).replace("compare_seconds = 0", "compare_seconds = 2")
        self.settings.write_text(text, "utf-8")

    @asynccontextmanager
    async def speaking(self, *services: str) -> AsyncIterator[None]:
        """They can be asked: both, or those that are named."""
        async with neighbours(self.setup, *services) as self._around:
            yield

    def begin(self) -> Town:
        """A simulated mission of its own, in its support phase."""
        assert self._around is not None, "they do not speak yet"
        return Town(self._around.begin())

    @property
    def played(self) -> Played:
        """What they have said."""
        assert self._around is not None, "they do not speak yet"
        return self._around.played

    async def town(self) -> Town:
        """A mission of its own that the service has heard of."""
        town = self.begin()
        await town.mission.heard()
        return town


@asynccontextmanager
async def serving(beside: Beside, store: EventStore) -> AsyncIterator[Running]:
    """The service in this process, for as long as the context lasts."""
    settings = read_settings(file=beside.settings, environ={}).settings
    async with composed(settings, SERVICE, Parts(store=store)) as running:
        yield running


async def until_it_holds(question: Callable[[], bool], seconds: float = 60.0) -> None:
    """Waits until something holds."""
    async with asyncio.timeout(seconds):
        while not question():
            await asyncio.sleep(0.01)
