"""Processes that are kept running: one that dies is started again, later each time, and not for ever."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from osi_core.words import Name, WordedError
from osi_up.tied import tied

__all__ = ["Change", "Child", "GivenUp", "Program", "State"]

_FIRST_SECONDS, _MOST_SECONDS = 0.5, 8.0
_MOST_DEATHS = 6
"""Deaths in a row after which something is wrong that starting again does not mend."""
_STEADY_SECONDS = 30.0
"""Whoever has run that long has not died in a row with the time before."""
_LOOK_SECONDS, _LOOK_AGAIN_SECONDS = 0.1, 2.0
_END_SECONDS = 30.0


class State(StrEnum):
    """How a process is."""

    STARTS = "starts"
    SERVES = "serves"
    UNWELL = "unwell"
    """It runs, and says that it cannot serve."""
    DIED = "died"
    ENDED = "ended"


class Program(NamedTuple):
    """What is to run."""

    name: str
    command: Sequence[str]
    address: str
    log: Path
    """Where its output goes."""
    well: Callable[[], Awaitable[bool]]
    """Asks whether it does its work."""


class Change(NamedTuple):
    """A process is otherwise than before."""

    name: str
    state: State
    address: str
    log: Path
    pid: int
    code: int | None = None
    """How it ended: its exit code, or the signal's number below zero."""
    again_in: float | None = None
    """Seconds until it is started again."""


class GivenUp(WordedError, RuntimeError):
    """A process has died too often in a row; the sentence names its log and the last line of it."""


class Child:
    """One process, for as long as it is wanted."""

    def __init__(self, program: Program, told: Callable[[Change], None]) -> None:
        self.program, self._told = program, told
        self.state: State | None = None
        self.well = asyncio.Event()
        """Set once it has served for the first time."""
        self._process: asyncio.subprocess.Process | None = None
        self._enough = asyncio.Event()

    async def run(self) -> None:
        """Keeps it running until `end`. Raises GivenUp."""
        deaths = 0
        while not self._enough.is_set():
            began = time.monotonic()
            code = await self._live()
            if self._enough.is_set():
                break
            deaths = 1 if time.monotonic() - began > _STEADY_SECONDS else deaths + 1
            if deaths == _MOST_DEATHS:
                self._tell(State.DIED, code)
                raise self._given_up(deaths)
            wait = min(_FIRST_SECONDS * 2 ** (deaths - 1), _MOST_SECONDS)
            self._tell(State.DIED, code, wait)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._enough.wait()

    async def end(self) -> None:
        """Tells it to end in order, and kills it where it takes too long."""
        self._enough.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_END_SECONDS):
                await process.wait()
        except TimeoutError:
            self.kill()
            await process.wait()
        self._tell(State.ENDED, process.returncode)

    def kill(self) -> None:
        """Ends it at once."""
        self._signal(signal.SIGKILL)

    async def _live(self) -> int:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("OSI_")}
        with self.program.log.open("ab") as log:
            # A session of its own: a Ctrl-C in the terminal comes to whoever ends all in order, and to nobody else.
            self._process = process = await asyncio.create_subprocess_exec(
                *tied(self.program.command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environ,
                start_new_session=True,
            )
        self._tell(State.STARTS)
        looking = asyncio.create_task(self._look())
        try:
            return await process.wait()
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _look(self) -> None:
        while True:
            if await self.program.well():
                self.well.set()
                self._tell(State.SERVES)
            elif self.state is State.SERVES:
                self._tell(State.UNWELL)
            await asyncio.sleep(_LOOK_SECONDS if self.state is State.STARTS else _LOOK_AGAIN_SECONDS)

    def _tell(self, state: State, code: int | None = None, again_in: float | None = None) -> None:
        if state is self.state or (self._enough.is_set() and state is not State.ENDED):
            return
        self.state = state
        pid = self._process.pid if self._process is not None else 0
        self._told(Change(self.program.name, state, self.program.address, self.program.log, pid, code, again_in))

    def _signal(self, which: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(which)

    def _given_up(self, deaths: int) -> GivenUp:
        log = self.program.log
        lines = log.read_text("utf-8", "replace")[-4000:].splitlines() if log.exists() else []
        return GivenUp(
            "up.given-up",
            service=Name(self.program.name),
            count=deaths,
            log=Name(str(log)),
            said=lines[-1] if lines else "",
        )
