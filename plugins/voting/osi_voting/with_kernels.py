"""What the rules with kernels have in common: each decision goes one way, plain or compiled, and can be prepared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, Final, cast

from osi_core.plugins import Profile, Progress, no_progress
from osi_core.testing import problems
from osi_core.testing.problems import sample
from osi_voting import keeping
from osi_voting.cross_over import steps_of
from osi_voting.grouping import group_rows
from osi_voting.kernels import noting, way

__all__ = ["WithKernels", "often"]


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
        will be called with, and kept. Those that were the first to call a kernel are noted: a later process loads all
        kernels by them alone. Changes no answer: both ways give the same.
        """
        rule = cast(Any, self)
        with way(steps_of(rule.name, problem, options), self.kernels) as compiled:
            if compiled:
                name = _name_of_note(rule, problem, options)
                noted = keeping.note(name)
                first = _first_to_call(
                    rule, problem.kind, options, noted or range(_SAMPLES), no_progress if noted else progress
                )
                if noted is None:
                    keeping.write_note(name, bytes(first))


def often(times: int, rule: object, problem: Profile, options: Any) -> AbstractContextManager[bool]:
    """What goes one way where a rule decides a problem of this size so many times, one after another."""
    if not isinstance(rule, WithKernels):
        return nullcontext(False)
    return way(times * steps_of(cast(Any, rule).name, problem, options), rule.kernels)


def _first_to_call(rule: Any, ballots: str, options: Any, numbers: Sequence[int], progress: Progress) -> list[int]:
    """Decides the samples of these numbers; which of them called a kernel that those before had not."""
    found, seen = list[int](), set[Any]()
    for done, number in enumerate(numbers):
        progress(done / len(numbers))
        with noting() as called:
            _solve_any(rule, cast(Profile, sample(rule.kind, 4 + number % 16, number, ballots)), options)
        if not called <= seen:
            found.append(number)
        seen |= called
    return found


def _name_of_note(rule: Any, problem: Profile, options: Any) -> str:
    """By all that says which kernels the samples call: what is noted by others is not read."""
    given = hashlib.sha256(Path(problems.__file__).read_bytes() + options.model_dump_json().encode()).hexdigest()
    return f"{rule.name}-{rule.version}.{problem.kind}.{given[:16]}"


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
