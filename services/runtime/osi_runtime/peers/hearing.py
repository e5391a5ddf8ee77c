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
from osi_core.process.hearing import Heard, Unfolded
from osi_runtime.peers.reading import Read

if TYPE_CHECKING:
    from osi_runtime.telemetry.messages import Hearing

_logger = logging.getLogger(__name__)
ATTEMPTS = 8
"""How often a message is tried that the store does not take, before it waits for an operator. By the growing pauses of
whoever follows its chain that is about a minute.
"""
NOT_KEPT = "not-kept"
"""Why it waits then."""


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
        self._untaken: dict[tuple[str, str], tuple[int, int]] = {}
        """Mission and chain → the position of the message that the store has not taken, and how often it was tried."""

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
            taken = await self._bring(messages)
            if self._is_tried_enough(messages, taken):
                taken = await self._without_one(messages, taken)
        return taken

    def _is_tried_enough(self, messages: Sequence[PublicEntry], taken: Taken) -> bool:
        """Whether the store has failed at the first message that is not durable as often as is to be borne."""
        of = messages[0].mission, messages[0].chain
        if taken.stop is not Stop.STORE:
            self._untaken.pop(of, None)
            return False
        position = messages[taken.durable].position
        before, times = self._untaken.get(of, (position, 0))
        self._untaken[of] = position, times + 1 if before == position else 1
        return self._untaken[of][1] >= ATTEMPTS

    async def _without_one(self, messages: Sequence[PublicEntry], taken: Taken) -> Taken:
        """Finds out which message it is that the store does not take, and parks it. Where the store does not take that
        either, it is the store's fault, and all are tried again.
        """
        for count in range(taken.durable, len(messages)):
            one = await self._bring(messages[count : count + 1])
            if one.stop is not Stop.STORE:
                if one.stop is not None:
                    return Taken(count, one.stop, taken.parked)
                taken = taken._replace(durable=count + 1, parked=taken.parked + one.parked)
                continue
            if (await self._bring([Unfolded(messages[count], NOT_KEPT)])).stop is not None:
                return taken
            rest = await self._bring(messages[count + 1 :])
            return Taken(count + 1 + rest.durable, rest.stop, taken.parked + 1 + rest.parked)
        return taken._replace(stop=None)

    async def _bring(self, messages: Sequence[PublicEntry | Unfolded]) -> Taken:
        heard = await asyncio.wrap_future(self._writer.hear(messages))
        for count, one in enumerate(heard):
            stop = _why(one) if isinstance(one, BaseException) else _STOPS.get(one)
            if stop is not None:
                return Taken(count, stop, heard[:count].count(Heard.PARKED))
        return Taken(len(messages), None, heard.count(Heard.PARKED))


def _why(error: BaseException) -> Stop:
    if isinstance(error, StoreError):
        _logger.warning("what other services say cannot be kept now: %s", error)
        return Stop.STORE
    _logger.error("what another service says could not be heard", exc_info=error)
    return Stop.FAILED
