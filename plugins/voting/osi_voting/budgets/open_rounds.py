"""In which rounds of a count each project could have been funded, whatever its support; `more_votes` looks back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Indices, Ints
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.standing import Standing

__all__ = ["OpenRounds"]


class OpenRounds:
    """Project p might have been funded in place of what was in the rounds from `first[p]` to `last[p]`, of `rounds` in
    all, numbered from 0; round number `rounds` is the end. From the first on, all that it needs is funded. After the
    last one it no longer fits the budget or a pot, or conflicts with what was funded.
    """

    def __init__(self, instance: Instance, standing: Standing, order: Sequence[int]) -> None:
        self._instance, self._standing, self._order = instance, standing, np.array(order, np.int64)
        self.rounds = len(order)
        self._place = np.full(instance.m, self.rounds + 1, np.int64)
        self._place[self._order] = np.arange(self.rounds)
        limits = instance.limits
        self.first = np.zeros(instance.m, np.int64)
        needed = np.repeat(np.arange(instance.m), np.diff(limits.open_of))
        np.maximum.at(self.first, limits.opens, self._place[needed] + 1)
        left = instance.budget - np.concatenate(([0], np.cumsum(instance.costs[self._order])))
        self.last = _last_with(left, instance.costs)
        rival = np.repeat(np.arange(instance.m), np.diff(limits.conflict_of))
        np.minimum.at(self.last, rival, self._place[limits.conflicts])
        self._keep_to_pots()

    def _keep_to_pots(self) -> None:
        limits = self._instance.limits
        drawing = np.repeat(np.arange(self._instance.m), np.diff(limits.pot_of))
        by_pot = np.lexsort((self._place[drawing], limits.pots))
        for rows in np.split(by_pot, np.flatnonzero(np.diff(limits.pots[by_pot])) + 1) if len(by_pot) else ():
            drawn = rows[self._place[drawing[rows]] < self.rounds]
            room = limits.amounts[limits.pots[rows[0]]] - np.concatenate(([0], np.cumsum(limits.takes[drawn])))
            times = np.concatenate((self._place[drawing[drawn]], [self.rounds]))
            least = _last_with(room, limits.takes[rows])
            np.minimum.at(self.last, drawing[rows], np.where(least < 0, -1, times[least]))

    def served(self, item: int) -> tuple[Indices, Ints]:
        """All supporters of a project, and the round in which a substitute was funded that serves each: `rounds` or
        more for those whom none serves.
        """
        supporters = self._instance.supporters.of(item)
        until = np.full(len(supporters), self.rounds + 1, np.int64)
        for other in self._instance.limits.substitutes_of(item):
            if self._place[other] < self.rounds:
                hit = np.isin(supporters, self._standing.supporters(other)[0])
                until[hit] = np.minimum(until[hit], self._place[other])
        return supporters, until


def _last_with(falling: Ints, wanted: Ints) -> NDArray[np.int64]:
    """The last place in a falling row that still has as much as is wanted; -1 where none has."""
    return np.searchsorted(-falling, -wanted, side="right") - 1
