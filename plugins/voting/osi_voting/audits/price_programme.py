"""The linear programme behind priceability, and what whole numbers make of its floats.

Money is multiplied by the number of voters, so that a voter's part of the budget is the whole number B. Columns are
the payments p(g, c) of each voter of a group g with equal ballots for a chosen item c, what is left r(g), the share b,
and the excess e. Rows: r(g) + sum of p(g, .) - b = 0; the payments for c make its cost; supporters of an unchosen c
have left at most its cost and e. Minimise e.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.audits.judged import Judged
from osi_voting.audits.payments import payments
from osi_voting.highs import SilentHighs

__all__ = ["PriceProgramme"]

Floats = NDArray[np.float64]
Exact = NDArray[np.object_]
"""Python's integers, of any size."""

_FINE = 30
"""Payments are rounded to 2^-30 of the scaled minor unit, multipliers to 2^-50."""
_FINER = 50


@dataclass(frozen=True)
class PriceProgramme:
    """Payments stand in order of groups; `payer[k]` pays for `paid[k]`. Row `watched[k]` is about an unchosen item."""

    seen: Judged
    payer: NDArray[np.int32]
    paid: NDArray[np.int32]
    bought: tuple[int, ...]
    watched: tuple[int, ...]
    row: Ints
    column: Ints
    factor: Ints

    @classmethod
    def of(cls, seen: Judged) -> PriceProgramme:
        """From an outcome with equal ballots merged."""
        rows, choices = seen.ballots.rows(), seen.ballots.choices
        mine = seen.chosen[choices]
        payer, paid = rows[mine], choices[mine]
        bought = tuple(sorted({int(one) for one in paid.tolist()}))
        watched = tuple(item for item in seen.unchosen() if seen.support[item])
        n, count = seen.ballots.n, len(payer)
        place = np.full(seen.m, -1, np.int64)
        place[list(bought)] = np.arange(len(bought))
        place[list(watched)] = np.arange(len(watched)) + len(bought)
        others = np.flatnonzero(~mine)
        groups = np.arange(n, dtype=np.int64)
        last = np.arange(len(watched))
        pieces = [  # row, column, factor
            (groups, count + groups, np.ones(n, np.int64)),
            (payer.astype(np.int64), np.arange(count), np.ones(count, np.int64)),
            (groups, np.full(n, count + n), np.full(n, -1)),
            (n + place[paid], np.arange(count), seen.weights[payer]),
            (n + place[choices[others]], count + rows[others].astype(np.int64), seen.weights[rows[others]]),
            (n + len(bought) + last, np.full(len(watched), count + n + 1), np.full(len(watched), -1)),
        ]
        row, column, factor = (np.concatenate([piece[at] for piece in pieces]).astype(np.int64) for at in range(3))
        return cls(seen, payer, paid, bought, watched, row, column, factor)

    def guesses(self) -> Iterator[Floats]:
        """Payments (scaled money) as equal shares would have them, in three orders of the items."""
        per_head = self.seen.costs / np.maximum(self.seen.support, 1)
        for order in (self.seen.order, self.bought, sorted(self.bought, key=lambda item: per_head[item])):
            found = np.zeros(len(self.payer))
            shared = payments(self.seen, order)
            for item, (_, amounts) in zip(shared.items, shared.paid, strict=True):
                found[self.paid == item] = amounts  # both by rising number of the group
            yield found * self.seen.voters

    def solve(self, seconds: float) -> tuple[Floats, Floats] | None:
        """Payments (scaled money) and multipliers; None where HiGHS did not finish."""
        unit = self._unit
        low, high = self._row_bounds()
        box_low, box_high = self._box()
        highs = _silent(seconds)
        columns, count = len(box_low), len(low)
        infinite = highspy.kHighsInf
        highs.addVars(columns, _floats(box_low, unit), _floats(box_high, unit))
        highs.changeColsCost(1, np.array([columns - 1], np.int32), np.ones(1))
        order = np.lexsort((self.column, self.row))
        starts = np.searchsorted(self.row[order], np.arange(count))
        lower = np.array([-infinite if bound is None else bound / unit for bound in low])
        highs.addRows(
            count,
            lower,
            _floats(high, unit),
            len(order),
            starts.astype(np.int32),
            self.column[order].astype(np.int32),
            self.factor[order].astype(np.float64),
        )
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        return np.array(solution.col_value)[: len(self.payer)] * unit, np.array(solution.row_dual)

    def excess(self, payments: Floats) -> tuple[Fraction, Fraction, int]:
        """What a price system near these payments reaches, exactly: (share, excess, the item with it), unscaled.

        Each item's payments are rounded and made to add up by those who pay most for it; b is then the most that any
        voter pays, and at least the part of the budget.
        """
        seen, weights = self.seen, self.seen.weights.tolist()
        units: list[int] = [max(0, round(one * 2**_FINE)) for one in payments.tolist()]
        owed = [int(seen.costs[item]) * seen.voters << _FINE for item in self.bought]
        payers: list[list[int]] = [[] for _ in self.bought]
        place = {item: at for at, item in enumerate(self.bought)}
        for k, item in enumerate(self.paid.tolist()):
            payers[place[item]].append(k)
        exact = [Fraction(one) for one in units]
        for at, mine in enumerate(payers):
            missing = owed[at] - sum(units[k] * weights[self.payer[k]] for k in mine)
            for k in sorted(mine, key=lambda k: -units[k]):
                heads = weights[self.payer[k]]
                added = max(Fraction(missing, heads), -exact[k])
                exact[k] += added
                missing -= added * heads
                if not missing:
                    break
        total = [Fraction(0)] * seen.ballots.n
        for k, group in enumerate(self.payer.tolist()):
            total[group] += exact[k]
        share = max([Fraction(seen.budget << _FINE), *total])
        left = [(share - one) * weight for one, weight in zip(total, weights, strict=True)]
        over = {item: sum(left[g] for g in seen.supporters.of(item).tolist())
                - (int(seen.costs[item]) * seen.voters << _FINE) for item in self.watched}  # fmt: skip
        item = max(over, key=lambda one: over[one])
        scale = seen.voters << _FINE
        return share / scale, over[item] / scale, item

    def bound(self, multipliers: Floats) -> Fraction:
        """What any multipliers prove: e is at least this (unscaled).

        For rows l <= Ax <= u and a box of x: y l (y > 0) or y u (y < 0) summed, and the least of (c - A'y) x in the
        box.
        """
        low, high = self._row_bounds()
        sound = np.nan_to_num(multipliers)
        y: list[int] = [round(one * 2**_FINER) for one in np.clip(sound, -1e9, 1e9).tolist()]
        y = [0 if one > 0 and bound is None else one for one, bound in zip(y, low, strict=True)]
        box_low, box_high = self._box()
        reduced = np.zeros(len(box_low), object)
        reduced[-1] = 1 << _FINER
        products = np.array(y, object)[self.row] * self.factor.astype(object)
        np.subtract.at(reduced, self.column, products)
        total = sum(
            one * (least if one > 0 and least is not None else most)
            for one, least, most in zip(y, low, high, strict=True)
        )
        for cost, least, most in zip(reduced.tolist(), box_low, box_high, strict=True):
            total += cost * (least if cost > 0 else most)
        return Fraction(total, self.seen.voters << _FINER)

    @property
    def _unit(self) -> float:
        """Scaled money is divided by this, so that HiGHS meets numbers near 1."""
        return float(max(self.seen.budget, 1))

    def _row_bounds(self) -> tuple[list[int | None], list[int]]:
        scaled = [int(cost) * self.seen.voters for cost in self.seen.costs.tolist()]
        groups = [0] * self.seen.ballots.n
        costs = [scaled[item] for item in self.bought]
        return [*groups, *costs, *[None] * len(self.watched)], [*groups, *costs, *(scaled[p] for p in self.watched)]

    def _box(self) -> tuple[list[int], list[int]]:
        """Bounds of all columns that cut off no best solution."""
        seen = self.seen
        costs, weights = seen.costs.tolist(), seen.weights.tolist()
        most = max(seen.budget, sum(costs[item] for item in self.bought) * seen.voters)
        pairs = zip(self.payer.tolist(), self.paid.tolist(), strict=True)
        pays = [costs[item] * seen.voters // weights[group] + 1 for group, item in pairs]
        left = [most] * seen.ballots.n
        width = most * seen.voters + max(costs) * seen.voters
        low = [0] * (len(pays) + len(left)) + [seen.budget, -width]
        return low, [*pays, *left, most, width]


def _silent(seconds: float) -> highspy.Highs:
    highs = SilentHighs()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    return highs


def _floats(values: Any, unit: float) -> Floats:
    return np.array([value / unit for value in values], np.float64)
