"""Rings when public events of a mission are durable: whoever follows the log sleeps until then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from osi_core.domain import Recorded
from osi_core.plugins import Plugins, hookimpl


class CommitBell:
    """Hears of commits in the writer's thread and wakes those who listen on an event loop, once for many events."""

    def __init__(self) -> None:
        self._listening: dict[str, dict[asyncio.Event, asyncio.AbstractEventLoop]] = {}
        self._lock = threading.Lock()
        self._last_public: dict[str, int] = {}

    def hang_on(self, plugins: Plugins) -> None:
        """Lets the plugins' manager of an engine tell it of what is recorded."""
        plugins.register(self, name=f"commit bell {id(self):x}", distribution="osi-runtime")

    @hookimpl
    def osi_event_recorded(self, event: Recorded) -> None:
        """Called by the writer's thread, once the event is durable."""
        if not event.event.public:
            return
        mission, position = event.mission, event.position
        with self._lock:
            rung = [one for one in self._listening.get(mission, {}).items() if not one[0].is_set()]
            if position > self._last_public.get(mission, 0):
                self._last_public[mission] = position
        for wakeup, loop in rung:
            try:
                loop.call_soon_threadsafe(wakeup.set)
            except RuntimeError:  # its loop has ended
                continue

    def last_public(self, mission: str) -> int:
        """The last public position that was heard of since this began; 0 if none was."""
        return self._last_public.get(mission, 0)

    @contextmanager
    def listening(self, mission: str) -> Iterator[asyncio.Event]:
        """An event that is set at each commit of public events; whoever has looked clears it before looking again."""
        wakeup = asyncio.Event()
        with self._lock:
            self._listening.setdefault(mission, {})[wakeup] = asyncio.get_running_loop()
        try:
            yield wakeup
        finally:
            with self._lock:
                listeners = self._listening[mission]
                del listeners[wakeup]
                if not listeners:
                    del self._listening[mission]
