"""The consumer: what others say on the stream is handed to those who follow their chains.

Nothing depends on it alone: a message that does not fit, or of a chain that is not followed yet, is let go, and whoever
follows the chain asks its origin.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from itertools import groupby

from nats.aio.msg import Msg

from osi_core.domain import Service
from osi_core.log.heard import PublicEntry
from osi_runtime.bus.messages import Heard, read, service_subjects
from osi_runtime.bus.stream import Connection

__all__ = ["Consumer", "Take"]

_logger = logging.getLogger(__name__)
Take = Callable[[Service, str, str, Sequence[PublicEntry]], Awaitable[None]]
"""Origin's service, mission, chain and what it said there, in order. Returns when that is durable, or when whoever
follows the chain knows that there is something to be asked for.
"""


class Consumer:
    """Reads the stream under the subjects of some services."""

    def __init__(self, name: str, services: Sequence[Service], take: Take) -> None:
        """`name` is known to the stream, which remembers how far it is: the own chains' name."""
        self._name, self._services, self._take = name, tuple(services), take
        self.heard = 0
        """Messages that were handed on, since this process began."""

    async def run(self, connection: Connection) -> None:
        """Consumes until cancelled. Raises what `LOST` lists."""
        subjects = [service_subjects(one) for one in self._services]
        async with aclosing(connection.messages(self._name, subjects)) as batches:  # type: ignore[type-var]
            async for messages in batches:
                await self._hear(messages)
                await messages[-1].ack()

    async def _hear(self, messages: Sequence[Msg]) -> None:
        found = [read(one.subject, one.headers, one.data) for one in messages]
        if unread := found.count(None):
            _logger.warning("%d messages on the bus are no events, or not whole; they are passed over", unread)
        heard = sorted((one for one in found if one is not None), key=_of)  # stable: each chain stays in its order
        for (service, mission, chain), some in groupby(heard, _of):
            await self._take(service, mission, chain, [one.entry for one in some])
        self.heard += len(heard)


def _of(heard: Heard) -> tuple[Service, str, str]:
    return heard.service, heard.entry.mission, heard.entry.chain
