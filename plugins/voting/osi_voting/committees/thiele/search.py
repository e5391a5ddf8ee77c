"""The best committee by a Thiele score, with proof: branch and bound on a linear programme whose bounds are exact.

A committee W scores Σ over ballots of g(1) + ... + g(|ballot ∩ W|), g falling: 1, 1/2, 1/3, ... for PAV, 1, 0, ... for
Chamberlin-Courant. The programme has one column an item and one for each step of each different ballot (D. Peters, M.
Lackner, "Preferences Single-Peaked on a Circle", JAIR 68, 2020, doi:10.1613/jair.1.11732).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, lcm

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.committees.branching import Committee, add_limits, including, largest_shares, possible
from osi_voting.committees.instance import CommitteeInstance
from osi_voting.limits import Room
from osi_voting.lp_bound import BoundedLP

__all__ = ["ThieleSearch"]

_ROUNDING = 1e-6


@dataclass
class Found:
    """The best committee above the mark that a search met, its value, and what bounds all others."""

    committee: Committee | None
    value: int
    bound: int
    seen: set[Committee] = field(default_factory=set)


class ThieleSearch:
    """`gains` are g(1), g(2), ...; `limit` bounds the linear programmes solved in all. Values are whole numbers: the
    score times `unit`, plus the number of items, so that of equal scores the larger committee wins where limits leave
    seats empty; `unit` is the least common multiple of denominators, times seats + 1.
    """

    def __init__(self, instance: CommitteeInstance, gains: Sequence[Fraction], limit: int) -> None:
        self._instance, self.limit, self.programmes = instance, limit, 0
        self._ballots = instance.ballots.grouped()
        self._weights, self._rows = self._ballots.weight_array(), self._ballots.rows()
        self.unit = lcm(*(gain.denominator for gain in gains)) * (instance.seats + 1)
        self._gains = [int(gain * self.unit) for gain in gains if gain]
        self._sums = np.array([0, *np.cumsum(np.array(self._gains, object))], object)
        self.low, self.high = np.zeros(instance.m, np.int64), instance.able.astype(np.int64)
        self._lp = self._programme()
        self._duals: NDArray[np.float64] | None = None

    def value(self, committee: Sequence[int]) -> int:
        """What a committee is worth."""
        inside = np.zeros(self._instance.m, np.bool_)
        inside[list(committee)] = True
        held = np.bincount(self._rows[inside[self._ballots.choices]], minlength=self._ballots.n)
        held = np.minimum(held, len(self._gains))
        counts = np.zeros(len(self._gains) + 1, np.int64)
        np.add.at(counts, held, self._weights)
        return sum(int(n) * int(s) for n, s in zip(counts, self._sums, strict=True)) + len(committee)

    def score(self, value: int) -> Fraction:
        """The score behind a value or a difference of values."""
        return Fraction(value // (self._instance.seats + 1) * (self._instance.seats + 1), self.unit)

    def search(self, low: Ints, high: Ints, above: int, first: bool = False, start: Committee | None = None) -> Found:
        """The best committee between `low` and `high` worth more than `above`; with `first` any such one."""
        found = Found(start, self.value(start) if start is not None else above, above)
        open = [(self._most(), low, high)]
        while open and self.programmes < self.limit:
            bound, low, high = open.pop()
            if bound <= found.value or not possible(self._instance, low, high):
                continue
            if self._known(low, high) <= found.value:
                continue
            bound, y = self._relax(low, high, bound)
            self._try(self._rounded(y, low, high), low, found)
            if first and found.committee is not None:
                return found
            if bound > found.value:
                open += self._branches(bound, low, high, y)
        found.bound = max([found.value, *(bound for bound, _, _ in open)])
        return found

    def _most(self) -> int:
        return int(self._weights.sum()) * int(self._sums[-1]) + self._instance.seats

    def _known(self, low: Ints, high: Ints) -> int:
        """What the multipliers of the first programme prove here, without solving another."""
        if self._duals is None:
            return self._most()
        self._lp.low[: len(low)], self._lp.high[: len(high)] = low, high
        return self._whole(-ceil(self._lp.proven(self._duals)))

    def _whole(self, bound: int) -> int:
        """The largest value up to a bound: where all seats are filled, a multiple of seats + 1, plus the seats."""
        seats = self._instance.seats
        return bound if self._instance.limits else (bound - seats) // (seats + 1) * (seats + 1) + seats

    def _relax(self, low: Ints, high: Ints, bound: int) -> tuple[int, NDArray[np.float64]]:
        self._lp.low[: len(low)], self._lp.high[: len(high)] = low, high
        answer = self._lp.solve()
        self.programmes += 1
        if self._duals is None and answer.solved:
            self._duals = answer.duals
        if not answer.solved:  # nothing is concluded from floats
            return bound, (low + high) / 2
        return min(bound, self._whole(-answer.bound)), answer.x[: len(low)]

    def _try(self, committee: Committee, low: Ints, found: Found) -> None:
        inside = np.zeros(self._instance.m, np.int64)
        inside[list(committee)] = 1
        if (low <= inside).all() and possible(self._instance, inside, inside):
            value = self.value(committee)
            if value > found.value:
                found.committee, found.value = committee, value

    def _rounded(self, y: NDArray[np.float64], low: Ints, high: Ints) -> Committee:
        """What is fixed, then the largest shares as far as they fit."""
        return largest_shares(Room(self._instance.limits, high > 0, self._instance.seats), y + low)

    def _branches(self, bound: int, low: Ints, high: Ints, y: NDArray[np.float64]) -> list[tuple[int, Ints, Ints]]:
        free = low < high
        if not free.any():
            return []
        item = int(np.argmax(np.where(free, _ROUNDING + np.minimum(y, 1 - y), 0)))
        without = high.copy()
        without[item] = 0
        return [(bound, low, without), *((bound, *ends) for ends in including(self._instance.limits, item, low, high))]

    def _programme(self) -> BoundedLP:
        instance, ballots, items = self._instance, self._ballots, self._instance.m
        steps = np.minimum(np.diff(ballots.offsets), min(len(self._gains), instance.seats)).tolist()
        costs = [-1] * items
        for weight, count in zip(self._weights.tolist(), steps, strict=True):
            costs += [-weight * gain for gain in self._gains[:count]]
        columns = len(costs)
        lp = BoundedLP(costs, np.zeros(columns, np.int64), np.ones(columns, np.int64))
        lengths = np.array(steps, np.int64) + np.diff(ballots.offsets)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        entries, factors, column = [], [], items
        for ballot, count in enumerate(steps):
            row = ballots.choices[ballots.offsets[ballot] : ballots.offsets[ballot + 1]].tolist()
            entries += [*range(column, column + count), *row]
            factors += [1] * count + [-1] * len(row)
            column += count
        none = np.zeros(len(steps), np.int64)
        lp.add_rows(
            none - lp.free, none, starts[: len(steps)], np.array(entries, np.int64), np.array(factors, np.int64)
        )
        add_limits(lp, instance, 0 if instance.limits else instance.seats, instance.seats)
        return lp
