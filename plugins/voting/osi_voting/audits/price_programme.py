"""The linear programme behind priceability, and what whole numbers make of its floats.

Money is multiplied by the number of voters, so that a voter's part of the budget is the whole number B. Columns are
the payments p(g, c) of each voter of a group g for a chosen item c, what is left r(g), the share b, and the excess e.
Rows: r(g) + sum of p(g, .) - b = 0; the payments for c make its cost; supporters of a watched, unchosen c have left at
most its cost and e. Minimise e.

Where only some of the unchosen items are watched, voters who approve the same of these and of the chosen are one group,
and the programme is small: what it proves impossible is impossible, and what it finds is checked for all items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.audits.judged import Judged
from osi_voting.audits.payments import payments
from osi_voting.highs import SilentHighs

__all__ = ["Excess", "PriceProgramme", "Solution"]

Floats = NDArray[np.float64]
Exact = NDArray[np.object_]
"""Python's integers, of any size."""

_FINE = 30
"""Payments are rounded to 2^-30 of the scaled minor unit, multipliers to 2^-50."""
_FINER = 50


@dataclass(frozen=True)
class Solution:
    """Payments (scaled money) and multipliers, as floats, and the seconds that HiGHS took."""

    payments: Floats
    multipliers: Floats
    seconds: float


@dataclass(frozen=True)
class Excess:
    """With so much a voter (`share`), what each unchosen item's supporters have left beyond its cost: exactly."""

    share: Fraction
    over: dict[int, Fraction]

    @property
    def most(self) -> Fraction:
        """The largest."""
        return max(self.over.values())

    def worst(self) -> list[int]:
        """The items whose supporters have too much left, the most first."""
        return sorted((item for item, over in self.over.items() if over > 0), key=lambda item: -self.over[item])


@dataclass(frozen=True)
class PriceProgramme:
    """`whole` has equal ballots merged; in `seen` they are groups, by what they approve of the chosen and the watched:
    `group` has the number for each ballot of `whole`. Payments stand in order of groups; `payer[k]` pays for `paid[k]`.
    """

    whole: Judged
    seen: Judged
    group: Ints
    payer: NDArray[np.int32]
    paid: NDArray[np.int32]
    bought: tuple[int, ...]
    watched: tuple[int, ...]
    row: Ints
    column: Ints
    factor: Ints

    @classmethod
    def of(cls, whole: Judged, watched: Sequence[int]) -> PriceProgramme:
        """From an outcome with equal ballots merged; `watched` are unchosen items with supporters."""
        asked = whole.chosen.copy()
        asked[list(watched)] = True
        seen, group = whole.alike(asked)
        rows, choices = seen.ballots.rows(), seen.ballots.choices
        mine = seen.chosen[choices]
        payer, paid = rows[mine], choices[mine]
        bought = tuple(sorted({int(one) for one in paid.tolist()}))
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
        return cls(whole, seen, group, payer, paid, bought, tuple(watched), row, column, factor)

    def guesses(self) -> Iterator[Floats]:
        """Payments (scaled money) as equal shares would have them, in three orders of the items."""
        per_head = self.seen.costs / np.maximum(self.seen.support, 1)
        for order in (self.seen.order, self.bought, sorted(self.bought, key=lambda item: per_head[item])):
            found = np.zeros(len(self.payer))
            shared = payments(self.seen, order)
            for item, (_, amounts) in zip(shared.items, shared.paid, strict=True):
                found[self.paid == item] = amounts  # both by rising number of the group
            yield found * self.seen.voters

    def solve(self, seconds: float) -> Solution | None:
        """What HiGHS finds; None where it did not finish."""
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
        payments = np.array(solution.col_value)[: len(self.payer)] * unit
        return Solution(payments, np.array(solution.row_dual), highs.getRunTime())

    def excess(self, payments: Floats) -> Excess:
        """What a price system near these payments reaches, exactly, for all unchosen items: unscaled money.

        Each item's payments are rounded and made to add up by those who pay most for it; b is then the most that any
        voter pays, and at least the part of the budget.
        """
        seen = self.seen
        total = [Fraction(0)] * seen.ballots.n
        for paid, group in zip(self._made_to_add_up(payments), self.payer.tolist(), strict=True):
            total[group] += paid
        share = max([Fraction(seen.budget << _FINE), *total])
        parts = lcm(*(one.denominator for one in total))
        left = np.array([int((share - one) * parts) for one in total], object)
        scale = parts * (seen.voters << _FINE)
        over = {item: Fraction(int(heads @ left[groups]), scale) - int(seen.costs[item])
                for item, groups, heads in self._supporters}  # fmt: skip
        return Excess(share / (seen.voters << _FINE), over)

    def _made_to_add_up(self, payments: Floats) -> list[Fraction]:
        """Payments in units of 2^-30, those for each item exactly its cost."""
        seen, weights = self.seen, self.seen.weights.tolist()
        units: list[int] = [max(0, round(one * 2**_FINE)) for one in payments.tolist()]
        payers: dict[int, list[int]] = {item: [] for item in self.bought}
        for k, item in enumerate(self.paid.tolist()):
            payers[item].append(k)
        exact = [Fraction(one) for one in units]
        for item, mine in payers.items():
            owed = int(seen.costs[item]) * seen.voters << _FINE
            missing = Fraction(owed - sum(units[k] * weights[self.payer[k]] for k in mine))
            for k in sorted(mine, key=lambda k: -units[k]):
                heads = weights[self.payer[k]]
                added = max(missing / heads, -exact[k])
                exact[k] += added
                missing -= added * heads
                if not missing:
                    break
        return exact

    @cached_property
    def _supporters(self) -> list[tuple[int, Ints, Exact]]:
        """For each unchosen item that anybody wants the groups with supporters, and how many these are."""
        found, whole = [], self.whole
        for item in whole.unchosen():
            ballots = whole.supporters.of(item)
            heads = np.zeros(self.seen.ballots.n, np.int64)
            np.add.at(heads, self.group[ballots], whole.weights[ballots])
            groups = np.flatnonzero(heads)
            if len(groups):
                found.append((item, groups, heads[groups].astype(object)))
        return found

    def decisive(self, multipliers: Floats) -> int:
        """The watched item on which the bound by these multipliers rests most."""
        mine = np.nan_to_num(multipliers)[-len(self.watched) :]
        return self.watched[int(np.argmax(np.abs(mine)))]

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
    highs.setOptionValue("time_limit", max(seconds, 0.0))
    return highs


def _floats(values: Any, unit: float) -> Floats:
    return np.array([value / unit for value in values], np.float64)
