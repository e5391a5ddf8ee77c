"""What a server runs beside its calls where there is a bus: relay and consumer, as long as the connection holds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from osi_core.domain import Service
from osi_core.log.heard import PublicEntry
from osi_core.log.store import StoreError
from osi_runtime.bus.bell import MissionsBell
from osi_runtime.bus.connecting import BusUnusable
from osi_runtime.bus.consumer import Consumer
from osi_runtime.bus.lease import Lease, lease_beside
from osi_runtime.bus.relay import Origin, Relay
from osi_runtime.bus.settings import BusSettings
from osi_runtime.bus.stream import LOST, connected
from osi_runtime.health import Probe
from osi_runtime.peers import Peers
from osi_runtime.peers.backoff import Backoff

if TYPE_CHECKING:
    from osi_runtime.runtime import Runtime
    from osi_runtime.telemetry.messages import Publishing

__all__ = ["Bus", "bus_running"]

_logger = logging.getLogger(__name__)
_AGAIN_SECONDS = 0.5
BEHIND_OTHERS = "store.behind-others"
"""Code of the error that tells of a store that was restored from an older copy."""


class Bus:
    """Relay and consumer of one service, in one of the processes over its database.

    While the connection is lost, others are heard by gRPC; where another process has the lease, that one hears them.
    """

    def __init__(
        self, name: str, relay: Relay, consumer: Consumer, peers: Peers, settings: BusSettings, lease: Lease
    ) -> None:
        self.relay, self.consumer = relay, consumer
        self._name, self._peers, self._settings, self._lease = name, peers, settings, lease
        self.holds = False
        """Whether this process relays and consumes."""
        self.connected = False
        self._wrong = ""

    async def run(self) -> None:
        """Goes on until cancelled, or until the stream knows more of the own log than the store."""
        while True:
            self._peers.carried(True)  # by whoever holds the lease
            async with self._lease.held() as lost:
                self.holds = True
                self._peers.carried(False)
                speaking, losing = asyncio.create_task(self._speak()), asyncio.create_task(lost.wait())
                try:
                    await asyncio.wait((speaking, losing), return_when=asyncio.FIRST_COMPLETED)
                    if speaking.done() and not lost.is_set():
                        return
                finally:
                    self.holds = False
                    await _ended(speaking, losing)

    async def compare(self) -> None:
        """Compares the log with the stream before anything is served. Raises StoreError where the stream knows more.

        Where the stream cannot be asked, the relay finds out before it says anything.
        """
        try:
            async with connected(self._settings, self._name, self._said) as connection:
                await self.relay.compare(connection)
        except LOST as error:
            _logger.warning("whether the bus knows more of the own log cannot be asked: %s", type(error).__name__)

    async def _speak(self) -> None:
        """Over however many connections, and no more once the stream knows more of the own log than the store."""
        backoff = Backoff(self._settings.retry_first_seconds, self._settings.retry_most_seconds)
        while True:
            try:
                await self._once(backoff)
            except LOST as error:
                if self.connected:
                    _logger.warning("the bus is lost: %s", str(error) or type(error).__name__)
                elif isinstance(error, BusUnusable):
                    self._said(str(error))
            except StoreError as error:
                if error.code != BEHIND_OTHERS:
                    _logger.warning("the bus stands on a store that fails: %s", error)
                else:
                    _logger.critical("the stream knows more than the store: %s", error)
                    self._peers.stand_behind(error)
                    return
            except Exception:
                _logger.exception("the bus failed")
            finally:
                self._is(False)
            await backoff.wait()

    async def _once(self, backoff: Backoff) -> None:
        async with connected(self._settings, self._name, self._said) as connection:
            works = (self.relay.run(connection), self.consumer.run(connection), connection.until_lost())
            tasks = [asyncio.create_task(one) for one in works]
            self._is(True)
            self._wrong = ""
            backoff.reset()
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await _ended(*tasks)
            for task in done:
                task.result()

    def _said(self, wrong: str) -> None:
        """What the server or a file says to be wrong, once: every new connection finds the same again."""
        if wrong != self._wrong:
            _logger.warning("the bus: %s", wrong)
            self._wrong = wrong

    def _is(self, connected: bool) -> None:
        if connected is not self.connected:
            self.connected = connected
            self._peers.carried(connected)

    async def look(self) -> str:
        """What an operator has to know."""
        away = self.holds and not self.connected
        return "the bus does not answer; others are heard by gRPC" if away else ""


@asynccontextmanager
async def bus_running(runtime: Runtime, peers: Peers) -> AsyncIterator[Bus | None]:
    """Relays and consumes until the context is left; does nothing where the settings name no servers."""
    settings, engine = runtime.settings.bus, runtime.engine
    own = engine.share.service
    if not settings.servers or own is None or engine.chain is None:
        yield None
        return
    bell = MissionsBell()
    bell.hang_on(engine.plugins)

    def told(mission: str, after: int, limit: int) -> list[PublicEntry]:
        return engine.told(mission, after, limit)

    def missions() -> Sequence[str]:
        return tuple(engine.store.missions())

    message_of = getattr(runtime.wire, "event_message", None)
    origin = Origin(own, missions, told, message_of, engine.compare, engine.store.traces)
    relay = Relay(origin, bell, runtime.readers.read, settings, _publishing(runtime, own))
    others = [one for one in Service if one is not own]
    lease = lease_beside(engine.store, runtime.settings.store, settings.lease_seconds)
    bus = Bus(engine.chain, relay, Consumer(engine.chain, others, peers.take), peers, settings, lease)
    await bus.compare()
    runtime.probes.append(Probe("osi.bus", bus.look, vital=False))
    task = asyncio.create_task(bus.run(), name="bus")
    try:
        yield bus
    finally:
        await _ended(task)


def _publishing(runtime: Runtime, own: Service) -> Publishing | None:
    if runtime.telemetry is None:
        return None
    from osi_runtime.telemetry.messages import Publishing

    return Publishing(runtime.telemetry, own)


async def _ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancels tasks until they have ended: nats-py waits by `asyncio.wait_for`, which may swallow a cancellation."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
