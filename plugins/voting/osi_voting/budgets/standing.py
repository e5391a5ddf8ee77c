"""Where projects stand while a rule goes on, and who still supports them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Indices, Ints

__all__ = ["CONFLICTS", "FUNDED", "OPEN", "POT_FULL", "SERVED", "TOO_DEAR", "TOO_POOR", "WAITING", "WEAK", "Standing",
           "Status"]  # fmt: skip

Status = NDArray[np.uint8]
OPEN, FUNDED, TOO_POOR, WEAK, POT_FULL, CONFLICTS, TOO_DEAR, WAITING, SERVED = range(9)
"""Where a project stands. TOO_POOR: its supporters cannot pay it. WEAK: fewer supporters than the minimum (or none).
POT_FULL: its category or district has too little left, of money or of its quota. CONFLICTS: with a funded one.
TOO_DEAR: more than the budget. WAITING: for one that it needs, until that is funded. SERVED: funded substitutes serve
all its supporters."""


class Standing(NamedTuple):
    """What funding a project changes. Of each project its `status`, how many of those that it needs are `missing`, and
    the weight of its `support`, which are the ballots `ballots[offsets[p]:ends[p]]`, in rising order, with their
    `values` and `weights` beside them (empty: 1 each). `room` is what is left in each pot.

    Rows shrink as substitutes are funded; those of a funded project stay as they were then.
    """

    status: Status
    missing: Ints
    room: Ints
    offsets: Ints
    ends: Ints
    ballots: Indices
    values: Ints
    weights: Ints
    support: Ints

    def with_own_rows(self) -> Standing:
        """The same, with rows that may shrink."""
        return self._replace(
            ends=self.ends.copy(), ballots=self.ballots.copy(), values=self.values.copy(), weights=self.weights.copy()
        )

    def supporters(self, item: int) -> tuple[Indices, Ints | None]:
        """The ballots that support a project now, and what it is worth to them (None: 1 each)."""
        first, end = self.offsets[item], self.ends[item]
        return self.ballots[first:end], self.values[first:end] if len(self.values) else None

    def units(self, item: int) -> int:
        """What a project is worth to its present supporters together."""
        first, end = self.offsets[item], self.ends[item]
        if not len(self.values):
            return int(self.support[item])
        values = self.values[first:end]
        return int((values * self.weights[first:end]).sum() if len(self.weights) else values.sum())
