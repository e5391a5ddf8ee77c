"""From which size on kernels are compiled: the estimate of work, and the two cross-overs.

A *step* is what plain Python does in a microsecond; the factors were measured in November 2026 on two cores of 2.9 GHz
(CPython 3.11, NumPy 2.3, Numba 0.62) on made-up elections from 84 ballots over 20 items to 10,000 over 50 and 300 over
600, about eight items a ballot. Nobody is harmed where an estimate is off by a factor of two: both ways give the same
results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from osi_core.plugins import Profile
from osi_voting.keeping import are_kept

__all__ = ["AT_HAND", "WITH_KEPT", "WITH_NONE", "Size", "pays", "steps_of", "steps_to_read"]

AT_HAND: Final = 20_000
"""Where this process has compiled or loaded the kernels already, work of more steps is left to them."""

WITH_KEPT: Final = 500_000
"""Where they are kept on disk. A process that read and counted with kept kernels took 1.2 s of the processor (0.9 s
since) however large the file (equal shares, Phragmén, greedy), 0.5 to 0.7 s more than one that imports no Numba; as
long as one that counted 10,000 ballots over 100 items plainly (`bench/first_process.py`: 0.56 s for 84 x 20, 0.7 s for
2,000 x 50, 1.25 s for 10,000 x 100 with equal shares)."""

WITH_NONE: Final = 5_000_000
"""Where they must be compiled: reading and counting took 11 s so (equal shares; Phragmén 7.3 s, greedy 4.4 s), and 4 s
plainly with 90,000 ballots over 160 items. It need not pay in the run that waits for it alone, since they are kept."""


@dataclass(frozen=True)
class Size:
    """How large a problem is: ballots, items, entries on ballots, and the sum of the ballots' lengths squared."""

    ballots: int
    items: int
    entries: int
    squares: int

    @classmethod
    def of(cls, problem: Profile) -> Size:
        """The size of a problem, in time linear in the ballots."""
        lengths = np.diff(np.asarray(problem.offsets.view()))
        return cls(len(lengths), len(problem.items), len(problem.choices), int((lengths * lengths).sum()))


def _pairwise(size: Size) -> float:
    return size.entries + 0.25 * size.squares


def _grouped(size: Size) -> float:
    return 2.0 * size.entries


def _rounds(size: Size) -> float:
    return 3.0 * size.entries + size.items**2


def _kemeny(size: Size) -> float:
    search = 12.0 * 2**size.items if size.items <= 16 else 2.0 * size.items**3
    return _pairwise(size) + search


_STEPS: Final[Mapping[str, Callable[[Size], float]]] = {
    "equal-shares": lambda size: 6.0 * size.entries + 60.0 * size.items,
    "phragmen": lambda size: 6.0 * size.entries + 20.0 * size.items,
    "maximin-support": lambda size: 30.0 * size.entries * size.items,
    "greedy": _grouped,
    "greedy-votes": _grouped,
    "bos-equal-shares": _grouped,
    "welfare-optimum": _grouped,
    "copeland": _pairwise,
    "ranked-pairs": _pairwise,
    "schulze": lambda size: _pairwise(size) + 0.3 * size.items**3,
    "kemeny": _kemeny,
    "bradley-terry": lambda size: 3.0 * size.entries + 15.0 * min(size.items**2, size.entries),
}
"""By rule the steps that its kernels take; `_rounds` for all others."""

_COUNTS: Final = 20
"""How often equal shares counts with the completions add1 and add1u: 11 times in Łódź 2022."""


def steps_of(rule: str, problem: Profile, options: Any) -> float:
    """About how many steps the kernels of a rule take for a problem."""
    often = _COUNTS if getattr(options, "completion", "") in ("add1", "add1u") else 1
    return often * _STEPS.get(rule, _rounds)(Size.of(problem))


def steps_to_read(size: int) -> float:
    """About how many steps reading a file of so many bytes takes."""
    return float(size)


def pays(steps: float, kernels: Iterable[Any]) -> bool:
    """Whether work of so many steps, most of them in these kernels, is to be compiled.

    Cheap where it is small: the disk is looked at only for more steps than could pay with kept kernels.
    """
    if steps <= AT_HAND:
        return False
    kernels = tuple(kernels)
    if kernels and all(kernel.at_hand for kernel in kernels):
        return True
    return steps > WITH_KEPT and (steps > WITH_NONE or are_kept(kernels))
