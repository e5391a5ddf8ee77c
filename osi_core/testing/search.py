"""Searching for counterexamples: hypothesis draws problems, shrinks the first that fails, and we tell it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable

from osi_core.plugins import Problem, Profile
from osi_core.plugins.digest import manifest
from osi_core.plugins.errors import raised_line
from osi_core.testing.searched import Searched
from osi_core.testing.telling import told

__all__ = ["counterexample", "finding"]

P = TypeVar("P", bound=Problem)

_SHRINKING_SECONDS = 3.0


def finding(problem: P, judge: Callable[[P], str | None]) -> str | None:
    """The problem and what is wrong with it, as text; None where nothing is. What `judge` raises is wrong too."""
    wrong = _judged(problem, judge)
    return None if wrong is None else f"{told(problem)}\n{wrong}"


def counterexample(
    problems: st.SearchStrategy[P],
    judge: Callable[[P], str | None],
    effort: float = 1.0,
    *,
    examples: int = 150,
    seconds: float = 1.0,
    searched: Searched | None = None,
) -> str | None:
    """The smallest problem found with which `judge` finds something wrong, told with it; None where there is none. What
    was drawn is added to `searched`.

    So many `examples` are drawn, the same in each run, or fewer where that takes a slow strategy more than so many
    `seconds` of processor time; `effort` multiplies both. Shrinking takes seconds of its own.
    """
    search = _Search(judge, seconds * effort, searched or Searched())
    limits = settings(
        max_examples=max(1, round(examples * effort)),
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    with contextlib.suppress(NoSuchExample, Unsatisfiable, _TimeIsOver):
        return search.told(find(problems, search.fails, settings=limits))
    return search.told(search.best) if search.best is not None else None


class _TimeIsOver(BaseException):
    """Ends a search; no `Exception`, because hypothesis would take that for a finding."""


class _Search(Generic[P]):
    """Remembers each verdict: a rule that answers otherwise the second time must not confuse the search."""

    def __init__(self, judge: Callable[[P], str | None], seconds: float, searched: Searched) -> None:
        self._judge = judge
        self._seconds = seconds
        self._searched = searched
        self._ends: float | None = None
        self._verdicts: dict[P | bytes, str | None] = {}
        self.best: P | None = None

    def fails(self, problem: P) -> bool:
        """Whether the problem is a counterexample."""
        key = _key(problem)
        if key not in self._verdicts:
            if self._ends is not None and time.process_time() > self._ends:
                raise _TimeIsOver
            self._searched.add(problem)
            found = self._verdicts[key] = _judged(problem, self._judge)
            if self._ends is None:  # the first call may compile, and is not counted
                self._ends = time.process_time() + self._seconds
            if found is not None:
                self._keep(problem)
        return self._verdicts[key] is not None

    def told(self, problem: P) -> str:
        """A problem that was looked at, with what is wrong."""
        return f"{told(problem)}\n{self._verdicts[_key(problem)]}"

    def _keep(self, problem: P) -> None:
        if self.best is None:
            self._ends = time.process_time() + _SHRINKING_SECONDS
        if self.best is None or len(told(problem)) < len(told(self.best)):
            self.best = problem


def _key(problem: P) -> P | bytes:
    """What tells a problem from others: itself, where it can be hashed."""
    return problem if isinstance(problem, Profile) else manifest(problem)


def _judged(problem: P, judge: Callable[[P], str | None]) -> str | None:
    try:
        return judge(problem)
    except AssertionError as error:
        return str(error)
    except Exception as error:
        return f"raised {raised_line(error)}"
