"""Runners: where a strategy does its work. Beside the writer, under a deadline, and never able to take the program
along.

`ChildRunner` keeps a warm child process (a fresh interpreter, not a fork); `InProcessRunner` calls the strategy right
here, for tests, notebooks and programs that trust all of their plugins.
"""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pydantic import ValidationError

from osi_core.plugins.child_process import ChildProcess
from osi_core.plugins.errors import Cancelled, InvalidOutcome, StrategyFailed, StrategyTimeout
from osi_core.plugins.frames import Message
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome, Problem
from osi_core.plugins.strategy import KINDS, KindName, Options, Progress, no_progress

__all__ = ["ChildRunner", "InProcessRunner", "Job", "Runner"]

_START_SECONDS = 60.0
"""How long a child may take to import the plugins; not part of a job's deadline."""
_LOOK_SECONDS = 0.05
"""How often a running job looks whether it was cancelled."""


@dataclass(frozen=True)
class Job:
    """One decision to compute: which strategy, with which options and seed (32 bytes), on which problem."""

    kind: KindName
    strategy: str
    options: Options
    problem: Problem
    seed: bytes


class Runner(Protocol):
    """Computes outcomes. The outcome returned is valid for the problem.

    Raises `StrategyFailed` where the strategy raised or its process died, `InvalidOutcome` where its outcome does not
    answer the problem, `StrategyTimeout` when `deadline` (seconds) has passed, `Cancelled` when `cancelled` was set.
    """

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome: ...


class InProcessRunner:
    """Calls the strategy in this thread. It can be stopped only where it reports progress: the deadline is checked
    then.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        strategy, package = self._plugins.strategy(job.kind, job.strategy), _package(self._plugins, job)
        began = time.monotonic()

        reached: Outcome | None = None

        def watched(fraction: float, best: Outcome | None = None) -> None:
            nonlocal reached
            reached = best or reached
            if cancelled is not None and cancelled.is_set():
                raise Cancelled(job.strategy, package)
            if deadline is not None and time.monotonic() - began > deadline:
                raise StrategyTimeout(job.strategy, package, deadline, reached)
            progress(fraction, best)

        try:
            outcome = strategy.solve(job.problem, job.options, job.seed, watched)
        except (Cancelled, StrategyTimeout):
            raise
        except Exception as error:
            line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
            raise StrategyFailed(job.strategy, package, line, traceback.format_exc()) from error
        return _checked(job, package, outcome)


class ChildRunner:
    """Runs strategies in a child process, which stays warm between jobs.

    At the deadline, on cancel, or when the strategy takes its process down, the child is killed; the next job starts
    another. Jobs of several threads follow each other. A context manager: leaving it ends the child.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._child: ChildProcess | None = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Starts the child now, so that the first job need not wait for it. Raises `StrategyFailed`."""
        with self._lock:
            self._ready("", "osi-core")

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        package = _package(self._plugins, job)
        with self._lock:
            child = self._ready(job.strategy, package)
            try:
                return self._answer(child, job, package, deadline, progress, cancelled)
            except StrategyFailed as error:
                if not error.details:
                    self._stop()
                raise
            except InvalidOutcome:
                raise
            except BaseException:
                self._stop()
                raise

    def close(self) -> None:
        """Ends the child."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(
        self,
        child: ChildProcess,
        job: Job,
        package: str,
        deadline: float | None,
        progress: Progress,
        cancelled: threading.Event | None,
    ) -> Outcome:
        ends = None if deadline is None else time.monotonic() + deadline
        best: Outcome | None = None
        sent = child.send({**job.__dict__, "seed": job.seed.hex()})
        while True:
            if cancelled is not None and cancelled.is_set():
                raise Cancelled(job.strategy, package)
            if ends is not None and time.monotonic() >= ends:
                raise StrategyTimeout(job.strategy, package, deadline or 0.0, best)
            wait = _LOOK_SECONDS if ends is None else min(_LOOK_SECONDS, max(0.0, ends - time.monotonic()))
            message = child.next(wait) if sent else None
            if message is None and not child.alive():
                message = child.next(0.0)
                if message is None:
                    raise StrategyFailed(job.strategy, package, child.last_words())
            if message is None:
                continue
            if "progress" in message:
                found = _read(job, package, message["best"]) if message["best"] is not None else None
                best = found or best
                progress(message["progress"], found)
            elif "raised" in message:
                raise StrategyFailed(job.strategy, package, message["raised"], message["details"])
            else:
                return _checked(job, package, _read(job, package, message["outcome"]))

    def _ready(self, strategy: str, package: str) -> ChildProcess:
        if self._child is None or not self._child.alive():
            self._stop()
            child = ChildProcess(self._plugins)
            message = child.next(_START_SECONDS)
            if message is None:
                child.kill()
                raise StrategyFailed(strategy, package, f"its process did not start: {child.last_words()}")
            self._child = child
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _package(plugins: Plugins, job: Job) -> str:
    return str(plugins.origin(job.kind, job.strategy))


def _read(job: Job, package: str, fields: Message) -> Outcome:
    try:
        return KINDS[job.kind].outcome.model_validate(fields)
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in error.errors()]
        raise InvalidOutcome(job.strategy, package, wrong) from None


def _checked(job: Job, package: str, outcome: object) -> Outcome:
    expected = KINDS[job.kind].outcome
    if not isinstance(outcome, expected):
        said = f"solve() returned {type(outcome).__name__}, expected {expected.__name__}"
        raise InvalidOutcome(job.strategy, package, [said])
    wrong = job.problem.valid(outcome)
    if wrong:
        raise InvalidOutcome(job.strategy, package, wrong)
    return outcome
