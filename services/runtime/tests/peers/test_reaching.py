"""Where a chain ends that says nothing more: its origin is asked once for all who wait, and its answer holds."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from osi_runtime.peers.knowledge import Knowledge
from osi_runtime.peers.reaching import Reaching


class Origin:
    """A link to a chain that stands at a position, of which nothing behind another is public."""

    def __init__(self, position: int, last_public: int) -> None:
        self.position, self.last_public, self.asked, self.answers = position, last_public, 0, True

    async def head(self, mission: str) -> Any:
        self.asked += 1
        await asyncio.sleep(0)
        if not self.answers:
            raise TimeoutError
        return SimpleNamespace(chain="o-1", position=self.position, last_public=self.last_public)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_all_who_wait_ask_once_and_what_was_answered_holds_for_good():
    async def story() -> None:
        clock, origin = Clock(), Origin(position=9, last_public=4)
        knowledge = Knowledge(clock)
        reaching, link = Reaching(knowledge, clock), origin
        knowledge.applied("m", "o-1", 4)
        asks = [reaching.reaches(link, "m", "o-1", position) for position in (5, 7, 9)]  # type: ignore[arg-type]
        assert await asyncio.gather(*asks) == [True] * 3
        assert origin.asked == 1
        assert await reaching.reaches(link, "m", "o-1", 8)  # type: ignore[arg-type]
        assert origin.asked == 1
        assert not await reaching.reaches(link, "m", "o-1", 10)  # type: ignore[arg-type]  # it was asked just now
        origin.position, clock.now = 10, 1.0
        assert await reaching.reaches(link, "m", "o-1", 10)  # type: ignore[arg-type]
        assert origin.asked == 2

    asyncio.run(story())


def test_what_is_still_to_be_heard_or_cannot_be_asked_is_not_reached():
    async def story() -> None:
        clock, origin = Clock(), Origin(position=9, last_public=6)
        knowledge = Knowledge(clock)
        reaching = Reaching(knowledge, clock)
        knowledge.applied("m", "o-1", 5)
        origin.answers = False
        assert not await reaching.reaches(origin, "m", "o-1", 9)  # type: ignore[arg-type]
        origin.answers, clock.now = True, 1.0
        assert not await reaching.reaches(origin, "m", "o-1", 9)  # type: ignore[arg-type]
        knowledge.applied("m", "o-1", 6)
        assert await reaching.reaches(origin, "m", "o-1", 9)  # type: ignore[arg-type]

    asyncio.run(story())
