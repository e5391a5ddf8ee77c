"""What sets of projects are worth to all voters together."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from osi_voting.budgets.greedy.order import totals
from osi_voting.budgets.instance import Instance

__all__ = ["Welfare"]


@dataclass
class Welfare:
    """The satisfaction of all voters together, of which a ballot gets from substitutes the most that any of them gives
    it; each project besides `step`-fold and with its tie order as last digits, if `step` is above 1.

    `alone` is what each project is worth if nothing else is funded; no set is worth more than these together.
    """

    instance: Instance
    step: int = 1
    alone: list[int] = field(init=False)
    _known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        m, ranks = self.instance.m, self.instance.ranks.tolist()
        self.digits = [m - rank if self.step > 1 else 0 for rank in ranks]
        self.plain = totals(self.instance)
        self.alone = [value * self.step + digit for value, digit in zip(self.plain, self.digits, strict=True)]
        self.group = {p: frozenset([p, *self.instance.limits.substitutes_of(p)]) for p in range(m)}
        self._grouped = {p for p in range(m) if len(self.group[p]) > 1}

    def gain(self, item: int, taken: list[int]) -> int:
        """What a project adds to others that are taken."""
        if item not in self._grouped or self.group[item].isdisjoint(taken):
            return self.alone[item]
        before = tuple(sorted(self.group[item].intersection(taken)))
        more = self._most(tuple(sorted((*before, item)))) - self._most(before)
        return more * self.step + self.digits[item]

    def value(self, items: frozenset[int]) -> int:
        """What a set is worth."""
        total, taken = 0, list[int]()
        for item in sorted(items):
            total += self.gain(item, taken)
            taken.append(item)
        return total

    def idle(self, item: int, items: frozenset[int]) -> bool:
        """Whether a project of a set gives nobody anything because of its substitutes there."""
        others = [other for other in items if other != item]
        return item in self._grouped and bool(self.plain[item]) and self.gain(item, others) == self.digits[item]

    def _most(self, items: tuple[int, ...]) -> int:
        """What substitutes give together: to each ballot the most of any."""
        if items not in self._known:
            self._known[items] = self._summed(items)
        return self._known[items]

    def _summed(self, items: tuple[int, ...]) -> int:
        if len(items) == 1:
            return self.plain[items[0]]
        instance, best = self.instance, np.zeros(self.instance.ballots.n, np.int64)
        for item in items:
            first, end = instance.supporters.offsets[item], instance.supporters.offsets[item + 1]
            rows, values = instance.supporters.ballots[first:end], instance.supporters.values
            worth = instance.scale[item] if values is None else values[first:end]
            best[rows] = np.maximum(best[rows], worth)
        amounts, place = np.unique(best, return_inverse=True)
        counts = np.zeros(len(amounts), np.int64)
        np.add.at(counts, place, instance.ballots.weight_array())
        return sum(amount * count for amount, count in zip(amounts.tolist(), counts.tolist(), strict=True))
