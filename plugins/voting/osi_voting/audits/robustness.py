"""Which winners change when some ballots are lost: the rule decides again and again, each time without a few of them.

Which ballots are lost follows from the seed alone (SplitMix64: G. Steele, D. Lea, C. Flood, "Fast Splittable
Pseudorandom Number Generators", OOPSLA 2014, doi:10.1145/2660193.2660195), the same on every machine and with every
version of numpy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_voting.arrays import column, view

__all__ = ["Robustness", "lost_ballots", "robustness", "without"]

Decide = Callable[[Profile], Iterable[str]]


@dataclass(frozen=True)
class Robustness:
    """In `runs` counts, each without `lost` of the ballots: how often each item won, of those where this varied or
    differed from the outcome. `same` counts had all the winners of the outcome and no other.
    """

    runs: int
    lost: int
    same: int
    changed: dict[str, int]
    seed: str


def robustness(
    problem: Profile,
    winners: Iterable[str],
    decide: Decide,
    *,
    runs: int = 100,
    permille: int = 10,
    seed: str = "0",
    progress: Callable[[float], None] = lambda fraction: None,
) -> Robustness:
    """Decides `runs` times without `permille` thousandths of the ballots (at least one, where there are two)."""
    official = frozenset(winners)
    total = _heads(problem)
    lost = min(max(total * permille // 1000, 1), max(total - 1, 0))
    times, same = dict.fromkeys(problem.items, 0), 0
    for run in range(runs):
        found = frozenset(decide(without(problem, lost_ballots(total, lost, f"{seed}/{run}"))))
        same += found == official
        for item in found:
            times[item] += 1
        progress((run + 1) / runs)
    changed = {item: count for item, count in times.items() if count != (runs if item in official else 0)}
    return Robustness(runs, lost, same, changed, seed)


def lost_ballots(total: int, lost: int, seed: str) -> NDArray[np.bool_]:
    """Which `lost` of `total` ballots are lost: those with the smallest numbers drawn."""
    start = np.frombuffer(hashlib.sha256(seed.encode()).digest()[:8], "<u8")[0]
    state = start + np.arange(1, total + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state = state ^ (state >> np.uint64(31))
    gone = np.zeros(total, bool)
    gone[np.argsort(state, kind="stable")[:lost]] = True
    return gone


def without(problem: Profile, gone: NDArray[np.bool_]) -> Profile:
    """The problem without these ballots; of a ballot with a weight, without so many of its heads."""
    offsets, choices = view(problem.offsets), view(problem.choices)
    weights = None
    if problem.weights is None:
        keep = ~gone
    else:
        heads = view(problem.weights)
        rows = np.repeat(np.arange(len(heads)), heads)
        weights = heads - np.bincount(rows[gone], minlength=len(heads))
        keep = weights > 0
    entries = np.repeat(keep, np.diff(offsets))
    fields: dict[str, Any] = {name: getattr(problem, name) for name in type(problem).model_fields}
    lengths = np.diff(offsets)[keep]
    fields["offsets"] = column("i8", np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))))
    fields["choices"] = column("i4", choices[entries])
    if problem.values is not None:
        fields["values"] = column("i8", view(problem.values)[entries])
    if weights is not None:
        fields["weights"] = column("i8", weights[keep])
    return type(problem).model_construct(**fields)  # rows of a valid problem are valid, and walking them takes long


def _heads(problem: Profile) -> int:
    return problem.ballots if problem.weights is None else int(view(problem.weights).sum())
