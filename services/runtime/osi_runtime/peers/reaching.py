"""Whether all is heard that another chain had to say up to a position, for those who wait for it.

What is private nobody says: behind a chain's last public event there is nothing to be heard, and where that is only
its origin can say. What it has answered holds for good, so it is asked once for all who wait, and not in haste.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from osi_runtime.peers.knowledge import Knowledge
from osi_runtime.peers.link import UNASKED, Link

__all__ = ["Reaching"]

_EVERY = 0.02
"""Seconds between two askings of one chain at least."""


class _End(NamedTuple):
    """What an origin has said of its chain: it stands at a position, and what it had to say ends at another."""

    position: int
    last_public: int


class Reaching:
    """Asks origins where their chains end. For one event loop."""

    def __init__(self, knowledge: Knowledge, clock: Callable[[], float]) -> None:
        self._knowledge, self._clock = knowledge, clock
        self._ends: dict[tuple[str, str], _End] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._asked_at: dict[tuple[str, str], float] = {}

    async def reaches(self, link: Link, mission: str, chain: str, position: int) -> bool:
        """Whether all is heard that a chain of a mission had to say up to a position; `link` leads to its origin."""
        key = (mission, chain)
        if self._ends.get(key, _End(0, 0)).position < position:
            await self._ask(link, key)
        end = self._ends.get(key)
        heard = self._knowledge.position(mission, chain)
        return end is not None and end.position >= position and end.last_public <= heard

    async def _ask(self, link: Link, key: tuple[str, str]) -> None:
        asking = self._asking.get(key)
        if asking is None:
            now = self._clock()
            if now - self._asked_at.get(key, -_EVERY) < _EVERY:
                return
            self._asked_at[key] = now
            asking = self._asking[key] = asyncio.create_task(self._asked(link, *key))
        await asyncio.shield(asking)  # whoever waits no more takes the answer from nobody

    async def _asked(self, link: Link, mission: str, chain: str) -> None:
        try:
            head = await link.head(mission)
        except UNASKED:
            return
        finally:
            del self._asking[mission, chain]
        if head.chain == chain:
            self._ends[mission, chain] = _End(head.position, head.last_public)
