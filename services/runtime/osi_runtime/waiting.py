"""Reading one's own writes: a client sends the positions that it has seen, and is answered from no less."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

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

FIRST_LOOK, LONGEST_PAUSE = 0.005, 0.1
"""Seconds between looks: shorter at first."""


class AfterWaits:
    """Waits until what was seen elsewhere has been heard here: bounded, few for each caller, and beside the places for
    calls that do something.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._each = runtime.settings.limits.waits_per_caller
        self._waiting: dict[Caller | str, int] = {}
        self._all = Concurrency(runtime.settings.limits.concurrent_calls, "runtime.busy")

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
        known = await self._known(mission, wanted)
        if self._lacking(wanted, known):
            await self._until(call, mission, wanted)

    async def _until(self, call: Call, mission: str, wanted: Mapping[str, int]) -> None:
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
            await self._poll(call, mission, wanted)
        finally:
            if slot is not None:
                slot.under_way += 1  # the place that it had before; who came meanwhile is not sent away
            self._all.leave()
            self._waiting[who] -= 1
            if not self._waiting[who]:
                del self._waiting[who]

    async def _poll(self, call: Call, mission: str, wanted: Mapping[str, int]) -> None:
        loop = self._runtime.loop
        until = min(loop.time() + self._runtime.settings.deadlines.after_seconds, call.deadline)
        pause = FIRST_LOOK
        while True:
            left = until - loop.time()
            if left > 0:
                await asyncio.sleep(min(pause, left))
            known = await self._known(mission, wanted)
            lacking = await self._unheard(mission, wanted, self._lacking(wanted, known))
            if not lacking:
                return
            if loop.time() >= until:
                raise _behind(mission, lacking)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _unheard(self, mission: str, wanted: Mapping[str, int], lacking: Mapping[str, int]) -> Mapping[str, int]:
        """What is lacking without that of which nothing will ever be heard, for it is private to its chain."""
        reaches = self._runtime.reaches
        return {chain: by for chain, by in lacking.items() if not await reaches(mission, chain, wanted[chain])}

    @staticmethod
    def _lacking(wanted: Mapping[str, int], known: Mapping[str, int]) -> dict[str, int]:
        """Chain → by how many positions it is behind here."""
        return {chain: to - known.get(chain, 0) for chain, to in wanted.items() if to > known.get(chain, 0)}

    async def _known(self, mission: str, wanted: Mapping[str, int]) -> Mapping[str, int]:
        engine = self._runtime.engine

        def look() -> Mapping[str, int]:
            memory = engine.memory(mission)
            own, known = memory.chain or f"missions/{mission}", memory.facts_at
            if wanted.get(own, 0) > known.get(own, 0):
                raise CallRefused(
                    StatusCode.FAILED_PRECONDITION,
                    "runtime.position-beyond",
                    field=AFTER,
                    chain=own,
                    position=wanted[own],
                    head=known.get(own, 0),
                )
            return known

        return await self._runtime.read(look)


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
