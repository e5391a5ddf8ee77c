"""Following one chain: what its origin says is heard in order, once, and asked for again where something is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import grpc
from grpc import aio

from osi_core.domain import mission_name
from osi_core.log.heard import PublicEntry
from osi_core.log.store import StoreError
from osi_core.mission.events import ChainListed, ChainRetired
from osi_runtime.peers.backoff import Backoff
from osi_runtime.peers.hearing import Carrier, Ear, Stop
from osi_runtime.peers.knowledge import Knowledge
from osi_runtime.peers.link import UNASKED, Link
from osi_runtime.peers.messages import entry_of
from osi_runtime.peers.settings import PeersSettings

_logger = logging.getLogger(__name__)

Noted = Callable[[str], Awaitable[None]]
"""Called with a mission of which something was heard about its chains or its playbook, or something that waits."""


class ChainFollower:
    """Hears one chain of one mission from its origin, until it is cancelled or the chain has told two stories."""

    def __init__(
        self,
        link: Link,
        mission: str,
        chain: str,
        ear: Ear,
        knowledge: Knowledge,
        settings: PeersSettings,
        streams: asyncio.Semaphore,
        noted: Noted,
        carried: Callable[[], bool] = lambda: False,
    ) -> None:
        self.link, self.mission, self.chain = link, mission, chain
        self._ear, self._knowledge, self._settings = ear, knowledge, settings
        self._streams, self._noted, self._carried = streams, noted, carried
        self._more = asyncio.Event()
        self.stop: Stop | None = None
        """Why nothing is heard now; None while all goes well."""

    def said_more(self) -> None:
        """The origin says that its chain has gone on: whoever waits to try again tries now."""
        self._more.set()

    async def take(self, entries: list[PublicEntry]) -> None:
        """Hears what a bus has brought of this chain. What does not fit, the origin is asked for; so is, by and by,
        what the store does not take now.
        """
        for start in range(0, len(entries), self._ear.batch):
            if self.stop in (Stop.FORKED, Stop.STORE):
                return
            if stop := await self._hear(entries[start : start + self._ear.batch], Carrier.NATS):
                if stop in (Stop.FORKED, Stop.STORE):
                    self._stopped(stop)
                self.said_more()
                return

    async def run(self) -> None:
        """Follows until cancelled; ends by itself only on a fork. Raises WriterClosed."""
        backoff = Backoff(self._settings.retry_first_seconds, self._settings.retry_most_seconds)
        while self.stop is not Stop.FORKED:
            before = self._knowledge.position(self.mission, self.chain)
            try:
                self._stopped(await self._read_on())
            except UNASKED as error:
                said = _said(error)
                # That a service is away is said once, by whoever asks it for heads, and not for each of its missions.
                level = logging.DEBUG if said == grpc.StatusCode.UNAVAILABLE.name else logging.INFO
                _logger.log(level, "%s: %s of missions/%s: %s", self.link.name, self.chain, self.mission, said)
            except StoreError as error:
                _logger.warning("how far others are heard cannot be read now: %s", error)
                self._stopped(Stop.STORE)
            moved = self._knowledge.position(self.mission, self.chain) > before
            if moved and self.stop is None and not self._carried():  # what a bus carries is not read here once more
                backoff.reset()
                continue
            await backoff.wait(self._more)

    async def _read_on(self) -> Stop | None:
        """Reads what there is, and stays where there is room for one more stream, for as long as no bus brings what
        follows.
        """
        if self._streams.locked() or self._carried():
            return await self._read(follow=False)
        async with self._streams:
            return await self._read(follow=True)

    async def _read(self, *, follow: bool) -> Stop | None:
        head = await self._ear.head(self.mission, self.chain)
        if head.position > self._knowledge.position(self.mission, self.chain):  # by another process, or an earlier one
            await self._noted(self.mission)
        self._knowledge.applied(self.mission, self.chain, head.position)
        answers = self.link.public(self.mission, self.chain, head.position, follow=follow)
        async with aclosing(answers):  # type: ignore[type-var]  # an async generator, behind its interface
            async for answer in answers:
                entries = [entry_of(event, self.mission) for event in answer.events]
                for start in range(0, len(entries), self._ear.batch):
                    if stop := await self._hear(entries[start : start + self._ear.batch], Carrier.GRPC):
                        return stop
                if follow and self._carried():
                    return None
        return None

    async def _hear(self, entries: list[PublicEntry], carrier: Carrier) -> Stop | None:
        if any((one.mission, one.chain) != (self.mission, self.chain) for one in entries):
            return Stop.UNFIT  # nobody speaks for another
        heard, stop, parked = await self._ear.hear(entries, self.link.peer.service, carrier)
        if heard:
            self.stop = None
            if parked or any(_concerns_following(one) for one in entries[:heard]):
                await self._noted(self.mission)
            self._knowledge.applied(self.mission, self.chain, entries[heard - 1].position)
        return stop

    def _stopped(self, stop: Stop | None) -> None:
        if stop is not self.stop and stop is not None:
            level = logging.CRITICAL if stop is Stop.FORKED else logging.WARNING
            _logger.log(level, "%s: %s of missions/%s: %s", self.link.name, self.chain, self.mission, stop.value)
        self.stop = stop


def _concerns_following(entry: PublicEntry) -> bool:
    """Whether it may say which chains are followed, or how old what is known of them may be."""
    return entry.stream == mission_name(entry.mission) or entry.type in (ChainListed.type, ChainRetired.type)


def _said(error: BaseException) -> str:
    """An error in one line, without what others have written into it."""
    if isinstance(error, aio.AioRpcError):
        code: grpc.StatusCode = error.code()
        return code.name
    return type(error).__name__
