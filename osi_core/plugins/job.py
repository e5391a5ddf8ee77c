"""A job: one decision to compute, its clock, and whether what came of it answers the problem."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from pydantic import ValidationError

from osi_core.plugins.errors import Cancelled, InvalidOutcome, StrategyFailed, StrategyTimeout, raised_line
from osi_core.plugins.frames import Message
from osi_core.plugins.problems import Outcome, Problem
from osi_core.plugins.strategy import KINDS, KindName, Options, WorkStage
from osi_core.words import Message as Said

__all__ = ["DECISION_MEMORY_MIB", "PREPARE_SECONDS", "Job", "JobClock", "checked_outcome", "read_outcome"]

PREPARE_SECONDS = 600
"""How long a strategy may take to get ready where nobody says otherwise: compiling on a busy machine takes minutes."""

DECISION_MEMORY_MIB = 8192
"""How much memory a strategy's process may have where nobody says otherwise. It counts address space, of which compiled
rules take more than they use: ten million ballots on 500 projects took 3.3 GiB at their peak, with 0.9 GiB in use.
"""

_LOOK_SECONDS = 0.05
"""How often a running job looks whether it was cancelled."""
_TELL_SECONDS = 0.5
"""How long preparing may take before those who wait are told of it."""


@dataclass(frozen=True)
class Job:
    """One decision to compute: which strategy, with which options and seed (32 bytes), on which problem."""

    kind: KindName
    strategy: str
    options: Options
    problem: Problem
    seed: bytes


class JobClock:
    """The time of one job: the limit on preparing runs first, and the deadline from when preparing has ended. Knows
    what the job is at (`stage`), the best outcome so far (`best`), and whether it was taken back.
    """

    def __init__(
        self,
        strategy: str,
        package: str,
        *,
        prepare_limit: float | None = PREPARE_SECONDS,
        deadline: float | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self.stage: WorkStage = "preparing"
        self.best: Outcome | None = None
        self.told = False
        """Whether those who wait know that the strategy is being prepared."""
        self._strategy, self._package = strategy, package
        self._allowed, self._deadline, self._cancelled = prepare_limit, deadline, cancelled
        self._began = time.monotonic()

    def decides(self) -> None:
        """Preparing has ended: from here on the deadline counts."""
        self.stage, self._allowed, self._began = "deciding", self._deadline, time.monotonic()

    def look(self) -> None:
        """Raises `Cancelled` or `StrategyTimeout` where the job must end now."""
        if self._cancelled is not None and self._cancelled.is_set():
            raise Cancelled(self._strategy, self._package)
        if self._allowed is not None and self._passed() > self._allowed:
            raise StrategyTimeout(self._strategy, self._package, self._allowed, self.best, self.stage)

    def wait(self) -> float:
        """How many seconds may be waited before looking again."""
        return _LOOK_SECONDS if self._allowed is None else min(_LOOK_SECONDS, max(0.0, self._allowed - self._passed()))

    def untold(self) -> bool:
        """Whether preparing lasts so long that those who wait should hear of it, and they have not."""
        return self.stage == "preparing" and not self.told and self._passed() > _TELL_SECONDS

    def failed(self, line: str, details: str = "", why: Said | None = None) -> StrategyFailed:
        """The error for what a strategy raised, or how its process ended."""
        return StrategyFailed(self._strategy, self._package, line, details, self.stage, why)

    def _passed(self) -> float:
        return time.monotonic() - self._began


def read_outcome(job: Job, package: str, fields: Message) -> Outcome:
    """The outcome that came as plain fields. Raises `InvalidOutcome`."""
    try:
        return KINDS[job.kind].outcome.model_validate(fields)
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in error.errors()]
        raise InvalidOutcome(job.strategy, package, wrong) from None
    except Exception as error:  # values that no validator expected
        raise InvalidOutcome(job.strategy, package, [raised_line(error)]) from error


def checked_outcome(job: Job, package: str, outcome: object) -> Outcome:
    """The outcome, once it is known to answer the problem. Raises `InvalidOutcome`."""
    expected = KINDS[job.kind].outcome
    if not isinstance(outcome, expected):
        said = f"solve() returned {type(outcome).__name__}, expected {expected.__name__}"
        raise InvalidOutcome(job.strategy, package, [said])
    try:
        wrong = job.problem.valid(outcome)
    except Exception as error:  # an outcome of values that no check expected
        wrong = [raised_line(error)]
    if wrong:
        raise InvalidOutcome(job.strategy, package, wrong)
    return outcome
