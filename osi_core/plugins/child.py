"""The child process of `ChildRunner`: takes jobs from standard input, answers on standard output.

What a strategy prints goes to standard error, and what it reads is empty; the pipes of the program lie where no loop
over the first descriptors finds them, and no process that a strategy starts has them.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from typing import Any

from osi_core.plugins.errors import ProblemRefused, raised_line, source_of
from osi_core.plugins.frames import Message, frame, receive
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome
from osi_core.plugins.protections import limit_memory
from osi_core.plugins.report import Origin
from osi_core.plugins.strategy import KINDS, Prepares, Progress, WorkStage
from osi_core.words import plain_message

__all__ = ["main"]

_REPORT_EVERY = 0.05
"""Seconds between two reports of progress; a best outcome that came in between waits for the next."""
_DETAILS = 64_000
"""How many characters of a traceback are sent, from its end."""


def main() -> None:
    """Answers jobs until standard input ends."""
    requests = os.fdopen(_out_of_the_way(0), "rb")
    answers = _Answers(_out_of_the_way(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    hello = receive(requests)
    if hello is None:
        return
    sys.path[:] = [*hello["path"], *(entry for entry in sys.path if entry not in hello["path"])]
    plugins = Plugins.builtin()
    answers.send(frame({"ready": os.getpid()}))
    while (job := receive(requests)) is not None:
        _answer(plugins, job, answers)


class _Answers:
    """The pipe to the program. Threads take turns; a process that a strategy forked has it no more."""

    def __init__(self, pipe: int) -> None:
        self._pipe, self._turn = pipe, threading.Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def send(self, pieces: Iterable[bytes]) -> None:
        """Sends all of a frame. Raises `OSError` where the program or the pipe is gone."""
        if self._pipe < 0:
            return
        with self._turn:
            for piece in pieces:
                left = memoryview(piece)
                while left:
                    left = left[os.write(self._pipe, left) :]

    def _forget(self) -> None:
        pipe, self._pipe = self._pipe, -1
        try:
            os.close(pipe)
        except OSError:
            return


class _Reports:
    """What one strategy reports while it is prepared or decides, passed on as often as is worth reading, and no longer
    once its work has ended. The program knows which stage it is at.
    """

    def __init__(self, job: int, answers: _Answers) -> None:
        self._job, self._answers, self._last, self.over = job, answers, 0.0, False

    def __call__(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        now = time.monotonic()
        if not self.over and (now - self._last >= _REPORT_EVERY or (best is not None and not self._last)):
            self._last = now
            self._answers.send(frame({"job": self._job, "progress": float(fraction), "best": best}))


def _answer(plugins: Plugins, job: Message, answers: _Answers) -> None:
    """Answers one job: with its outcome or what was raised, and that this was all."""
    number, reports = job["job"], _Reports(job["job"], answers)
    try:
        limit_memory(job["memory_mib"])
        answer = frame({"job": number, "outcome": _solve(plugins, job, answers, reports)})
    except BaseException as error:
        limit_memory(None)  # to say what happened must be possible
        answer = frame({"job": number, **_raised(plugins, job, error)})
    reports.over = True
    limit_memory(None)
    answers.send(answer)
    answers.send(frame({"job": number, "ended": True}))


def _raised(plugins: Plugins, job: Message, error: BaseException) -> Message:
    try:
        own = source_of(plugins.strategy(job["kind"], job["strategy"]).solve)
    except Exception:  # where the strategy could not even be loaded
        own = ""
    return {
        "raised": raised_line(error, own),
        "details": "".join(traceback.format_exception(error))[-_DETAILS:],
        "why": plain_message(error.message) if isinstance(error, ProblemRefused) else None,
        "memory": isinstance(error, MemoryError),
    }


def _solve(plugins: Plugins, job: Message, answers: _Answers, reports: Progress) -> Outcome:
    """Loads and prepares the strategy, says so, and lets it decide: the decision's clock begins in between."""
    _load(plugins, job["source"])
    kind = KINDS[job["kind"]]
    strategy = plugins.strategy(job["kind"], job["strategy"])
    problem = kind.problem.model_validate(job["problem"])
    options = strategy.Options.model_validate(job["options"])
    if isinstance(strategy, Prepares):
        strategy.prepare(problem, options, reports)
    answers.send(frame({"job": job["job"], "prepared": True}))
    outcome: Outcome = strategy.solve(problem, options, bytes.fromhex(job["seed"]), reports)
    if not isinstance(outcome, kind.outcome):
        raise TypeError(f"solve() returned {type(outcome).__name__}, expected {kind.outcome.__name__}")
    return outcome


def _load(plugins: Plugins, source: Message | None) -> None:
    """Adds the plugin that has the strategy, where it is neither built in nor added already. No other is imported."""
    if source is not None and all(known.module != source["module"] for known in plugins.sources()):
        plugins.add(_module(source["module"], source["file"]), Origin(**source))


def _module(name: str, file: str) -> Any:
    """A plugin's module, found by name or by file."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        spec = importlib.util.spec_from_file_location(name, file) if file else None
        if spec is None or spec.loader is None:
            raise
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module


def _out_of_the_way(pipe: int) -> int:
    """The same pipe under a high number, which programs that are started do not get."""
    try:
        import fcntl
        import resource
    except ImportError:  # Windows
        return os.dup(pipe)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    lowest = max(10, min(most if most > 0 else 4096, 4096) - 64)
    return fcntl.fcntl(pipe, fcntl.F_DUPFD_CLOEXEC, lowest)


if __name__ == "__main__":
    main()
