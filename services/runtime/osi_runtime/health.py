"""Whether a service can do its work (grpc.health.v1): its store, and what else it stands on.

Each thing that is looked at has a name of its own in the health service, `osi.store` or `osi.peers`, so that whoever
watches sees which one fails. The services themselves, and the whole (the empty name), serve while all that is vital
does.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from grpc_health.v1 import health_pb2  # type: ignore[import-untyped]
from grpc_health.v1.health import aio as health_aio  # type: ignore[import-untyped]

from osi_core.log.store import EventStore, StoreError
from osi_core.process.writer import GroupDone

if TYPE_CHECKING:
    from osi_runtime.readers import Readers

__all__ = ["Probe", "StoreHealth", "Watch"]

_logger = logging.getLogger(__name__)
_FEW_BYTES = 1 << 20
ALIVE = "osi.alive"
"""Serves for as long as the process answers, whatever else fails: what a supervisor begins anew by."""
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class Probe(NamedTuple):
    """Something that is looked at again and again."""

    name: str
    """In the health service: `osi.store`."""
    look: Callable[[], Awaitable[str]]
    """Gives what is wrong, in words for the operator's log, or the empty text."""
    vital: bool = True
    """Whether the service itself cannot do its work without."""


class StoreHealth:
    """Whether the store can be written to: told by the writer of each group, and asked when nothing is written."""

    def __init__(self, store: EventStore, readers: Readers) -> None:
        self._store, self._readers = store, readers
        self._failed: str = ""

    def group(self, done: GroupDone) -> None:
        """The writer has done a group; called by its thread."""
        if done.error is None:
            self._failed = ""
        elif isinstance(done.error, StoreError):
            self._failed = done.error.code

    async def look(self) -> str:
        """An empty transaction says whether the store takes one, and the disk whether there is room."""
        return await self._readers.read(self._try)

    def _try(self) -> str:
        try:
            with self._store.transaction():
                pass
        except StoreError as error:
            return error.code
        if not self._has_room():
            return "store.full"
        failed, self._failed = self._failed, ""
        return failed

    def _has_room(self) -> bool:
        name = getattr(self._store, "name", "")
        if not name or "://" in name:
            return True
        try:
            return shutil.disk_usage(name.rpartition("/")[0] or ".").free > _FEW_BYTES
        except OSError:
            return True


class Watch:
    """Looks at all probes, and tells the health service."""

    def __init__(self, services: Iterable[str], probes: list[Probe], every_seconds: float) -> None:
        self.servicer = health_aio.HealthServicer()
        self._services, self._probes, self._every = ("", *services), probes, every_seconds
        self._known: dict[str, str] = {}

    async def begin(self) -> None:
        """Nothing is served before all was looked at once."""
        for name in self._services:
            await self.servicer.set(name, NOT_SERVING)
        await self.servicer.set(ALIVE, SERVING)
        await self.look()

    async def run(self) -> None:
        """Looks again and again, until it is cancelled."""
        while True:
            await asyncio.sleep(self._every)
            await self.look()

    async def look(self) -> None:
        """Looks at everything once."""
        serves = True
        for probe in list(self._probes):
            wrong = await self._look_at(probe)
            if wrong != self._known.get(probe.name, ""):
                _logger.log(logging.WARNING if wrong else logging.INFO, "%s: %s", probe.name, wrong or "is well again")
            self._known[probe.name] = wrong
            serves = serves and not (wrong and probe.vital)
            await self.servicer.set(probe.name, NOT_SERVING if wrong else SERVING)
        for name in self._services:
            await self.servicer.set(name, SERVING if serves else NOT_SERVING)

    async def _look_at(self, probe: Probe) -> str:
        try:
            async with asyncio.timeout(max(self._every, 5.0)):  # wait_for may swallow a cancellation on Python 3.11
                return await probe.look()
        except TimeoutError:
            return "does not answer"
        except Exception as error:
            return type(error).__name__

    async def drain(self) -> None:
        """From here on nothing serves."""
        await self.servicer.enter_graceful_shutdown()
