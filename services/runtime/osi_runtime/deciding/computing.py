"""Decisions beside the calls: one thread computes what is closed and has no result yet, in a child process.

The log is the truth: a close without a result is due. What is kept here is how far a computation is, and why the last
one ended; a process that starts anew finds what is due in its log.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any
from weakref import WeakKeyDictionary

from osi_core.domain import DataOrigin, Recorded, Refused
from osi_core.log.store import StoreError
from osi_core.part import DecisionKind
from osi_core.plugins import ChildRunner, PluginError, Runner
from osi_core.plugins.problems import Outcome
from osi_core.plugins.strategy import WorkStage
from osi_core.process import Engine
from osi_core.process.deciding import compute, recordable
from osi_core.process.due import Due
from osi_core.process.request import Result
from osi_runtime.deciding.declared import Closed
from osi_runtime.runtime import Runtime

__all__ = ["Computation", "Decisions", "Stage", "decisions_of", "decisions_running"]

LOOK_AGAIN_SECONDS = 30.0
"""How often it is looked for decisions that became due without a call to this process."""
_logger = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a computation is."""

    DUE = "due"
    PREPARING = "preparing"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass
class Computation:
    """One attempt to take a decision."""

    stage: Stage = Stage.DUE
    fraction: float = 0.0
    began: datetime | None = None
    error: Exception | None = None
    """Why it was stopped."""
    waits: bool = False
    """For its phase to be opened again."""
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set on the event loop."""

    def progress(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        """What the runner tells."""
        self.stage = Stage.PREPARING if stage == "preparing" else Stage.RUNNING
        self.fraction = min(max(fraction, 0.0), 1.0)

    def stop(self, error: Exception) -> None:
        """It has ended without a result."""
        self.stage, self.error = Stage.STOPPED, error


class Decisions:
    """Computes the results of what was closed, one after the other. `begin` and `end` it once."""

    def __init__(self, engine: Engine, runner: Runner, loop: asyncio.AbstractEventLoop) -> None:
        self._engine, self._runner, self._loop = engine, runner, loop
        self._known: dict[Closed, Computation] = {}
        self._lock = threading.Lock()
        self._waiting: SimpleQueue[Closed | None] = SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="osi-decisions", daemon=True)

    def begin(self) -> None:
        """From here on it computes."""
        self._thread.start()

    async def end(self) -> None:
        """Stops what is being computed; it stays due."""
        self._closing = True
        with self._lock:
            for computation in self._known.values():
                computation.cancelled.set()
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def ask(self, closed: Closed, *, again: bool = True) -> None:
        """Has something decided that is closed; what was stopped, once more unless `again` says no."""
        with self._lock:
            known = self._known.get(closed)
            if known is not None and known.waits:
                known.waits = False
            elif known is None or (known.stage is Stage.STOPPED and again):
                self._known[closed] = Computation()
            else:
                return
        self._waiting.put(closed)

    def computation(self, closed: Closed) -> Computation | None:
        """How far it is, or why it ended; None where nothing is being done here."""
        with self._lock:
            return self._known.get(closed)

    def cancel(self, closed: Closed) -> None:
        """Stops a computation; the result stays due."""
        computation = self.computation(closed)
        if computation is not None:
            computation.cancelled.set()

    # The thread

    def _run(self) -> None:
        self._look()
        while not self._closing:
            try:
                closed = self._waiting.get(timeout=LOOK_AGAIN_SECONDS)
            except Empty:
                self._look()
                continue
            if closed is not None and not self._closing:
                self._decide(closed)

    def _look(self) -> None:
        """Takes up what is due, whoever closed it."""
        try:
            for mission in self._engine.store.missions():
                for _, closing in recordable(self._engine, mission):
                    self.ask(Closed(mission, closing.stream, closing.position), again=False)
        except Exception:
            _logger.exception("what is due could not be looked for")

    def _decide(self, closed: Closed) -> None:
        computation = self.computation(closed)
        assert computation is not None, "it was asked for"
        done = False
        try:
            done = self._decided(closed, computation)
        except (PluginError, StoreError, Refused) as error:
            _logger.warning("%s is not decided: %s", closed.stream, error)
            computation.stop(error)
        except Exception as error:
            _logger.exception("%s is not decided", closed.stream)
            computation.stop(error)
        if computation.waits:
            return
        if done:
            with self._lock:
                self._known.pop(closed, None)
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            self._loop.call_soon_threadsafe(computation.ended.set)

    def _decided(self, closed: Closed, computation: Computation) -> bool:
        """Computes and records; True when nothing more is to be done now."""
        if not self._is_due(closed):
            return True  # another process was faster, or it was cancelled
        waiting = recordable(self._engine, closed.mission)
        due = next((one for one in waiting if one[1].position == closed.position), None)
        if due is None:  # its phase is closed
            computation.waits = True
            return False
        computation.began = datetime.now(UTC)
        self._record(*due, computation)
        return True

    def _record(self, kind: DecisionKind, closing: Recorded, computation: Computation) -> None:
        engine = self._engine
        memory = engine.memory(closing.mission)
        decided = compute(
            engine,
            kind,
            closing,
            self._runner,
            memory.playbook(engine.store),
            computation.progress,
            computation.cancelled,
        )
        state = memory.mission_state(engine.store)
        is_real = state is None or state.origin is DataOrigin.REAL
        time = None if is_real else engine.memory(closing.mission).last
        (answer,) = engine.record([Result(closing, decided, time=time)])
        if isinstance(answer, Refused) and self._is_due(Closed(closing.mission, closing.stream, closing.position)):
            raise answer

    def _is_due(self, closed: Closed) -> bool:
        row = self._engine.memory(closed.mission).rows[Due].get(closed.stream)
        return isinstance(row, Due) and row.position == closed.position


_RUNNING: WeakKeyDictionary[Any, Decisions] = WeakKeyDictionary()


def decisions_of(runtime: Runtime) -> Decisions:
    """The decisions of a running service."""
    return _RUNNING[runtime]


@asynccontextmanager
async def decisions_running(runtime: Runtime) -> AsyncIterator[Decisions]:
    """Computes what is due until the context is left: a `Background` of the service."""
    with ChildRunner(runtime.engine.plugins) as runner:
        decisions = Decisions(runtime.engine, runner, runtime.loop)
        decisions.begin()
        _RUNNING[runtime] = decisions
        try:
            yield decisions
        finally:
            del _RUNNING[runtime]
            await decisions.end()
