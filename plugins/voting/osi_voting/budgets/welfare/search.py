"""The search for the set of projects with the highest welfare: HiGHS proposes, whole numbers prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from osi_voting.budgets.standing import OPEN, WAITING
from osi_voting.budgets.welfare.worth import Welfare
from osi_voting.limits import quotas

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
    """One constraint: the amounts of those projects of a set that it names are at most `room` together. Of `relief[at]`
    it can at most get from projects from place `at` on in the order of search, as theirs are below 0.
    """

    room: int
    amounts: dict[int, int]
    relief: list[int] = field(default_factory=list)


@dataclass
class WelfareSearch:
    """Depth first over projects, with a bound that any multipliers of the constraints give (Lagrange), and the one of
    the budget alone (Dantzig 1957). Multipliers and a first solution come from HiGHS; nothing is believed but whole
    numbers. Substitutes are bounded by what each adds to those of its group that are taken, which only falls. A set
    must have `floors` projects of a category or district. No set with project p is worth more than `most_with[p]`.
    """

    welfare: Welfare
    nodes: int
    floors: Mapping[str, int]
    visited: int = 0
    limits: list[_Limit] = field(default_factory=list)
    most_with: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        instance, worth = self.welfare.instance, self.welfare.alone
        self.able: list[int] = np.flatnonzero((instance.status == OPEN) | (instance.status == WAITING)).tolist()
        self._costs = instance.cost_list
        self.able.sort(key=lambda p: (-worth[p] / max(self._costs[p], 1), instance.ranks[p]))
        self.limits = self._constraints()
        self._place = {p: at for at, p in enumerate(self.able)}
        for limit in self.limits:
            reliefs = (max(0, -limit.amounts.get(p, 0)) for p in reversed(self.able))
            limit.relief = list(accumulate(reliefs, initial=0))[::-1]
        self.touching: dict[int, list[int]] = {p: [] for p in self.able}
        for number, limit in enumerate(self.limits):
            for p in limit.amounts:
                self.touching[p].append(number)

    def search(self, above: int = -1) -> Best:
        """The best set worth more than `above`; its value is `above` where there is none."""
        if any(limit.room + limit.relief[0] < 0 for limit in self.limits):
            return Best(frozenset(), above, above)
        start, duals = self._highs()
        multipliers = [max(0, round(dual * _FINE)) for dual in duals]
        reduced = {p: self._reduced(p, multipliers) for p in self.able}
        base = sum(y * limit.room for y, limit in zip(multipliers, self.limits, strict=True))
        total = base + sum(max(0, gain) for gain in reduced.values())
        root = total // _FINE
        self.most_with = {p: (total + min(0, gain)) // _FINE for p, gain in reduced.items()}
        value, items = above, frozenset[int]()
        if self.fits(start) and self.welfare.value(start) > above:
            value, items = self.welfare.value(start), start
        value, items, complete = self._branch(value, items, base, reduced)
        return Best(items, value, value if complete else max(root, value))

    def _constraints(self) -> list[_Limit]:
        instance, limits = self.welfare.instance, self.welfare.instance.limits
        found = [_Limit(instance.budget, {p: self._costs[p] for p in self.able})]
        for pot, amount in enumerate(limits.amounts.tolist()):
            entries = np.flatnonzero(limits.pots == pot)
            drawn = np.searchsorted(limits.pot_of, entries, "right") - 1
            takes = dict(zip(drawn.tolist(), limits.takes[entries].tolist(), strict=True))
            found.append(_Limit(amount, {p: takes[p] for p in self.able if p in takes}))
        able = set(self.able)
        for p in self.able:
            rivals = limits.conflicts[limits.conflict_of[p] : limits.conflict_of[p + 1]].tolist()
            found += [_Limit(1, {p: 1, other: 1}) for other in rivals if other > p and other in able]
        for needed in range(instance.m):
            taken = {needed: -1} if needed in able else {}
            found += [_Limit(0, {p: 1} | taken) for p in limits.opened_by(needed) if p in able]
        for bound in quotas(instance.problem, "at_least", self.floors):
            found.append(_Limit(-bound.number, dict.fromkeys(able & bound.members, -1)))
        return found

    def _reduced(self, p: int, multipliers: list[int]) -> int:
        """What a project is worth beyond the price of what it takes, in units of 2^-40."""
        taken = sum(multipliers[number] * self.limits[number].amounts[p] for number in self.touching[p])
        return self.welfare.alone[p] * _FINE - taken

    def fits(self, items: frozenset[int]) -> bool:
        """Whether a set keeps to all limits."""
        return all(sum(limit.amounts.get(p, 0) for p in items) <= limit.room for limit in self.limits)

    def _branch(
        self, value: int, items: frozenset[int], base: int, reduced: dict[int, int]
    ) -> tuple[int, frozenset[int], bool]:
        """Goes through the projects, taken first where that is better; ends early when `nodes` are used up."""
        order, limits = self.able, self.limits
        gains = [max(0, reduced[p]) for p in order]
        tail = np.cumsum([0, *gains[::-1]], dtype=object)[::-1].tolist()
        room = [limit.room for limit in limits]
        taken: list[int] = []
        stack: list[tuple[int, int, bool, int]] = [(0, 0, False, base)]
        while stack:
            at, worth, undo, price = stack.pop()
            if undo:
                p = taken.pop()
                for number in self.touching[p]:
                    room[number] += limits[number].amounts[p]
                continue
            self.visited += 1
            if worth > value and min(room) >= 0:
                value, items = worth, frozenset(taken)
            if at == len(order) or (price + tail[at]) // _FINE <= value or worth + self._dantzig(at, room[0]) <= value:
                continue
            if self.visited > self.nodes:
                return value, items, False
            p = order[at]
            price += self._cut(p, taken, reduced)
            if all(room[number] + limits[number].relief[at + 1] >= 0 for number in self.touching[p]):
                stack.append((at + 1, worth, False, price))
            if all(
                limits[number].amounts[p] <= room[number] + limits[number].relief[at + 1] for number in self.touching[p]
            ):
                gain = self.welfare.gain(p, taken)
                less = (self.welfare.alone[p] - gain) * _FINE + self._cut_by(p, at, taken, reduced)
                stack.append((0, 0, True, 0))
                stack.append((at + 1, worth + gain, False, price + reduced[p] - less))
                taken.append(p)
                for number in self.touching[p]:
                    room[number] -= limits[number].amounts[p]
        return value, items, True

    def _cut(self, p: int, taken: list[int], reduced: dict[int, int]) -> int:
        """By how much those taken lower what a project can add to the bound."""
        less = (self.welfare.alone[p] - self.welfare.gain(p, taken)) * _FINE
        return max(0, reduced[p]) - max(0, reduced[p] - less)

    def _cut_by(self, p: int, at: int, taken: list[int], reduced: dict[int, int]) -> int:
        """By how much more if this one is taken, for all its substitutes that come later."""
        later = [other for other in self.welfare.group[p] if self._place.get(other, 0) > at]
        return sum(self._cut(q, [*taken, p], reduced) - self._cut(q, taken, reduced) for q in later)

    def _dantzig(self, at: int, money: int) -> int:
        """What the projects from `at` on can be worth by the budget alone, the last of them cut where money ends."""
        total = 0
        for p in self.able[at:]:
            cost = self._costs[p]
            if cost > money:
                return total + money * self.welfare.alone[p] // cost + 1
            money -= cost
            total += self.welfare.alone[p]
        return total

    def _highs(self) -> tuple[frozenset[int], list[float]]:
        """A good set and the multipliers of the constraints, both in floating point."""
        import highspy  # here, for all rules of budgets are imported together

        from osi_voting.highs import SilentHighs

        model = SilentHighs()
        model.setOptionValue("threads", 1)
        count = len(self.able)
        if not count:
            return frozenset(), [0.0] * len(self.limits)
        worth, place = self.welfare.alone, self._place
        largest = max(worth[p] for p in self.able) or 1
        model.addVars(count, np.zeros(count), np.ones(count))
        for p, at in place.items():
            model.changeColCost(at, -worth[p] / largest)
        sizes = []
        for limit in self.limits:
            size = float(max([1, *map(abs, limit.amounts.values())]))
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
