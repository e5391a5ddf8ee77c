"""Runners: where a strategy is prepared and does its work. Beside the writer, under a deadline, and never able to take
the program along.

`ChildRunner` keeps a warm child process (a fresh interpreter, not a fork); `InProcessRunner` calls the strategy right
here, for tests, notebooks and programs that trust all of their plugins.
"""

from __future__ import annotations

import sys
import threading
import traceback
from dataclasses import asdict
from types import TracebackType
from typing import Protocol, Self

from osi_core.plugins.answers import Answers, Found, Prepared, Raised, Reported
from osi_core.plugins.child_process import ChildProcess
from osi_core.plugins.errors import (
    Cancelled,
    FrameRefused,
    ProblemRefused,
    StrategyFailed,
    StrategyTimeout,
    raised_line,
    source_of,
)
from osi_core.plugins.frames import Message
from osi_core.plugins.job import DECISION_MEMORY_MIB, PREPARE_SECONDS, Job, JobClock, checked_outcome, read_outcome
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome
from osi_core.plugins.report import Origin
from osi_core.plugins.strategy import Prepares, Progress, WorkStage, no_progress
from osi_core.words import OWN
from osi_core.words import Message as Said

__all__ = ["ChildRunner", "InProcessRunner", "Runner"]


class Runner(Protocol):
    """Computes outcomes. The outcome returned is valid for the problem.

    First the strategy is loaded and prepared, within `prepare_limit` seconds; from when it is ready, `deadline` seconds
    are for the decision. `progress` hears of each as a `stage` of its own that begins at 0, of preparing only where
    there is something to wait for; the event `cancelled` ends either. `memory_mib` is how much address space each of
    its processes may have, where it has any of its own.

    Raises `StrategyFailed` where the strategy raised, its process died, needed more memory or sent what is no answer,
    `InvalidOutcome` where its outcome does not answer the problem, `StrategyTimeout` when limit or deadline has passed
    (its `stage` says which), `Cancelled` when `cancelled` was set.
    """

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        prepare_limit: float | None = PREPARE_SECONDS,
        memory_mib: int | None = DECISION_MEMORY_MIB,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome: ...


class InProcessRunner:
    """Calls the strategy in this thread. It can be stopped only where it reports progress: limit, deadline and cancel
    are looked at then, memory not at all. Those who wait hear of preparing what the strategy itself reports.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins

    def run(
        self,
        job: Job,
        *,
        deadline: float | None = None,
        prepare_limit: float | None = PREPARE_SECONDS,
        memory_mib: int | None = DECISION_MEMORY_MIB,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        package = str(self._plugins.origin(job.kind, job.strategy))
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
            line = raised_line(error, source_of(type(strategy).solve))
            why = error.message if isinstance(error, ProblemRefused) else None
            raise clock.failed(line, traceback.format_exc(), why) from error
        return checked_outcome(job, package, outcome)


class ChildRunner:
    """Runs strategies in a child process, which stays warm between jobs.

    At limit or deadline, on cancel, when what it sends is no answer, or when the strategy takes its process down, the
    child is killed with all that it started (`missing_protections` says what this machine cannot do); the next job
    starts another. What a strategy has put on disk while it prepared stays there, each piece whole (`Prepares` asks for
    that), so a strategy that was ended while it compiled goes on at the next try from the last piece that it finished.

    One child serves built-in strategies and those of one package: threads, processes or memory that a strategy leaves
    behind reach no other package. Those who wait hear of preparing as soon as it takes longer than a moment. Jobs of
    several threads follow each other. A context manager: leaving it ends the child.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._child: ChildProcess | None = None
        self._serves: Origin | None = None
        self._jobs = 0
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
        memory_mib: int | None = DECISION_MEMORY_MIB,
        progress: Progress = no_progress,
        cancelled: threading.Event | None = None,
    ) -> Outcome:
        origin = self._plugins.origin(job.kind, job.strategy)
        with self._lock:
            clock = JobClock(
                job.strategy, str(origin), prepare_limit=prepare_limit, deadline=deadline, cancelled=cancelled
            )
            clock.look()
            child = self._ready(clock, progress, origin)
            try:
                answer = self._answer(child, job, origin, clock, progress, memory_mib)
            except BaseException:  # whatever it is about, the child may still be at it
                self._stop()
                raise
            return self._outcome(answer, job, str(origin), clock, memory_mib)

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
        origin: Origin,
        clock: JobClock,
        progress: Progress,
        memory_mib: int | None,
    ) -> Raised | Found:
        """What the child says at the end of the job; until then, what it reports is passed on."""
        self._jobs += 1
        answers, package = Answers(self._jobs), str(origin)
        source = asdict(origin) if origin.module and not origin.builtin else None
        more = {"seed": job.seed.hex(), "job": self._jobs, "source": source, "memory_mib": memory_mib}
        child.send({**job.__dict__, **more})
        while True:
            message = _next(child, clock, progress)
            try:
                answer = answers.take(message)
            except FrameRefused as error:
                raise _no_answer(clock, error) from None
            if isinstance(answer, Prepared):
                clock.decides()
                progress(0.0, stage=clock.stage)
            elif isinstance(answer, Reported):
                found = None if answer.best is None else read_outcome(job, package, answer.best)
                clock.best, clock.told = found or clock.best, True
                progress(answer.fraction, found, stage=clock.stage)
            elif answer is not None:
                return answer
            clock.look()

    def _outcome(
        self, answer: Raised | Found, job: Job, package: str, clock: JobClock, memory_mib: int | None
    ) -> Outcome:
        if isinstance(answer, Found):
            return checked_outcome(job, package, read_outcome(job, package, answer.outcome))
        if answer.memory:  # of what is left of it nobody knows how much it holds
            self._stop()
        short = Said.of("plugin.memory-short", mib=memory_mib) if answer.memory and memory_mib is not None else None
        raise clock.failed(answer.line, answer.details, answer.why or short)

    def _ready(self, clock: JobClock, progress: Progress, origin: Origin | None = None) -> ChildProcess:
        """A child that waits for a job of this package, started where there is none; that is part of preparing."""
        serves = origin if origin and not origin.builtin else None
        if self._child is None or not self._child.idle() or (self._serves is not None and self._serves != serves):
            self._stop()
            child = ChildProcess(sys.path)
            try:
                if _next(child, clock, progress).keys() != {"ready"}:
                    raise clock.failed("", why=Said("plugin.answer-closed"))
            except BaseException:
                child.kill()
                raise
            self._child = child
        self._serves = serves or self._serves
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = self._serves = None


def _next(child: ChildProcess, clock: JobClock, progress: Progress) -> Message:
    """The child's next message. Raises what the clock raises while it is waited for, that the child has died, or that
    what came is no message.
    """
    while True:
        try:
            message = child.next(clock.wait())
        except EOFError:
            raise _no_answer(clock, child.last_words()) from None
        except FrameRefused as error:
            raise _no_answer(clock, error) from None
        if message is not None:
            return message
        clock.look()
        if clock.untold():
            clock.told = True
            progress(0.0, stage="preparing")


def _no_answer(clock: JobClock, why: FrameRefused | Said) -> StrategyFailed:
    """The error of a strategy from whose process no answer came."""
    said = why.message if isinstance(why, FrameRefused) else why
    return clock.failed(OWN.say(said), why=said)
