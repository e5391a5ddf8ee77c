"""Serving until somebody says that it is enough: SIGTERM or SIGINT drain, a second one ends at once."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from importlib.metadata import entry_points
from typing import Any

import uvloop

from osi_core.words import WordedError
from osi_runtime.compose import Running, composed
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.settings import Drain, Settings

__all__ = ["GROUP", "ServiceUnknown", "look_for_less_garbage", "serve", "service_of", "services_known"]

GROUP = "osi.services"
"""The entry-point group in which services are announced."""
_GARBAGE = 50_000, 2, 1_000
"""After how many new objects garbage is looked for among them, after how many such looks among those of the looks
before, and after how many of these among all: a call leaves next to none that needs looking for, and what is still
there after two looks are a mission's facts, which stay. Where all of them were gone through whenever they had grown by
a quarter, reads after many writes took a tenth more processor time.
"""
_SWITCH_SECONDS = 0.0005
"""After how long a thread that computes lets another one go on: the loop, the readers and the writer want the
interpreter in turns, several times for a call, and would wait for it ten times as long by default.
"""
_logger = logging.getLogger(__name__)


class ServiceUnknown(WordedError, LookupError):
    """No installed package announces a service of this name."""


def services_known() -> list[str]:
    """The names of the services that are installed."""
    return sorted({one.name for one in entry_points(group=GROUP)})


def service_of(name: str) -> ServiceDeclaration:
    """The declaration of a service. Raises ServiceUnknown."""
    found = entry_points(group=GROUP, name=name)
    if not found:
        raise ServiceUnknown("runtime.service-unknown", name=name, known=tuple(services_known()))
    declaration = next(iter(found)).load()
    if not isinstance(declaration, ServiceDeclaration):
        raise ServiceUnknown("runtime.service-unknown", name=name, known=tuple(services_known()))
    return declaration


def serve(settings: Settings, declaration: ServiceDeclaration, ready: Callable[[Running], None]) -> None:
    """Serves; `ready` is called once calls are taken. Returns when all has ended in order."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, declaration, ready))


async def _serve(settings: Settings, declaration: ServiceDeclaration, ready: Callable[[Running], None]) -> None:
    enough, now = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        (now if enough.is_set() else enough).set()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
    async with composed(settings, declaration) as running:
        look_for_less_garbage()
        ready(running)
        await enough.wait()
        _logger.info("draining")
        await _drain(running, settings.drain, now)


def look_for_less_garbage() -> None:
    """What is there now stays, and nobody has to look at it again; among what comes, garbage is looked for as rarely as
    suits a service.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


async def _drain(running: Running, drain: Drain, now: asyncio.Event) -> None:
    """First nobody is sent here any more, then no call is taken, then those under way are waited for."""
    await running.watch.drain()
    if drain.notice_seconds:
        await _either(asyncio.sleep(drain.notice_seconds), now)
    await _either(running.listening.stop(0 if now.is_set() else drain.seconds), now)


async def _either(work: Coroutine[Any, Any, None], now: asyncio.Event) -> None:
    """Waits for the work, or until it has to end at once."""
    tasks = {asyncio.create_task(work), asyncio.create_task(_set(now))}
    _, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _set(event: asyncio.Event) -> None:
    await event.wait()
