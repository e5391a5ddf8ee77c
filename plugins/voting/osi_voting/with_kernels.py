"""What the rules with kernels have in common: each decision goes one way, plain or compiled, and can be prepared."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, Final, cast

from osi_core.plugins import Profile, Progress, no_progress
from osi_voting.cross_over import steps_of
from osi_voting.grouping import group_rows
from osi_voting.kernels import way

__all__ = ["WithKernels"]


_SAMPLES: Final = 48
"""So many small problems, full of ties and limits, call every kernel of every rule; compiled, each takes a millisecond
or two."""


class WithKernels:
    """A base for rules, before their kind's. `kernels` are those that take longest to compile: where these are kept,
    all are taken to be.
    """

    kernels: ClassVar[tuple[Any, ...]] = (group_rows,)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "solve" in vars(cls):
            cls.solve = _one_way(cls.solve)  # type: ignore[attr-defined] # as a rule has it

    def prepare(self, problem: Profile, options: Any, progress: Progress) -> None:
        """Loads and compiles what `solve` will call for a problem of this size; nothing for a small one.

        It decides small problems with ballots of the same kind, so that each kernel is compiled for the types that it
        will be called with, and kept. Changes no answer: both ways give the same.
        """
        rule = cast(Any, self)
        with way(steps_of(rule.name, problem, options), self.kernels) as compiled:
            if not compiled:
                return
            from osi_core.testing.problems import sample

            for number in range(_SAMPLES):
                progress(number / _SAMPLES)
                _solve_any(rule, cast(Profile, sample(rule.kind, 4 + number % 16, number, problem.kind)), options)


def _solve_any(rule: Any, problem: Profile, options: Any) -> None:
    """Decides a sample with these options, or without where they speak of what it has not (such as a quota)."""
    try:
        rule.solve(problem, options, bytes(32), no_progress)
    except ValueError:
        rule.solve(problem, rule.Options(), bytes(32), no_progress)


def _one_way(solve: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(solve)
    def solved(self: Any, problem: Profile, options: Any, seed: bytes, progress: Progress) -> Any:
        with way(steps_of(self.name, problem, options), self.kernels):
            return solve(self, problem, options, seed, progress)

    return solved
