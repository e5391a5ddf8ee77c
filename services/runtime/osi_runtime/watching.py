"""Watching: what is looked at is told once, and again whenever it has changed, at most once in an interval.

Nothing is queued for those who watch: a state is looked up when its reader has taken the one before, so who is slow
misses states in between and never the last one. What is told is committed, and judged anew each time.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from osi_core.domain import Recorded
from osi_core.plugins import Plugins, hookimpl
from osi_runtime.runtime import Runtime

__all__ = ["interval_of", "watched"]

T = TypeVar("T")

LOOK_AGAIN_SECONDS = 5.0
"""How long a change may stay unseen that this process did not write itself."""


class _Commits:
    """Hears of commits in the writer's thread and wakes those who watch the mission."""

    def __init__(self, plugins: Plugins) -> None:
        self._watching: dict[str, dict[asyncio.Event, asyncio.AbstractEventLoop]] = {}
        self._lock = threading.Lock()
        plugins.register(self, name=f"watched commits {id(self):x}", distribution="osi-runtime")

    @hookimpl
    def osi_event_recorded(self, event: Recorded) -> None:
        """Called by the writer's thread, once the event is durable."""
        if event.mission not in self._watching:
            return
        with self._lock:
            rung = [one for one in self._watching.get(event.mission, {}).items() if not one[0].is_set()]
        for wakeup, loop in rung:
            with suppress(RuntimeError):  # its loop has ended
                loop.call_soon_threadsafe(wakeup.set)

    @contextmanager
    def watching(self, mission: str) -> Iterator[asyncio.Event]:
        """An event that is set at each commit; whoever looks clears it before."""
        wakeup = asyncio.Event()
        with self._lock:
            self._watching.setdefault(mission, {})[wakeup] = asyncio.get_running_loop()
        try:
            yield wakeup
        finally:
            with self._lock:
                watching = self._watching[mission]
                del watching[wakeup]
                if not watching:
                    del self._watching[mission]


_COMMITS: WeakKeyDictionary[Any, _Commits] = WeakKeyDictionary()


async def watched(runtime: Runtime, mission: str, look: Callable[[], T], interval: float) -> AsyncIterator[T]:
    """What `look` gives, called in a reader's thread: now, and whenever it gives something else."""
    commits = _COMMITS.get(runtime)
    if commits is None:
        commits = _COMMITS[runtime] = _Commits(runtime.engine.plugins)
    told: T | None = None
    with commits.watching(mission) as wakeup:
        while True:
            wakeup.clear()
            found = await runtime.read(look)
            if found != told:
                told = found
                yield found
            await asyncio.sleep(interval)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await wakeup.wait()


def interval_of(request: Any) -> float:
    """The seconds between two answers that a request asks for; one, where it says nothing."""
    return request.interval.ToNanoseconds() / 1e9 if request.HasField("interval") else 1.0
