"""The linear ordering problem: the order that agrees with the largest sum of margins, with proof.

Up to `SMALL` items by dynamic programming over subsets (M. Held, R. M. Karp 1962); more by branch and bound on the
relaxation whose triangle rows 0 ≤ x_ij + x_jk - x_ik ≤ 1 are added where they are violated (M. Grötschel, M. Jünger, G.
Reinelt, "A Cutting Plane Algorithm for the Linear Ordering Problem", Operations Research 32(6), 1984,
doi:10.1287/opre.32.6.1195). Bounds are exact (`lp_bound`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.kernels import jit
from osi_voting.lp_bound import BoundedLP
from osi_voting.refusal import CannotDecide

__all__ = ["SMALL", "Ordering", "agreement", "best_order"]

SMALL = 16
_LARGEST = 2**62
_ROUND = 5000
"""Triangle rows added at a time."""


@dataclass(frozen=True)
class Ordering:
    """An order with its sum of margins, and `bound`, which no order exceeds; `several` says that others are equal."""

    order: tuple[int, ...]
    value: int
    bound: int
    programmes: int = 0
    several: bool = False


def agreement(margins: Ints, order: Sequence[int] | Ints) -> int:
    """Σ margins[a, b] over a before b."""
    index = np.asarray(order, np.int64)
    placed = margins[np.ix_(index, index)]
    return int(np.triu(placed, 1).sum())


def best_order(margins: Ints, limit: int) -> Ordering:
    """The best order, or the best found when `limit` linear programmes have been solved.

    Raises `ValueError` for margins whose sum 64 bits do not hold.
    """
    count = len(margins)
    if float(np.abs(margins).sum(dtype=np.float64)) >= _LARGEST:
        raise CannotDecide("voting.problem.margins-too-large")
    if count <= SMALL:
        order, several = np.empty(count, np.int64), np.zeros(1, np.int64)
        value = _by_subsets(margins, order, several)
        return Ordering(tuple(order.tolist()), int(value), int(value), 0, bool(several[0]))
    return _Search(margins, limit).run()


@jit
def _by_subsets(margins: Any, order: Any, several: Any) -> Any:
    """The value of the best order; the first such in the order of numbers goes to `order`."""
    count = len(margins)
    best = np.zeros(1 << count, np.int64)
    for left in range(1, 1 << count):
        highest = np.int64(-(2**62))
        for first in range(count):
            if left >> first & 1:
                gain = best[left ^ (1 << first)]
                for other in range(count):
                    if left >> other & 1:
                        gain += margins[first, other]
                highest = max(highest, gain)
        best[left] = highest
    left = (1 << count) - 1
    for place in range(count):
        chosen = -1
        for first in range(count):
            if left >> first & 1:
                gain = best[left ^ (1 << first)]
                for other in range(count):
                    if left >> other & 1:
                        gain += margins[first, other]
                if gain == best[left]:
                    if chosen >= 0:
                        several[0] = 1
                    else:
                        chosen = first
        order[place] = chosen
        left ^= 1 << chosen
    return best[(1 << count) - 1]


class _Search:
    """Depth first, the more promising side of the most undecided pair first."""

    def __init__(self, margins: Ints, limit: int) -> None:
        self._margins, self._count, self._limit = margins, len(margins), limit
        self._one, self._other = np.triu_indices(self._count, 1)
        self._column = np.zeros((self._count, self._count), np.int64)
        self._column[self._one, self._other] = np.arange(len(self._one))
        # Σ over i < j of margins[i, j]·(2x - 1) is the agreement: the programme's cost is -2·margins, less a constant.
        self._upper = margins[self._one, self._other]
        sides = np.zeros(len(self._one), np.int64)
        self._lp = BoundedLP([-2 * int(one) for one in self._upper], sides, sides + 1)
        self._known: set[tuple[int, int, int]] = set()
        self.programmes = 0
        self._order = np.argsort(-margins.sum(axis=1), kind="stable")
        _insert(margins, self._order)
        self._value = agreement(margins, self._order)

    def run(self) -> Ordering:
        free = np.zeros((self._count, self._count), np.int8)
        open: list[tuple[int, NDArray[np.int8]]] = [(int(np.abs(self._upper).sum()), free)]
        while open and self.programmes < self._limit:
            bound, fixed = open.pop()
            if bound <= self._value:
                continue
            bound, x = self._relax(fixed, bound)
            if bound > self._value:
                open += self._branches(bound, fixed, x)
        bound = max([self._value, *(bound for bound, _ in open)])
        return Ordering(tuple(self._order.tolist()), self._value, bound, self.programmes)

    def _relax(self, fixed: NDArray[np.int8], bound: int) -> tuple[int, NDArray[np.float64]]:
        sides = fixed[self._one, self._other]
        self._lp.low, self._lp.high = (sides > 0).astype(np.int64), (sides >= 0).astype(np.int64)
        x = np.zeros(len(self._one))
        while True:
            answer = self._lp.solve()
            self.programmes += 1
            if not answer.solved:
                return bound, x
            x, bound = answer.x, min(bound, -answer.bound - int(self._upper.sum()))
            self._round(x)
            if bound <= self._value or not self._add_violated(x) or self.programmes >= self._limit:
                return bound, x

    def _round(self, x: NDArray[np.float64]) -> None:
        """Orders items by how much of the others they stand above, improves by insertion, and keeps the best."""
        above = np.zeros((self._count, self._count))
        above[self._one, self._other], above[self._other, self._one] = x, 1 - x
        order = np.argsort(-above.sum(axis=1), kind="stable")
        _insert(self._margins, order)
        value = agreement(self._margins, order)
        if value > self._value:
            self._order, self._value = order, value

    def _add_violated(self, x: NDArray[np.float64]) -> bool:
        full = np.zeros((self._count, self._count))
        full[self._one, self._other] = x
        found = np.empty((_ROUND * 8, 3), np.int64)
        count = _violated(full, found, 1e-6)
        kept = [key for key in map(tuple, found[:count].tolist()) if key not in self._known]
        if len(kept) > _ROUND:
            worst = {k: max(full[k[0], k[1]] + full[k[1], k[2]] - full[k[0], k[2]] - 1,
                            full[k[0], k[2]] - full[k[0], k[1]] - full[k[1], k[2]]) for k in kept}  # fmt: skip
            kept = sorted(kept, key=lambda key: -worst[key])[:_ROUND]
        self._known.update(kept)
        if not kept:
            return False
        i, j, k = np.array(kept).T
        columns = np.stack([self._column[i, j], self._column[j, k], self._column[i, k]], axis=1).ravel()
        ones = np.ones(len(kept), np.int64)
        self._lp.add_rows(0 * ones, ones, np.arange(len(kept)) * 3, columns, np.tile([1, 1, -1], len(kept)))
        return True

    def _branches(
        self, bound: int, fixed: NDArray[np.int8], x: NDArray[np.float64]
    ) -> list[tuple[int, NDArray[np.int8]]]:
        sides = fixed[self._one, self._other]
        undecided = np.where(sides == 0, np.minimum(x, 1 - x) + 1e-9, 0.0)
        if not undecided.any():
            return []
        pair = int(np.argmax(undecided * (1 + np.abs(self._upper))))
        one, other = int(self._one[pair]), int(self._other[pair])
        first, second = ((one, other), (other, one)) if x[pair] >= 0.5 else ((other, one), (one, other))
        return [(bound, _closed(fixed, *second)), (bound, _closed(fixed, *first))]


def _closed(fixed: NDArray[np.int8], above: int, below: int) -> NDArray[np.int8]:
    """The decisions with one more, and all that follow from it: what is above `above` is above what is below."""
    decided = fixed.copy()
    higher, lower = fixed[:, above] > 0, fixed[below] > 0
    higher[above] = lower[below] = True
    decided[np.ix_(higher, lower)] = 1
    decided[np.ix_(lower, higher)] = -1
    return decided


@jit
def _insert(margins: Any, order: Any) -> None:
    """Moves single items to where they agree best, until none gains (local search by insertion)."""
    count = len(order)
    improved = True
    while improved:
        improved = False
        for place in range(count):
            item = order[place]
            best, target, gain = 0, place, 0
            for to in range(place - 1, -1, -1):
                gain += margins[item, order[to]] - margins[order[to], item]
                if gain > best:
                    best, target = gain, to
            gain = 0
            for to in range(place + 1, count):
                gain += margins[order[to], item] - margins[item, order[to]]
                if gain > best:
                    best, target = gain, to
            if best > 0:
                improved = True
                step = 1 if target > place else -1
                for at in range(place, target, step):
                    order[at] = order[at + step]
                order[target] = item


@jit
def _violated(x: Any, found: Any, tolerance: float) -> int:
    count = 0
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            for k in range(j + 1, len(x)):
                sum_ = x[i, j] + x[j, k] - x[i, k]
                if (sum_ > 1 + tolerance or sum_ < -tolerance) and count < len(found):
                    found[count, 0], found[count, 1], found[count, 2] = i, j, k
                    count += 1
    return count
