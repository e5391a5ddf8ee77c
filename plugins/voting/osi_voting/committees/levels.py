"""Ballots by level: the one table that the sequential rules need, and it holds whole numbers only.

In each of these rules all that has happened to a ballot is summed up by a small number, its *level*: how many of its
items are chosen (Thiele), or which item of it was chosen last (Phragmén). `table[item, level]` counts the ballots that
support the item and stand at that level. What an item is worth then is an exact sum over its row, and choosing an item
moves only its supporters.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance
from osi_voting.kernels import jit

__all__ = ["Levels", "best_of", "decimals", "weighted"]

_EPS = 2.0**-52


class Levels:
    """All ballots of an election, at level 0 or where `start` puts them; `width` levels in all."""

    def __init__(self, instance: CommitteeInstance, width: int, start: Ints | None = None) -> None:
        self._ballots, self._weights = instance.ballots, instance.weights
        self._supporters = instance.supporters
        self.level = np.zeros(instance.ballots.n, np.int64) if start is None else start.copy()
        self.table: Ints = np.zeros((instance.m, width), np.int64)
        _tabulate(self._ballots.offsets, self._ballots.choices, self._weights, self.level, self.table)

    def move(self, item: int, to: Ints) -> None:
        """Each supporter of the item goes from level l to level `to[l]`."""
        ballots = self._ballots
        _move(self._supporters.of(item), ballots.offsets, ballots.choices, self._weights, self.level, to, self.table)


@jit
def _tabulate(offsets: Any, choices: Any, weights: Any, level: Any, table: Any) -> None:
    for ballot in range(len(offsets) - 1):
        for position in range(offsets[ballot], offsets[ballot + 1]):
            table[choices[position], level[ballot]] += weights[ballot]


@jit
def _move(members: Any, offsets: Any, choices: Any, weights: Any, level: Any, to: Any, table: Any) -> None:
    for ballot in members:
        before = level[ballot]
        after = to[before]
        if before == after:
            continue
        level[ballot] = after
        for position in range(offsets[ballot], offsets[ballot + 1]):
            table[choices[position], before] -= weights[ballot]
            table[choices[position], after] += weights[ballot]


def best_of(
    values: NDArray[np.float64], error: NDArray[np.float64], open: NDArray[np.bool_], exact: Callable[[int], Fraction]
) -> tuple[tuple[int, ...], int]:
    """The open items of largest value, and how many exact values that took.

    `values` are floats and `error` bounds how far each is from the truth: who cannot be best by these intervals is
    passed over; where more than one is left, `exact` decides.
    """
    lowest = np.where(open, values - error, -np.inf).max()
    able = np.flatnonzero(open & (values + error >= lowest))
    if len(able) == 1:
        return (int(able[0]),), 0
    sums = {int(item): exact(int(item)) for item in able}
    largest = max(sums.values())
    return tuple(item for item, value in sums.items() if value == largest), len(sums)


def weighted(table: Ints, by_level: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of each row times `by_level`, and a bound of their error.

    Each of L products carries two roundings (of the factor and of the product), a sum of L terms at most L more, each
    of half an epsilon of the sum of absolute values (Higham, Accuracy and Stability of Numerical Algorithms, 2002,
    section 3.1); a factor of two is left over for the bound's own arithmetic. Counts are below 2^53.
    """
    rows = table.astype(np.float64)
    return rows @ by_level, (rows @ np.abs(by_level)) * ((table.shape[1] + 8) * _EPS)


def decimals(value: Fraction) -> str:
    """Rounded half up to six decimals, without zeros at the end."""
    millionths = (2 * 10**6 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{millionths // 10**6}.{millionths % 10**6:06d}".rstrip("0").rstrip(".")
