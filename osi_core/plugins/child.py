"""The child process of `ChildRunner`: takes jobs from standard input, answers on standard output.

`python -m osi_core.plugins.child`. What a strategy prints goes to standard error, so it cannot disturb the answers.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import time
import traceback
from typing import IO, Any

from osi_core.plugins.frames import Message, receive, send
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome
from osi_core.plugins.report import Origin
from osi_core.plugins.strategy import KINDS, Prepares, Progress, WorkStage

__all__ = ["main"]

_REPORT_EVERY = 0.05
"""Seconds between two reports of progress; a best outcome that came in between waits for the next."""


def main() -> None:
    """Answers jobs until standard input ends."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    hello = receive(requests)
    if hello is None:
        return
    plugins = _plugins(hello)
    send(answers, {"ready": os.getpid()})
    while (job := receive(requests)) is not None:
        try:
            send(answers, {"outcome": _solve(plugins, job, answers)})
        except BaseException as error:
            line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
            send(answers, {"raised": line, "details": "".join(traceback.format_exception(error))})


def _plugins(hello: Message) -> Plugins:
    """The same plugins as in the program: the built-in ones, and each module it has, found by name or by file."""
    sys.path[:] = [*hello["path"], *(entry for entry in sys.path if entry not in hello["path"])]
    plugins = Plugins.builtin()
    for source in hello["sources"]:
        plugins.add(_module(source["module"], source["file"]), Origin(**source))
    return plugins


def _module(name: str, file: str) -> Any:
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


def _solve(plugins: Plugins, job: Message, answers: IO[bytes]) -> Outcome:
    """Loads and prepares the strategy, says so, and lets it decide: the decision's clock begins in between."""
    kind = KINDS[job["kind"]]
    strategy = plugins.strategy(job["kind"], job["strategy"])
    problem = kind.problem.model_validate(job["problem"])
    options = strategy.Options.model_validate(job["options"])
    if isinstance(strategy, Prepares):
        strategy.prepare(problem, options, _reporting(answers))
    send(answers, {"prepared": True})
    outcome: Outcome = strategy.solve(problem, options, bytes.fromhex(job["seed"]), _reporting(answers))
    if not isinstance(outcome, kind.outcome):
        raise TypeError(f"solve() returned {type(outcome).__name__}, expected {kind.outcome.__name__}")
    return outcome


def _reporting(answers: IO[bytes]) -> Progress:
    """Sends what a strategy reports, as often as is worth reading. The program knows which stage it is at."""
    last = 0.0

    def progress(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _REPORT_EVERY or (best is not None and not last):
            last = now
            send(answers, {"progress": fraction, "best": best})

    return progress


if __name__ == "__main__":
    main()
