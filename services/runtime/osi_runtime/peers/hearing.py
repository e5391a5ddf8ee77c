"""Handing what other chains say to the writer: some at a time, in order, and never more than its queue takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from osi_core.domain import Service
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.store import StoreError
from osi_core.process import Engine, Writer
from osi_core.process.hearing import Heard
from osi_runtime.peers.reading import Read

if TYPE_CHECKING:
    from osi_runtime.telemetry.messages import Hearing

_logger = logging.getLogger(__name__)


class Stop(StrEnum):
    """Why a chain is not heard on, for now or for good."""

    GAP = "gap"
    """Something lies before it: in this chain, or in one that it succeeds."""
    UNLISTED = "unlisted"
    AHEAD = "ahead"
    UNFIT = "unfit"
    FORKED = "forked"
    STORE = "store"
    FAILED = "failed"
    """Something that nobody foresaw: the program's log has it."""


_STOPS = {
    Heard.GAP: Stop.GAP,
    Heard.UNLISTED: Stop.UNLISTED,
    Heard.AHEAD: Stop.AHEAD,
    Heard.UNFIT: Stop.UNFIT,
    Heard.FORKED: Stop.FORKED,
}


class Taken(NamedTuple):
    """What became of some messages."""

    durable: int
    """How many are durable: the first ones."""
    stop: Stop | None = None
    """Why not all of them."""
    parked: int = 0
    """How many of these wait, for they could not be taken in."""


class Carrier(StrEnum):
    """What has brought messages."""

    NATS = "nats"
    GRPC = "grpc"


class Ear:
    """Lets the engine hear, through its writer. For one event loop; several chains may be heard at once."""

    def __init__(
        self,
        engine: Engine,
        writer: Writer,
        read: Read,
        *,
        batch: int,
        waiting: int,
        telemetry: Hearing | None = None,
    ) -> None:
        self._engine, self._writer, self._read, self._telemetry = engine, writer, read, telemetry
        self.batch = min(batch, waiting)
        self._turns = asyncio.Semaphore(waiting // self.batch)

    async def head(self, mission: str, chain: str) -> HeardHead:
        """How far a chain was heard."""
        return await self._read(lambda: self._engine.store.heard_heads(mission).get(chain, HeardHead()))

    async def hear(self, messages: Sequence[PublicEntry], service: Service, carrier: Carrier) -> Taken:
        """Hears some messages of one chain, which follow each other; `batch` at most. Raises WriterClosed.

        `service` says them.
        """
        if not messages:
            return Taken(0)
        if self._telemetry is None:
            return await self._hear(messages)
        with self._telemetry.batch(messages, service, carrier) as traced:
            return await self._hear(traced)

    async def _hear(self, messages: Sequence[PublicEntry]) -> Taken:
        async with self._turns:  # so the queue has room, and bringing them never waits
            futures = [self._writer.hear(one) for one in messages]
            last = asyncio.wrap_future(futures[-1])
            await asyncio.wait([last])  # answered in order: then all are
            last.exception()
        parked = 0
        for count, future in enumerate(futures):
            error = future.exception()
            stop = _why(error) if error is not None else _STOPS.get(future.result())
            if stop is not None:
                return Taken(count, stop, parked)
            parked += future.result() is Heard.PARKED
        return Taken(len(messages), None, parked)


def _why(error: BaseException) -> Stop:
    if isinstance(error, StoreError):
        _logger.warning("what other services say cannot be kept now: %s", error)
        return Stop.STORE
    _logger.error("what another service says could not be heard", exc_info=error)
    return Stop.FAILED
