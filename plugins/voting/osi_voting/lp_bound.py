"""Linear programmes whose bound is exact: HiGHS finds the multipliers, whole numbers say what they prove.

For a minimum of c·x over integer x with row bounds l ≤ Ax ≤ u and column bounds, *any* multipliers y give the lower
bound Σ (y⁺l + y⁻u) + Σ min(d lo, d hi), d = c - Aᵀy (Lagrange; as a safe bound: A. Neumaier, O. Shcherbina, "Safe
bounds in linear and mixed-integer linear programming", Mathematical Programming 99, 2004,
doi:10.1007/s10107-003-0433-3). HiGHS's duals are rounded to whole multiples of a small unit, and the sum is computed in
whole numbers. So a wrong float can make the bound weak, never wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.highs import SilentHighs

__all__ = ["BoundedLP", "Relaxed"]

_FINE = 40
"""Costs are scaled so that the largest has at least so many bits; multipliers are whole numbers of that scale."""
_FREE = 2**60
"""A row bound that is none."""


@dataclass(frozen=True)
class Relaxed:
    """The answer: no solution costs less than `proven`; `x` is where the programme's optimum lies, in floats.

    `duals` are the multipliers that prove it, good for a bound after other column bounds too. `solved` is false where
    HiGHS gave up; then only the columns prove something.
    """

    proven: Fraction
    x: NDArray[np.float64]
    duals: NDArray[np.float64]
    solved: bool

    @property
    def bound(self) -> int:
        """What an integer solution costs at least."""
        return -(-self.proven.numerator // self.proven.denominator)


class BoundedLP:
    """A minimum over columns with whole costs, bounds and coefficients. `low` and `high` may be changed between calls.

    `cost` may hold Python integers of any size; rows have coefficients and bounds below 2^31 (`free` for none).
    """

    free = _FREE

    def __init__(self, cost: Sequence[int], low: Ints, high: Ints) -> None:
        largest = max((abs(one) for one in cost), default=1) or 1
        self._scale = 1 << max(0, _FINE - largest.bit_length())
        self._unit = largest * self._scale
        self._big = self._unit.bit_length() > _FINE + 2
        self._cost = self._exact([one * self._scale for one in cost])
        self.low, self.high = low.copy(), high.copy()
        self._low, self._high = np.empty(0, np.int64), np.empty(0, np.int64)
        self._row, self._column, self._factor = (np.empty(0, np.int64) for _ in range(3))
        self._highs = SilentHighs()
        self._highs.setOptionValue("threads", 1)
        self._highs.addVars(len(cost), low.astype(np.float64), high.astype(np.float64))
        floats = np.array([one / largest for one in cost], np.float64)
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), floats)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._low)

    def add_rows(self, low: Ints, high: Ints, starts: Ints, columns: Ints, factors: Ints) -> None:
        """Adds rows in compressed form: row r has the entries from `starts[r]` to `starts[r + 1]`, or to the end."""
        if not len(low):
            return
        lengths = np.diff([*starts.tolist(), len(columns)])
        self._row = np.concatenate([self._row, np.repeat(np.arange(len(low)) + self.rows, lengths)])
        self._column = np.concatenate([self._column, columns])
        self._factor = np.concatenate([self._factor, factors])
        self._low, self._high = np.concatenate([self._low, low]), np.concatenate([self._high, high])
        infinite = highspy.kHighsInf
        self._highs.addRows(
            len(low),
            np.where(low <= -_FREE, -infinite, low).astype(np.float64),
            np.where(high >= _FREE, infinite, high).astype(np.float64),
            len(columns),
            starts.astype(np.int32),
            columns.astype(np.int32),
            factors.astype(np.float64),
        )

    def solve(self) -> Relaxed:
        """Solves with the bounds as they are now."""
        count = len(self.low)
        every = np.arange(count, dtype=np.int32)
        self._highs.changeColsBounds(count, every, self.low.astype(np.float64), self.high.astype(np.float64))
        self._highs.run()
        solved = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        solution = self._highs.getSolution()
        duals = np.array(solution.row_dual) if solved else np.zeros(self.rows)
        x = np.array(solution.col_value) if solved else np.zeros(count)
        return Relaxed(self.proven(duals), x, duals, solved)

    def proven(self, duals: NDArray[np.float64]) -> Fraction:
        """What any multipliers prove, computed in whole numbers."""
        duals = np.clip(np.nan_to_num(duals), -1e6, 1e6)
        duals = np.where((duals > 0) & (self._low <= -_FREE), 0.0, duals)
        duals = np.where((duals < 0) & (self._high >= _FREE), 0.0, duals)
        multipliers = self._whole(duals)
        reduced = self._cost.copy()
        np.subtract.at(reduced, self._column, multipliers[self._row] * self._exact(self._factor))
        of_rows = multipliers * self._exact(np.where(duals > 0, self._low, self._high) * (duals != 0))
        of_columns = np.minimum(reduced * self._exact(self.low), reduced * self._exact(self.high))
        total = sum(of_rows.tolist()) + sum(of_columns.tolist())
        return Fraction(total, self._scale)

    def _whole(self, duals: NDArray[np.float64]) -> NDArray[Any]:
        if not self._big:
            return np.rint(duals * self._unit).astype(np.int64)
        fine: NDArray[Any] = np.empty(len(duals), object)
        fine[:] = [(round(dual * 2**40) * self._unit) >> 40 for dual in duals.tolist()]
        return fine

    def _exact(self, values: Any) -> NDArray[Any]:
        """An array of 64 bits where products with multipliers fit, else of Python's integers."""
        return np.array(values, object if self._big else np.int64)
