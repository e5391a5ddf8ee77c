"""Waiting before something is tried again: longer each time, and never all at the same moment."""

from __future__ import annotations

import asyncio
import random


class Backoff:
    """Doubles from the first to the most seconds, each time by up to a quarter less."""

    def __init__(self, first: float, most: float) -> None:
        self._first, self._most, self._next = first, most, first

    def reset(self) -> None:
        """It went well."""
        self._next = self._first

    async def wait(self, wakeup: asyncio.Event | None = None) -> None:
        """Waits, or until the wakeup."""
        seconds = self._next * random.uniform(0.75, 1.0)
        self._next = min(self._next * 2, self._most)
        if wakeup is None:
            await asyncio.sleep(seconds)
            return
        wakeup.clear()
        try:
            async with asyncio.timeout(seconds):
                await wakeup.wait()
        except TimeoutError:
            return
