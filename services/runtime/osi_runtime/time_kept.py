"""What the operator's timer does: questions whose time is over are settled, erasures that a reader was in the way of
are answered, and what was kept its time is forgotten.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from osi_core.domain import DataOrigin, Refused
from osi_core.log.store import StoreError
from osi_core.process import Engine, forget_due
from osi_runtime.runtime import Runtime

__all__ = ["time_kept"]

EVERY_SECONDS = 5.0
"""How often it is looked whether something is due: what is heard meanwhile settles and answers at once."""
FORGET_SECONDS = 3600.0
_logger = logging.getLogger(__name__)


@asynccontextmanager
async def time_kept(runtime: Runtime) -> AsyncIterator[None]:
    """Keeps time until the context is left: a `Background` of a service."""
    task = asyncio.create_task(_keep(runtime.engine), name="keeps time")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep(engine: Engine) -> None:
    forgets_at = 0.0
    while True:
        now = asyncio.get_running_loop().time()
        forgets = now >= forgets_at
        if forgets:
            forgets_at = now + FORGET_SECONDS
        await asyncio.to_thread(_pass, engine, forgets=forgets)
        await asyncio.sleep(EVERY_SECONDS)


def _pass(engine: Engine, *, forgets: bool) -> None:
    try:
        for mission in engine.store.missions():
            _settle(engine, mission)
            if forgets:
                _forget(engine, mission)
    except StoreError as error:
        _logger.warning("what is due by time cannot be looked for now: %s", error)
    except Exception:
        _logger.exception("what is due by time failed")


def _settle(engine: Engine, mission: str) -> None:
    memory = engine.memory(mission)
    state = memory.mission_state(engine.store)
    time: datetime | None = None if state is None or state.origin is DataOrigin.REAL else memory.last
    for answer in engine.settle(mission, time):
        if isinstance(answer, Refused) and answer.codes != ("answers-missing",):
            _logger.info("a question of %s waits: %s", mission, answer)


def _forget(engine: Engine, mission: str) -> None:
    state = engine.memory(mission).mission_state(engine.store)
    if state is None or state.origin is not DataOrigin.REAL:  # simulated time is nobody's to keep
        return
    with suppress(Refused):  # of a share that has nothing such, or where nothing may be written now
        forget_due(engine, mission)
