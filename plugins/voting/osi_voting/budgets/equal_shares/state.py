"""What the compiled part of equal shares works on: arrays that stay (`Data`) and arrays that change (`State`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.limits.arrays import LimitRows
from osi_voting.budgets.standing import OPEN, Standing

__all__ = ["CONTESTANTS", "EVALUATIONS", "IN_HEAP", "NODES", "OLD_NODES", "ROUNDS", "Data", "State"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Data(NamedTuple):
    """What does not change during a count; `free` are the projects that cost nothing."""

    costs: Ints
    free: Ints
    scale: Floats
    weights: Ints
    limits: LimitRows


class State(NamedTuple):
    """What does. Round k bought `order[k]`: `died[k]` voters paid all they had, who before had paid `paid_units[i]`
    units of the price of round `paid_round[i]`, for i in `paid_from[k]:paid_from[k + 1]` (a voter dies once, so these
    are no more than there are entries on ballots); `payers[k]` units paid the price `high[k] + low[k]`, which is off by
    at most `error[k]`. In the round of a free project nobody pays its price of 0, but `payers[k]` is 1, since it
    divides.

    `node[ballot]` is where a voter stands: at node 0 with nothing left, at node 1 having paid nothing; else
    `worth[node]` units of the price of round `paid_in[node]`, and before that what its `parent` has paid. There
    `left[node] + left_low[node]` is left. `heap` holds the projects that may be open, by `keys`: lower bounds of their
    prices, divided by their scale. The arrays from `child` on are the kernel's own.
    """

    standing: Standing
    order: NDArray[np.int32]
    lowest: Floats
    heap: NDArray[np.int32]
    keys: Floats
    died: Ints
    paid_from: Ints
    paid_round: NDArray[np.int32]
    paid_units: Ints
    payers: Ints
    high: Floats
    low: Floats
    error: Floats
    contest: NDArray[np.int32]
    numbers: Ints
    node: NDArray[np.int32]
    parent: NDArray[np.int32]
    paid_in: NDArray[np.int32]
    worth: Ints
    left: Floats
    left_low: Floats
    child: NDArray[np.int32]
    sibling: NDArray[np.int32]
    touched: NDArray[np.int32]
    weight_at: Ints
    units: Ints
    known: Floats
    verdict: NDArray[np.uint8]

    def paid(self, k: int) -> tuple[list[int], list[int]]:
        """The rounds before k that those had paid in who died in round k, and the units of their prices."""
        row = slice(*self.paid_from[k : k + 2].tolist())
        return self.paid_round[row].tolist(), self.paid_units[row].tolist()

    @classmethod
    def fresh(cls, standing: Standing, lowest: Floats, scale: Floats, ballots: int, entries: int) -> State:
        """The state before the first round; pages of the tree that are never written to take no room."""
        m, most = len(lowest), entries + 2
        keys = np.divide(lowest, scale, out=np.zeros(m), where=scale > 0)
        rising = np.argsort(keys, kind="stable").astype(np.int32)
        waiting = rising[standing.status[rising] == OPEN]
        heap, numbers = np.zeros(m, np.int32), np.zeros(6, np.int64)
        heap[: len(waiting)], numbers[IN_HEAP] = waiting, len(waiting)
        tree, counts, floats = np.empty((5, most), np.int32), np.empty((2, most), np.int64), np.empty((2, most))
        return cls(
            standing=standing,
            order=np.zeros(m, np.int32),
            lowest=lowest,
            heap=heap,
            keys=keys,
            died=np.zeros(m, np.int64),
            paid_from=np.zeros(m + 1, np.int64),
            paid_round=np.empty(entries, np.int32),
            paid_units=np.empty(entries, np.int64),
            payers=np.zeros(m, np.int64),
            high=np.zeros(m),
            low=np.zeros(m),
            error=np.zeros(m),
            contest=np.zeros(m, np.int32),
            numbers=numbers,
            node=np.empty(ballots, np.int32),
            parent=tree[0],
            paid_in=tree[1],
            worth=counts[0],
            left=floats[0],
            left_low=floats[1],
            child=tree[2],
            sibling=tree[3],
            touched=tree[4],
            weight_at=counts[1],
            units=np.zeros(m, np.int64),
            known=np.empty(m),
            verdict=np.empty(m, np.uint8),
        )


ROUNDS, CONTESTANTS, EVALUATIONS, NODES, OLD_NODES, IN_HEAP = range(6)
"""Places in `State.numbers`; nodes from OLD_NODES on belong to the round that is being settled."""
