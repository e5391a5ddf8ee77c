"""Reading one's own writes: a client sends the positions that it has seen, and is answered from no less."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from grpc import StatusCode

from osi_core.words import Name
from osi_runtime.auth.callers import Caller
from osi_runtime.calls import Call, current_call
from osi_runtime.errors import CallRefused
from osi_runtime.limits import Concurrency
from osi_runtime.metadata import AFTER
from osi_runtime.positions import read_positions

if TYPE_CHECKING:
    from osi_runtime.runtime import Runtime

__all__ = ["AfterWaits"]

PAUSE = 0.005
"""Seconds between two looks at a mission that somebody waits for; all who wait share them."""


class _Known(NamedTuple):
    """Where a mission stands here."""

    own: str
    """The chain that is written here."""
    positions: Mapping[str, int]

    def lacking(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """Chain → by how many positions it is behind."""
        return {one: to - self.positions.get(one, 0) for one, to in wanted.items() if to > self.positions.get(one, 0)}


class AfterWaits:
    """Waits until what was seen elsewhere has been heard here: bounded, few for each caller, and beside the places for
    calls that do something.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._each = runtime.settings.limits.waits_per_caller
        self._waiting: dict[Caller | str, int] = {}
        self._all = Concurrency(runtime.settings.limits.concurrent_calls, "runtime.busy")
        self._seen: dict[str, _Known] = {}
        """What the last look at a mission has found: positions only grow."""
        self._looks: dict[str, asyncio.Task[_Known]] = {}

    def __len__(self) -> int:
        """How many wait now."""
        return self._all.under_way

    async def wait(self, mission: str) -> None:
        """Raises CallRefused for a position that is not there, and for one that is not heard of in time."""
        call = current_call()
        given = call.said(AFTER)
        if given is None:
            return
        wanted = read_positions(given)
        known = self._seen.get(mission)
        lacking = known.lacking(wanted) if known is not None else wanted
        if not lacking:
            return
        if known is None or known.own in lacking:  # what it has seen here itself is there by now
            known = await self._runtime.read(lambda: self._look(mission))
            lacking = known.lacking(wanted)
            if known.own in lacking:
                raise _beyond(known, wanted)
        if lacking:
            await self._until(call, mission, wanted, lacking)

    async def _until(self, call: Call, mission: str, wanted: Mapping[str, int], lacking: Mapping[str, int]) -> None:
        who = call.rate_key
        if self._waiting.get(who, 0) >= self._each:
            raise CallRefused(
                StatusCode.RESOURCE_EXHAUSTED, "runtime.waits", field=AFTER, retry_seconds=0.5, most=self._each
            )
        self._all.enter()
        self._waiting[who] = self._waiting.get(who, 0) + 1
        slot = call.slot
        if slot is not None:
            slot.leave()
        try:
            await self._heard(call, mission, wanted, lacking)
        finally:
            if slot is not None:
                slot.under_way += 1  # the place that it had before; who came meanwhile is not sent away
            self._all.leave()
            self._waiting[who] -= 1
            if not self._waiting[who]:
                del self._waiting[who]

    async def _heard(self, call: Call, mission: str, wanted: Mapping[str, int], lacking: Mapping[str, int]) -> None:
        loop = self._runtime.loop
        until = min(loop.time() + self._runtime.settings.deadlines.after_seconds, call.deadline)
        while lacking := await self._unheard(mission, wanted, lacking):
            if loop.time() >= until:
                raise _behind(mission, lacking)
            lacking = (await self._next_look(mission)).lacking(wanted)

    async def _unheard(self, mission: str, wanted: Mapping[str, int], lacking: Mapping[str, int]) -> Mapping[str, int]:
        """What is lacking without that of which nothing will ever be heard, for it is private to its chain."""
        reaches = self._runtime.reaches
        return {chain: by for chain, by in lacking.items() if not await reaches(mission, chain, wanted[chain])}

    async def _next_look(self, mission: str) -> _Known:
        """What the next look finds, for all who wait for it."""
        look = self._looks.get(mission)
        if look is None:
            look = self._looks[mission] = asyncio.create_task(self._looked(mission))
        return await asyncio.shield(look)

    async def _looked(self, mission: str) -> _Known:
        try:
            await asyncio.sleep(PAUSE)
            return await self._runtime.readers.read(lambda: self._look(mission))
        finally:
            del self._looks[mission]  # before anybody is told: who is not content waits for another one

    def _look(self, mission: str) -> _Known:
        """In a reader's thread."""
        own, positions = self._runtime.engine.stands_at(mission)
        known = _Known(own, positions)
        if any(positions.values()):  # of a mission that is not there nothing is kept
            self._seen[mission] = known
        return known


def _beyond(known: _Known, wanted: Mapping[str, int]) -> CallRefused:
    return CallRefused(
        StatusCode.FAILED_PRECONDITION,
        "runtime.position-beyond",
        field=AFTER,
        chain=known.own,
        position=wanted[known.own],
        head=known.positions.get(known.own, 0),
    )


def _behind(mission: str, lacking: Mapping[str, int]) -> CallRefused:
    chain, count = max(lacking.items(), key=lambda one: one[1])
    return CallRefused(
        StatusCode.UNAVAILABLE,
        "runtime.behind",
        field=AFTER,
        retry_seconds=1.0,
        mission=Name(f"missions/{mission}"),
        chain=chain,
        count=count,
    )
