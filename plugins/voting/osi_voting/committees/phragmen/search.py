"""The committee with the fairest loads, with proof: branch and bound, the highest load bounded by linear programmes."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.committees.branching import Committee, add_limits, including, largest_shares, possible
from osi_voting.committees.instance import CommitteeInstance
from osi_voting.committees.phragmen.loads import LoadVector, fairest_loads, loads_unless_worse
from osi_voting.committees.thiele.search import ThieleSearch
from osi_voting.limits import Room
from osi_voting.lp_bound import BoundedLP

__all__ = ["Fairest", "LeximaxSearch"]


@dataclass
class Fairest:
    """The fairest committee met, its loads, all that are as fair, and the least highest load that others might have."""

    committee: Committee
    loads: LoadVector
    bound: Fraction
    equal: set[Committee] = field(default_factory=set)
    proven: bool = False


class LeximaxSearch:
    """Committees of items that have supporters, and need none without; `limit` bounds the linear programmes solved in
    all.
    """

    def __init__(self, instance: CommitteeInstance, limit: int) -> None:
        self._instance, self._limit, self.programmes = instance, limit, 0
        grouped = instance.ballots.grouped()
        ends, weights = grouped.offsets.tolist(), grouped.weight_array().tolist()
        its = [frozenset(grouped.choices[a:b].tolist()) for a, b in pairwise(ends)]
        self.rows = [(items, weight) for items, weight in zip(its, weights, strict=True) if items]
        self.idle = sum(weight for items, weight in zip(its, weights, strict=True) if not items)
        room = Room(instance.limits, instance.able & (instance.support > 0), instance.seats)
        self.high = (room.able & ~room.lost).astype(np.int64)
        self.size = self._largest()
        supporters = {item: frozenset(r for r, (own, _) in enumerate(self.rows) if item in own) for item in
                      range(instance.m)}  # fmt: skip
        self.twins = [
            [other for other in range(instance.m) if other != item and supporters[other] == supporters[item]]
            if not instance.limits and supporters[item] else []
            for item in range(instance.m)
        ]  # fmt: skip
        self._lp = self._programme()

    def loads(self, committee: Committee) -> LoadVector:
        """The fairest loads of a committee."""
        return fairest_loads(committee, self.rows)

    def search(self, start: Committee | None) -> Fairest | None:
        """The fairest committee of the largest size; None where no committee is possible."""
        found = None if start is None else Fairest(start, self.loads(start), Fraction(0), {start})
        open = [(Fraction(0), np.zeros(self._instance.m, np.int64), self.high)]
        while open and self.programmes < self._limit:
            bound, low, high = open.pop()
            if self._hopeless(found, bound, low, high):
                continue
            bound, y = self._relax(low, high, bound)
            if found is not None and found.loads and bound > found.loads[0][0]:
                continue
            found = self._try(self._rounded(y, low, high), found)
            open += self._branches(bound, low, high, y)
        if found is not None:
            found.proven = not open
            found.bound = min([found.loads[0][0] if found.loads else Fraction(0), *(bound for bound, _, _ in open)])
        return found

    def _hopeless(self, found: Fairest | None, bound: Fraction, low: Ints, high: Ints) -> bool:
        inside = tuple(np.flatnonzero(low).tolist())
        if not possible(self._instance, low, high) or not len(inside) <= self.size <= int(high.sum()):
            return True
        if found is None:
            return False
        if found.loads and bound > found.loads[0][0]:
            return True
        # A larger committee loads everyone at least as much, and somebody more.
        if len(inside) == self.size or not inside:
            return False
        loads = loads_unless_worse(inside, self.rows, found.loads)
        return loads is None or loads == found.loads

    def _relax(self, low: Ints, high: Ints, bound: Fraction) -> tuple[Fraction, NDArray[np.float64]]:
        self._lp.low[: len(low)], self._lp.high[: len(high)] = low, high
        answer = self._lp.solve()
        self.programmes += 1
        if not answer.solved:
            return bound, (low + high) / 2
        return max(bound, answer.proven), answer.x[: len(low)]

    def _try(self, committee: Committee, found: Fairest | None) -> Fairest | None:
        low = np.zeros(self._instance.m, np.int64)
        low[list(committee)] = 1
        if len(committee) != self.size or not possible(self._instance, low, low):
            return found
        loads = self.loads(committee) if found is None else loads_unless_worse(committee, self.rows, found.loads)
        if loads is not None and (found is None or loads < found.loads):
            return Fairest(committee, loads, Fraction(0), {committee})
        if found is not None and loads is not None:
            found.equal.add(committee)
            found.committee = min(found.committee, committee)
        return found

    def _rounded(self, y: NDArray[np.float64], low: Ints, high: Ints) -> Committee:
        return largest_shares(Room(self._instance.limits, high > 0, self.size), y + low)

    def _branches(
        self, bound: Fraction, low: Ints, high: Ints, y: NDArray[np.float64]
    ) -> list[tuple[Fraction, Ints, Ints]]:
        """Without an item its twins of higher numbers are not needed either."""
        free = low < high
        if not free.any():
            return []
        item = int(np.argmax(np.where(free, 1e-6 + np.minimum(y, 1 - y), 0)))
        item = min([item, *(twin for twin in self.twins[item] if free[twin])])
        without = high.copy()
        without[[item, *(twin for twin in self.twins[item] if twin > item)]] = 0
        return [(bound, low, without), *((bound, *ends) for ends in including(self._instance.limits, item, low, high))]

    def _largest(self) -> int:
        """How many items can be chosen beside each other."""
        if not self._instance.limits:
            return min(self._instance.seats, int(self.high.sum()))
        search = ThieleSearch(self._instance, [], self._limit)
        best = search.search(np.zeros_like(self.high), self.high, -1)
        return len(best.committee or ())

    def _programme(self) -> BoundedLP:
        """Columns: each item, the highest load, and what each ballot carries of each of its items."""
        items = self._instance.m
        entries = [(row, item) for row, (its, _) in enumerate(self.rows) for item in sorted(its)]
        costs = [0] * items + [1] + [0] * len(entries)
        high = np.ones(len(costs), np.int64)
        high[items] = max(self.size, 1)
        lp = BoundedLP(costs, np.zeros(len(costs), np.int64), high)
        of_item: list[list[int]] = [[] for _ in range(items)]
        of_row: list[list[int]] = [[] for _ in self.rows]
        for column, (row, item) in enumerate(entries, items + 1):
            of_item[item].append(column)
            of_row[row].append(column)
        lines = [([item, *columns], [-1] + [1] * len(columns), 0, 0) for item, columns in enumerate(of_item)]
        for (_, weight), columns in zip(self.rows, of_row, strict=True):
            lines.append(([items, *columns], [weight] + [-1] * len(columns), 0, lp.free))
        starts = np.cumsum([0, *(len(columns) for columns, _, _, _ in lines)])[:-1].astype(np.int64)
        lp.add_rows(
            np.array([line[2] for line in lines], np.int64),
            np.array([line[3] for line in lines], np.int64),
            starts,
            np.array([column for line in lines for column in line[0]], np.int64),
            np.array([factor for line in lines for factor in line[1]], np.int64),
        )
        add_limits(lp, self._instance, self.size, self.size)
        return lp
