"""Rings when public events are durable, and says of which missions: what the relay sleeps by."""

from __future__ import annotations

import asyncio
import threading

from osi_core.domain import Recorded
from osi_core.plugins import Plugins, hookimpl

__all__ = ["MissionsBell"]


class MissionsBell:
    """Hears of commits in the writer's thread, and is waited for on one event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._missions: set[str] = set()
        self._lock = threading.Lock()

    def hang_on(self, plugins: Plugins) -> None:
        """Lets the plugins' manager of an engine tell it of what is recorded."""
        plugins.register(self, name=f"missions bell {id(self):x}", distribution="osi-runtime")

    @hookimpl
    def osi_event_recorded(self, event: Recorded) -> None:
        """Called by the writer's thread, once the event is durable."""
        if not event.event.public:
            return
        with self._lock:
            silent = not self._missions
            self._missions.add(event.mission)
        if silent:
            try:
                self._loop.call_soon_threadsafe(self._rung.set)
            except RuntimeError:  # the loop has ended
                return

    async def wait(self) -> set[str]:
        """The missions of which something was said since they were taken; waits for a first one."""
        while True:
            if missions := self.take():
                return missions
            await self._rung.wait()

    def take(self) -> set[str]:
        """The missions of which something was said, if any."""
        self._rung.clear()
        with self._lock:
            missions, self._missions = self._missions, set()
        return missions
