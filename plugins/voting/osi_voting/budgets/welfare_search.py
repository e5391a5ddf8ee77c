"""The search for the set of projects with the highest welfare: HiGHS proposes, whole numbers prove."""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np

from osi_voting.budgets.instance import OPEN, Instance
from osi_voting.highs import SilentHighs

__all__ = ["Best", "WelfareSearch"]

_FINE = 2**40
"""Multipliers are whole multiples of 2^-40."""


@dataclass(frozen=True)
class Best:
    """The best set found, its value, and what no set exceeds; equal when the search was complete."""

    items: frozenset[int]
    value: int
    bound: int


@dataclass
class _Limit:
    """One constraint: these projects together cost (or count) at most so much."""

    room: int
    amounts: dict[int, int]


@dataclass
class WelfareSearch:
    """Depth first over projects, with a bound that any multipliers of the constraints give (Lagrange), and the one of
    the budget alone (Dantzig 1957). Multipliers and a first solution come from HiGHS; nothing is believed but whole
    numbers.
    """

    instance: Instance
    worth: list[int]
    nodes: int
    visited: int = 0
    _limits: list[_Limit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._able = [int(p) for p in np.flatnonzero(self.instance.status == OPEN)]
        self._costs: list[int] = self.instance.costs.tolist()
        self._able.sort(key=lambda p: (-self.worth[p] / max(self._costs[p], 1), self.instance.ranks[p]))
        self._limits = self._constraints()
        self._touching: dict[int, list[int]] = {p: [] for p in self._able}
        for number, limit in enumerate(self._limits):
            for p in limit.amounts:
                self._touching[p].append(number)

    def search(self, at_least: int = -1) -> Best:
        """The best set worth more than `at_least`; its value is `at_least` where there is none."""
        start, duals = self._highs()
        multipliers = [max(0, round(dual * _FINE)) for dual in duals]
        reduced = {p: self._reduced(p, multipliers) for p in self._able}
        base = sum(y * limit.room for y, limit in zip(multipliers, self._limits, strict=True))
        root = (base + sum(max(0, gain) for gain in reduced.values())) // _FINE
        value, items = at_least, frozenset[int]()
        if self._fits(start) and sum(self.worth[p] for p in start) > at_least:
            value, items = sum(self.worth[p] for p in start), start
        value, items, complete = self._branch(value, items, base, reduced)
        return Best(items, value, value if complete else max(root, value))

    def _constraints(self) -> list[_Limit]:
        instance, limits = self.instance, self.instance.limits
        found = [_Limit(instance.budget, {p: self._costs[p] for p in self._able})]
        for pot, amount in enumerate(limits.amounts.tolist()):
            drawn = [p for p in self._able if pot in limits.pots[limits.pot_of[p] : limits.pot_of[p + 1]]]
            found.append(_Limit(amount, {p: self._costs[p] for p in drawn}))
        able = set(self._able)
        for p in self._able:
            rivals = limits.rivals[limits.rival_of[p] : limits.rival_of[p + 1]].tolist()
            found += [_Limit(1, {p: 1, other: 1}) for other in rivals if other > p and other in able]
        return found

    def _reduced(self, p: int, multipliers: list[int]) -> int:
        """What a project is worth beyond the price of what it takes, in units of 2^-40."""
        taken = sum(multipliers[number] * self._limits[number].amounts[p] for number in self._touching[p])
        return self.worth[p] * _FINE - taken

    def _fits(self, items: frozenset[int]) -> bool:
        return all(sum(limit.amounts.get(p, 0) for p in items) <= limit.room for limit in self._limits)

    def _branch(
        self, value: int, items: frozenset[int], base: int, reduced: dict[int, int]
    ) -> tuple[int, frozenset[int], bool]:
        """Goes through the projects, taken first where that is better; ends early when `nodes` are used up."""
        order, limits = self._able, self._limits
        gains = [max(0, reduced[p]) for p in order]
        tail = np.cumsum([0, *gains[::-1]], dtype=object)[::-1].tolist()
        room = [limit.room for limit in limits]
        taken: list[int] = []
        stack: list[tuple[int, int, bool, int]] = [(0, 0, False, base)]
        while stack:
            at, worth, undo, price = stack.pop()
            if undo:
                p = taken.pop()
                for number in self._touching[p]:
                    room[number] += limits[number].amounts[p]
                continue
            self.visited += 1
            if worth > value:
                value, items = worth, frozenset(taken)
            if at == len(order) or (price + tail[at]) // _FINE <= value or worth + self._dantzig(at, room[0]) <= value:
                continue
            if self.visited > self.nodes:
                return value, items, False
            p = order[at]
            stack.append((at + 1, worth, False, price))
            if all(limits[number].amounts[p] <= room[number] for number in self._touching[p]):
                stack.append((0, 0, True, 0))
                stack.append((at + 1, worth + self.worth[p], False, price + reduced[p]))
                taken.append(p)
                for number in self._touching[p]:
                    room[number] -= limits[number].amounts[p]
        return value, items, True

    def _dantzig(self, at: int, money: int) -> int:
        """What the projects from `at` on can be worth by the budget alone, the last of them cut where money ends."""
        total = 0
        for p in self._able[at:]:
            cost = self._costs[p]
            if cost > money:
                return total + money * self.worth[p] // cost + 1
            money -= cost
            total += self.worth[p]
        return total

    def _highs(self) -> tuple[frozenset[int], list[float]]:
        """A good set and the multipliers of the constraints, both in floating point."""
        model = SilentHighs()
        model.setOptionValue("threads", 1)
        count = len(self._able)
        if not count:
            return frozenset(), [0.0] * len(self._limits)
        largest = max(self.worth[p] for p in self._able) or 1
        place = {p: at for at, p in enumerate(self._able)}
        model.addVars(count, np.zeros(count), np.ones(count))
        for p, at in place.items():
            model.changeColCost(at, -self.worth[p] / largest)
        sizes = []
        for limit in self._limits:
            size = float(max([1, *limit.amounts.values()]))
            sizes.append(size)
            columns = np.array([place[p] for p in limit.amounts], np.int32)
            amounts = np.array([amount / size for amount in limit.amounts.values()])
            model.addRow(-highspy.kHighsInf, limit.room / size, len(columns), columns, amounts)
        model.run()
        rows = list(model.getSolution().row_dual)
        duals = [-dual * largest / size for dual, size in zip(rows, sizes, strict=True)]
        for at in range(count):
            model.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_max_nodes", 10_000)
        model.run()
        values = model.getSolution().col_value
        return frozenset(p for p, at in place.items() if at < len(values) and values[at] > 0.5), duals
