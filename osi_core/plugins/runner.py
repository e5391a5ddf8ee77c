"""Runners: where a strategy is prepared and does its work. Beside the writer, under a deadline, and never able to take
the program along.

`ChildRunner` keeps a warm child process (a fresh interpreter, not a fork); `InProcessRunner` calls the strategy right
here, for tests, notebooks and programs that trust all of their plugins.
"""

from __future__ import annotations

import threading
import traceback
from types import TracebackType
from typing import Protocol, Self

from osi_core.plugins.child_process import ChildProcess
from osi_core.plugins.errors import Cancelled, InvalidOutcome, StrategyFailed, StrategyTimeout
from osi_core.plugins.frames import Message
from osi_core.plugins.job import PREPARE_SECONDS, Job, JobClock, checked_outcome, read_outcome
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome
from osi_core.plugins.strategy import Prepares, Progress, WorkStage, no_progress

__all__ = ["ChildRunner", "InProcessRunner", "Runner"]


class Runner(Protocol):
    """Computes outcomes. The outcome returned is valid for the problem.

    First the strategy is loaded and prepared, within `prepare_limit` seconds; from when it is ready, `deadline` seconds
    are for the decision. `progress` hears of each as a `stage` of its own that begins at 0, of preparing only where
    there is something to wait for; the event `cancelled` ends either.

    Raises `StrategyFailed` where the strategy raised or its process died, `InvalidOutcome` where its outcome does not
    answer the problem, `StrategyTimeout` when limit or deadline has passed (its `stage` says which), `Cancelled` when
    `cancelled` was set.
    """

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        prepare_limit: float | None = PREPARE_SECONDS,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome: ...


class InProcessRunner:
    """Calls the strategy in this thread. It can be stopped only where it reports progress: limit, deadline and cancel
    are looked at then. Those who wait hear of preparing what the strategy itself reports.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        prepare_limit: float | None = PREPARE_SECONDS,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        package = _package(self._plugins, job)
        clock = JobClock(job.strategy, package, prepare_limit=prepare_limit, deadline=deadline, cancelled=cancelled)
        strategy = self._plugins.strategy(job.kind, job.strategy)

        def watched(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
            clock.best = best or clock.best
            clock.look()
            progress(fraction, best, stage=clock.stage)

        try:
            clock.look()
            if isinstance(strategy, Prepares):
                strategy.prepare(job.problem, job.options, watched)
            clock.decides()
            watched(0.0)
            outcome = strategy.solve(job.problem, job.options, job.seed, watched)
        except (Cancelled, StrategyTimeout):
            raise
        except Exception as error:
            line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
            raise clock.failed(line, traceback.format_exc()) from error
        return checked_outcome(job, package, outcome)


class ChildRunner:
    """Runs strategies in a child process, which stays warm between jobs.

    At limit or deadline, on cancel, or when the strategy takes its process down, the child is killed; the next job
    starts another. What a strategy has put on disk while it prepared stays there, each piece whole (`Prepares` asks for
    that), so a strategy that was ended while it compiled goes on at the next try from the last piece that it finished.
    Those who wait hear of preparing as soon as it takes longer than a moment. Jobs of several threads follow each
    other. A context manager: leaving it ends the child.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._child: ChildProcess | None = None
        self._lock = threading.Lock()

    def warm(self, prepare_limit: float | None = PREPARE_SECONDS) -> None:
        """Starts the child now, so that the first job need not wait for it. Raises `StrategyFailed` and
        `StrategyTimeout`.
        """
        with self._lock:
            self._ready(JobClock("", "osi-core", prepare_limit=prepare_limit), no_progress)

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        prepare_limit: float | None = PREPARE_SECONDS,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        package = _package(self._plugins, job)
        with self._lock:
            clock = JobClock(job.strategy, package, prepare_limit=prepare_limit, deadline=deadline, cancelled=cancelled)
            clock.look()
            child = self._ready(clock, progress)
            try:
                return self._answer(child, job, package, clock, progress)
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

    def _answer(self, child: ChildProcess, job: Job, package: str, clock: JobClock, progress: Progress) -> Outcome:
        child.send({**job.__dict__, "seed": job.seed.hex()})
        while True:
            message = _next(child, clock, progress)
            if "prepared" in message:
                clock.decides()
                progress(0.0, stage=clock.stage)
            elif "progress" in message:
                found = read_outcome(job, package, message["best"]) if message["best"] is not None else None
                clock.best, clock.told = found or clock.best, True
                progress(message["progress"], found, stage=clock.stage)
                clock.look()
            elif "raised" in message:
                raise clock.failed(message["raised"], message["details"])
            else:
                return checked_outcome(job, package, read_outcome(job, package, message["outcome"]))

    def _ready(self, clock: JobClock, progress: Progress) -> ChildProcess:
        """The child, started where there is none; starting it is part of preparing."""
        if self._child is None or not self._child.alive():
            self._stop()
            child = ChildProcess(self._plugins)
            try:
                _next(child, clock, progress)
            except BaseException:
                child.kill()
                raise
            self._child = child
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _next(child: ChildProcess, clock: JobClock, progress: Progress) -> Message:
    """The child's next message. Raises what the clock raises while it is waited for, or that the child has died."""
    while True:
        message = child.next(clock.wait())
        if message is None and not child.alive():
            message = child.next(0.0)
            if message is None:
                raise clock.failed(child.last_words())
        if message is not None:
            return message
        clock.look()
        if clock.untold():
            clock.told = True
            progress(0.0, stage="preparing")


def _package(plugins: Plugins, job: Job) -> str:
    return str(plugins.origin(job.kind, job.strategy))
