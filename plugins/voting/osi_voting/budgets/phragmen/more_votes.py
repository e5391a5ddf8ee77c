"""How many more voters for it alone would have had a project bought by Phragmén's rule: the least number.

As long as it is not bought, all is what it was without them. With v new voters, whose loads are 0, its time is (cost +
loads of its s supporters) / (s + v); it is bought in the first round in which that is before the time of what was
bought, or at that time and by the lot. So of all rounds in which it fitted, the one that asks for fewest decides. What
supporters bore in each is summed up in floating point that knows its error; where that leaves two numbers open, and
one of them would be the least, whole numbers decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.phragmen.looking_back import borne_before, last_before

if TYPE_CHECKING:
    from osi_voting.budgets.phragmen.rule import PhragmenCount

__all__ = ["LookingBack"]

_EPS: Final = 2.0**-53


class LookingBack:
    """The rounds of a count without limits, seen by projects that were not bought in them."""

    def __init__(self, count: PhragmenCount, order: list[int]) -> None:
        self._count, self._order = count, order
        ballots, self._rounds = count.instance.ballots, len(order)
        weights = np.empty(0, np.int64) if ballots.weights is None else ballots.weights
        self._rows = ballots.offsets, ballots.choices, weights
        self._round_of = np.full(count.instance.m, -1, np.int64)
        self._round_of[order] = np.arange(len(order))
        end = np.array([count.end[0] / count.end[1]])
        self._times = np.concatenate([count.loads.times[1 : len(order) + 1], end])

    def least_more(self, item: int, fitting: int) -> int | None:
        """The least number of new voters with whom it is bought; `fitting` is the last round in which it fitted, or
        how many rounds there are if it fits in the end. None where no number would do.
        """
        instance, rounds = self._count.instance, self._rounds
        has, cost = int(instance.support[item]), instance.cost_list[item]
        supporters, _ = self._count.loads.standing.supporters(item)
        borne = np.empty(rounds + 1)
        times = self._count.loads.times
        borne_before(*self._rows, supporters, self._round_of, times, borne)
        looked = np.flatnonzero(self._times[: fitting + 1] > 0.0)
        if not len(looked):
            return None
        wanted = (cost + borne[looked]) / self._times[looked]
        off = (wanted + has) * _EPS * 8.0 * (float(len(self._rows[1])) + (rounds + 8.0) ** 2)
        low, high = np.floor(wanted - off), np.floor(wanted + off)
        # Both numbers are possible where the sum is nearly whole; a tie that the lot decides needs one fewer.
        least = int(high.min())
        for place in np.flatnonzero((low < high) & (low <= least)).tolist():
            least = min(least, self._exactly(item, int(looked[place]), supporters, cost))
        return least + 1 - has

    def _exactly(self, item: int, k: int, supporters: NDArray[np.int32], cost: int) -> int:
        """All voters that round k asks for, less 1."""
        count = self._count
        counts = np.zeros(self._rounds + 1, np.int64)
        last_before(*self._rows, supporters, self._round_of, k, counts)
        bottom = count.times.denominator
        due = cost * bottom + count.times.combined(counts[1:].tolist())
        top, under = count.times.number(k) if k < self._rounds else count.end
        whole, rest = divmod(due * under, bottom * top)
        ranks = count.instance.ranks
        by_lot = not rest and k < self._rounds and bool(ranks[item] < ranks[self._order[k]])
        return whole - by_lot
