"""How a strategy behaves as a program: interrupted, in several threads, and as problems grow."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

from osi_core.plugins import Outcome, Problem, WorkStage
from osi_core.testing.problems import sample
from osi_core.testing.rule import SEEDS, Rule, difference
from osi_core.testing.telling import told

__all__ = ["growth", "keeps_threads_apart", "survives_interruption"]

_INTERRUPTIONS = 5
_THREADS = 8
_PAIRS, _MOMENTS = 4, 8
"""In how many problems, and at how many lines of each, another thread is let in."""
_PATIENCE = 0.5
"""Seconds that a call may be kept waiting by another; a strategy that lets in one at a time is as good."""


def survives_interruption(problem: Problem, rule: Rule) -> str | None:
    """Interrupted at one report of its progress after another, also while it prepares, or given nonsense, it answers
    afterwards as before.
    """
    first = rule.solve(problem)
    works = (rule.prepare, rule.solve) if rule.prepares else (rule.solve,)
    for work, turn in itertools.product(works, range(_INTERRUPTIONS)):
        with contextlib.suppress(Exception):
            work(problem, progress=_Interrupt(turn))
        if differs := difference(first, rule.solve(problem)):
            return f"after an exception at report {turn + 1} of its progress in {work.__name__}: {differs}"
    with contextlib.suppress(Exception):
        rule.strategy.solve(None, rule.options(), SEEDS[0], _Interrupt(0))
    differs = difference(first, rule.solve(problem))
    return f"after an exception: {differs}" if differs else None


class _Interrupt:
    """Raises at the report of progress with this number, as a cancelled job does."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        if not self._left:
            raise InterruptedError
        self._left -= 1


def keeps_threads_apart(problems: list[Problem], rule: Rule) -> str | None:
    """Asked several things at once, it answers each as if it were alone.

    First another thread is let in at chosen lines of the strategy, which is the same in each run; then many threads run
    freely, which is not, and may find what no line of Python shows.
    """
    alone = [rule.solve(problem) for problem in problems]
    return _line_by_line(problems, alone, rule) or _all_at_once(problems, alone, rule)


def _line_by_line(problems: list[Problem], alone: list[Any], rule: Rule) -> str | None:
    for one in range(min(_PAIRS, len(problems))):
        other = (one + 1) % len(problems)
        lines = _Lines(rule)
        lines.run(problems[one])
        for part in range(1, _MOMENTS + 1):
            guest = _Guest(problems[other], rule)
            answer = lines.run(problems[one], lines.seen * part // (_MOMENTS + 1), guest.comes_in)
            wrong = _other(problems[one], alone[one], answer, rule)
            wrong = wrong or (_other(problems[other], alone[other], guest.answer(), rule) if guest.came else None)
            if wrong:
                return f"another thread asks in the middle of it:\n{wrong}"
            if guest.waited:
                return None
    return None


class _Lines:
    """Runs a strategy and stops at one of the lines of its folder."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._folder = os.path.dirname(inspect.getsourcefile(type(rule.strategy)) or "")
        self.seen = 0

    def run(self, problem: Problem, at: int = -1, then: Callable[[], None] = lambda: None) -> Any:
        """The outcome, or what was raised; at line number `at` it does something else first."""
        self.seen = 0

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                self.seen += 1
                if self.seen == at:
                    then()
            return line

        def call(frame: FrameType, event: str, argument: Any) -> Any:
            return line if self._folder and frame.f_code.co_filename.startswith(self._folder) else None

        before = sys.gettrace()
        sys.settrace(call)
        try:
            return _quietly(problem, self._rule)
        finally:
            sys.settrace(before)


class _Guest:
    """Another thread that asks for another outcome."""

    def __init__(self, problem: Problem, rule: Rule) -> None:
        self._answers: list[Any] = []
        self._thread = threading.Thread(target=lambda: self._answers.append(_quietly(problem, rule)), daemon=True)
        self.came = self.waited = False

    def comes_in(self) -> None:
        """Asks now, and is waited for; in vain where the strategy lets in only one at a time."""
        self.came = True
        self._thread.start()
        self._thread.join(_PATIENCE)
        self.waited = self._thread.is_alive()

    def answer(self) -> Any:
        """What it was told."""
        self._thread.join()
        return self._answers[0]


def _all_at_once(problems: list[Problem], alone: list[Any], rule: Rule) -> str | None:
    with _nervous(), ThreadPoolExecutor(_THREADS) as pool:
        jobs = [
            (number, pool.submit(_quietly, problems[number], rule))
            for turn in range(_THREADS)
            for number in (*range(turn, len(problems)), *range(min(turn, len(problems))))
        ]
        answers = [(number, job.result()) for number, job in jobs]
    for number, answer in answers:
        if wrong := _other(problems[number], alone[number], answer, rule):
            return f"{_THREADS} threads at once:\n{wrong}"
    return None


def _quietly(problem: Problem, rule: Rule) -> Any:
    """The outcome, or what it raised."""
    try:
        return rule.solve(problem)
    except Exception as error:
        return error


def _other(problem: Problem, alone: Any, answer: Any, rule: Rule) -> str | None:
    if isinstance(answer, Exception):
        return f"{told(problem)}\nraised {answer!r}"
    differs = difference(alone, answer) if rule.exact else "; ".join(problem.valid(answer))
    return f"{told(problem)}\n{differs}" if differs else None


@contextlib.contextmanager
def _nervous() -> Iterator[None]:
    """Threads take turns every few microseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def growth(rule: Rule, worth_judging: float) -> tuple[float, float]:
    """Seconds for a problem and for one four times its size: processor time, the least of three calls,
    once it is prepared.
    """
    ballots = sorted(rule.ballots)[0]
    small, large = (_seconds(rule, sample(rule.kind, size, 0, ballots), worth_judging) for size in (100, 400))
    return small, large


def _seconds(rule: Rule, problem: Problem, enough: float) -> float:
    rule.prepare(problem)  # compiling is no part of what grows
    times: list[float] = []
    while len(times) < 3 and (not times or times[-1] <= enough):
        began = time.process_time()
        rule.solve(problem)
        times.append(time.process_time() - began)
    return min(times)
