"""The relay: what the own log says in public comes to the stream, in order, and again where the stream has lost it."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from osi_core.domain import Service
from osi_core.log.heard import HeardHead, PublicEntry
from osi_runtime.bus.bell import MissionsBell
from osi_runtime.bus.messages import CHAIN, HASH, POSITION, Outgoing, mission_subjects, written
from osi_runtime.bus.settings import BusSettings
from osi_runtime.bus.stream import STREAM, Connection
from osi_runtime.peers.messages import MessageOf
from osi_runtime.peers.reading import Read

__all__ = ["Origin", "Relay"]

_logger = logging.getLogger(__name__)


class Origin:
    """The own log, as far as a relay reads it."""

    def __init__(
        self,
        service: Service,
        missions: Callable[[], Sequence[str]],
        told: Callable[[str, int, int], list[PublicEntry]],
        message_of: MessageOf | None = None,
        compare: Callable[[str, HeardHead], None] | None = None,
    ) -> None:
        """`told(mission, after, limit)` gives public entries behind a position. `compare` raises StoreError where the
        stream has heard more, or something else.
        """
        self.service, self.missions, self.told, self.message_of = service, missions, told, message_of
        self.compare = compare


class Relay:
    """Brings the log's public events to the stream. It keeps no cursor: where the stream ends, the stream says.

    What it remembers of that lasts as long as a connection, and is asked again every `look_seconds`, so that a stream
    that was wiped is filled anew.
    """

    def __init__(self, origin: Origin, bell: MissionsBell, read: Read, settings: BusSettings) -> None:
        self._origin, self._bell, self._read, self._settings = origin, bell, read, settings
        self._ends: dict[str, int] = {}
        self.published = 0
        """Messages that the stream has taken, since this process began."""
        self.refilled = 0
        """How many of these it had lost."""

    async def run(self, connection: Connection) -> None:
        """Relays until cancelled. Raises what `LOST` lists, and StoreError as `compare` does."""
        while True:
            self._ends.clear()
            rung = self._bell.take()
            for mission in await self._read(lambda: sorted(self._origin.missions())):
                await self._bring(connection, mission)
            await self._until_look(connection, rung)

    async def compare(self, connection: Connection) -> None:
        """Compares the log with what stands on the stream. Raises StoreError where that is more: the store was restored
        from an older copy, and whatever it said would contradict what others have heard.
        """
        for mission in await self._read(lambda: sorted(self._origin.missions())):
            await self._end(connection, mission)

    async def _until_look(self, connection: Connection, missions: set[str]) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._settings.look_seconds
        while True:
            for mission in sorted(missions):
                await self._bring(connection, mission)
            try:
                async with asyncio.timeout_at(ends):
                    missions = await self._bell.wait()
            except TimeoutError:
                return

    async def _bring(self, connection: Connection, mission: str) -> None:
        end = self._ends.get(mission)
        if end is None:
            end = await self._end(connection, mission)
        while entries := await self._read(self._reading(mission, end)):
            end = await self._publish(connection, entries)
            self._ends[mission] = end
        self._ends[mission] = end

    def _reading(self, mission: str, end: int) -> Callable[[], list[PublicEntry]]:
        return lambda: self._origin.told(mission, end, self._settings.window_events)

    async def _end(self, connection: Connection, mission: str) -> int:
        """How far the stream has what this log says of a mission. What another chain said there is none of it."""
        last = await connection.last(mission_subjects(self._origin.service, mission))
        mine = await self._read(lambda: self._origin.told(mission, 0, 1))
        if not mine or last.get(CHAIN) != mine[0].chain:
            return 0
        position, hash = last.get(POSITION, ""), last.get(HASH, "")
        if not position.isdecimal():
            return 0
        if (compare := self._origin.compare) is not None and re.fullmatch("[0-9a-f]{64}", hash):
            head = HeardHead(int(position), bytes.fromhex(hash))
            await self._read(lambda: compare(mission, head))
        return int(position)

    async def _publish(self, connection: Connection, entries: Sequence[PublicEntry]) -> int:
        """One window; the position up to which the stream has it all. Raises what `LOST` lists."""
        messages = [written(one, self._origin.service, self._origin.message_of) for one in entries]
        refill, waiting = "", messages
        while waiting:
            sent = [one.under(f"{one.id}.{refill}") for one in waiting] if refill else waiting
            answers = await self._answered(connection, sent)
            lost = [
                message
                for message, answer in zip(waiting, answers, strict=True)
                if answer.duplicate and not await connection.holds(answer.seq)
            ]
            self.published += len(waiting) - len(lost)
            self.refilled += len(waiting) - len(lost) if refill else 0
            if lost:  # the stream remembers their ids, but has them no more
                _logger.warning("the stream has lost %d messages that it knows; it is filled again", len(lost))
            refill, waiting = secrets.token_hex(4), lost
        return messages[-1].entry.position

    async def _answered(self, connection: Connection, messages: Sequence[Outgoing]) -> list[Any]:
        futures: list[Awaitable[Any]] = []
        try:
            async with asyncio.timeout(self._settings.answer_seconds):
                for one in messages:
                    futures.append(
                        await connection.stream.publish_async(one.subject, one.data, stream=STREAM, headers=one.headers)
                    )
                return list(await asyncio.gather(*futures))
        finally:
            for future in futures:
                if isinstance(future, asyncio.Future) and not future.cancel() and not future.cancelled():
                    future.exception()  # it was looked at
