"""Waiting for what was seen elsewhere: all who wait look together, and nobody keeps the event loop from going on."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from osi_runtime.calls import enter_call
from osi_runtime.errors import CallRefused
from osi_runtime.metadata import AFTER
from osi_runtime.waiting import AfterWaits

WAITING = 50


class Place:
    """A runtime, as far as waiting asks it: at 5 of its own chain, and as far in another one as it has heard."""

    def __init__(self, after_seconds: float) -> None:
        self.heard, self.looks, self.asked = 0, 0, 0
        self.settings = SimpleNamespace(
            limits=SimpleNamespace(waits_per_caller=WAITING, concurrent_calls=WAITING),
            deadlines=SimpleNamespace(after_seconds=after_seconds),
        )
        self.loop = asyncio.get_running_loop()
        self.engine = self.readers = self
        self.after = AfterWaits(self)  # type: ignore[arg-type]

    def stands_at(self, mission: str) -> tuple[str, dict[str, int]]:
        self.looks += 1
        return "own", {"own": 5, "other": self.heard}

    async def read(self, function: Any) -> Any:
        await asyncio.sleep(0)
        return function()

    async def reaches(self, mission: str, chain: str, position: int) -> bool:
        self.asked += 1
        return False  # at once: it has asked just now

    async def wait(self, wanted: str) -> None:
        call: Any = SimpleNamespace(
            said={AFTER: wanted}.get, rate_key="somebody", slot=None, deadline=self.loop.time() + 60
        )
        enter_call(call)
        await self.after.wait("m")


def test_many_wait_for_the_same_and_share_their_looks():
    async def story() -> None:
        place = Place(after_seconds=60)
        waiting = [asyncio.create_task(place.wait("other=3,own=5")) for _ in range(WAITING)]
        while place.looks < 5:
            await asyncio.sleep(0)
        assert len(place.after) == WAITING
        place.heard = 3
        before = place.looks
        await asyncio.gather(*waiting)
        assert place.looks - before <= 2
        assert len(place.after) == 0
        await place.wait("other=2")  # what was seen once needs no look
        assert place.looks - before <= 2

    asyncio.run(story())


def test_who_waits_in_vain_is_told_so_and_lets_the_loop_go_on():
    async def story() -> None:
        place = Place(after_seconds=0.05)
        ticks = 0

        async def ticking() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(ticking())
        found = await asyncio.gather(*(place.wait("other=9") for _ in range(WAITING)), return_exceptions=True)
        beside.cancel()
        assert {one.code for one in found if isinstance(one, CallRefused)} == {"runtime.behind"}
        assert ticks > place.looks > 1

    asyncio.run(story())


def test_a_position_of_the_own_chain_that_is_not_there_is_refused_at_once():
    async def story() -> None:
        place = Place(after_seconds=60)
        for _ in range(2):
            with pytest.raises(CallRefused) as refused:
                await place.wait("own=6")
            assert refused.value.code == "runtime.position-beyond"

    asyncio.run(story())
