"""Whether others know more of the own chains than the store does: then it was restored from a copy that is too old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import grpc
from grpc import aio

from osi_core.log.heard import HeardHead
from osi_core.log.store import StoreError
from osi_core.process import Engine
from osi_runtime.peers.link import UNASKED, Link
from osi_runtime.peers.messages import mission_of_wire
from osi_runtime.peers.organisations import Organisations
from osi_runtime.peers.reading import Read

_logger = logging.getLogger(__name__)
_AT_ONCE = 16
NOT_THERE = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.PERMISSION_DENIED)
"""It has heard nothing that it would tell us."""


class Comparing:
    """Compares the own chains with what other services have heard of them."""

    def __init__(self, engine: Engine, organisations: Organisations, read: Read) -> None:
        self._engine, self._organisations, self._read = engine, organisations, read

    async def with_all(self, links: Iterable[Link], seconds: float) -> list[Link]:
        """Compares with all that answer within so many seconds; returns the others.

        Raises StoreError where one knows more: nothing may be served then.
        """
        tasks = {asyncio.ensure_future(self.with_one(link)): link for link in links}
        if not tasks:
            return []
        done, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        failed = [task for task in done if (error := task.exception()) and isinstance(error, UNASKED)]
        for task in done:
            if task not in failed:
                task.result()
        return [tasks[task] for task in (*late, *failed)]

    async def with_one(self, link: Link) -> None:
        """Compares with one service. Raises StoreError where it knows more, and what `Link` raises."""
        told = {mission_of_wire(head.mission) for head in await link.heads()}
        own = await self._read(self._engine.store.missions)
        missions = {one for one in (*told, *own) if one and self._is_of(link, one)}
        turns = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._compare(link, mission, turns) for mission in sorted(missions)))

    def _is_of(self, link: Link, mission: str) -> bool:
        """Of a mission that nobody here knows whose it is, the store may have lost all."""
        return self._organisations.of(mission) in (None, link.peer.organisation)

    async def _compare(self, link: Link, mission: str, turns: asyncio.Semaphore) -> None:
        async with turns:
            chain = await self._read(lambda: self._engine.memory(mission).chain or self._engine.chain or "")
            if not chain:
                return
            try:
                heard = await link.heard_head(mission, chain)
            except aio.AioRpcError as error:
                if error.code() in NOT_THERE:
                    return
                raise
            await self._read(lambda: self._hold(link, mission, heard))

    def _hold(self, link: Link, mission: str, heard: HeardHead) -> None:
        try:
            self._engine.compare(mission, heard)
        except StoreError as error:
            _logger.critical("%s: %s", link.name, error)
            raise
