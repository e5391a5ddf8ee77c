"""Greedy choice by a ratio of whole numbers, compared exactly."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from osi_voting.budgets.instance import Instance
from osi_voting.budgets.standing import FUNDED, OPEN, SERVED, TOO_POOR, WAITING, Standing

__all__ = ["by_points", "by_ratio", "present_totals", "totals"]


Chosen = tuple[list[int], tuple[tuple[int, ...], ...]]
"""Projects in the order of choice, and the groups of equal ones of which only some were chosen."""


def by_ratio(instance: Instance, standing: Standing, money: int, unsupported: bool = False) -> Chosen:
    """Takes open projects by satisfaction per cost while they fit. What does not fit is marked TOO_POOR. With
    `unsupported` also those whose supporters are all served.
    """
    return _Taking(instance, standing, money, unsupported, _ratio).run()


def by_points(instance: Instance, standing: Standing, money: int, unsupported: bool = False) -> Chosen:
    """Takes open projects by total satisfaction while they fit; else the same."""
    return _Taking(instance, standing, money, unsupported, lambda total, _: Fraction(total)).run()


def totals(instance: Instance) -> list[int]:
    """The satisfaction that each project gives to all its supporters together."""
    return [units * scale for units, scale in zip(instance.units().tolist(), instance.scale.tolist(), strict=True)]


def present_totals(instance: Instance, standing: Standing) -> list[int]:
    """The same for those supporters that are not served by substitutes."""
    found = totals(instance)
    for item in set(instance.limits.substitutes.tolist()):
        found[item] = standing.units(item) * int(instance.scale[item])
    return found


def _ratio(total: int, cost: int) -> Fraction:
    """What is free comes first; satisfaction is far below 10^40."""
    return Fraction(total, cost) if cost else Fraction(10**40)


@dataclass
class _Taking:
    """One pass through the projects. `queue` holds those that were open, as (minus key, rank, project); an entry whose
    key is no longer the project's has been replaced by another.
    """

    instance: Instance
    standing: Standing
    money: int
    unsupported: bool
    key: Callable[[int, int], Fraction]
    queue: list[tuple[Fraction, int, int]] = field(default_factory=list)
    groups: dict[Fraction, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.costs, self.ranks = self.instance.cost_list, self.instance.ranks.tolist()
        values = present_totals(self.instance, self.standing)
        self.keys = [-self.key(total, cost) for total, cost in zip(values, self.costs, strict=True)]

    def run(self) -> Chosen:
        status, order = self.standing.status, list[int]()
        self.queue = sorted((self.keys[p], self.ranks[p], p) for p in np.flatnonzero(status == OPEN).tolist())
        for at, (key, _, item) in enumerate(self.queue):  # which grows behind `at`
            if key != self.keys[item]:
                continue
            self.groups.setdefault(key, []).append(item)
            if status[item] != OPEN:
                continue
            if self.costs[item] > self.money:
                status[item] = TOO_POOR
                continue
            self.money -= self.costs[item]
            self.instance.fund(self.standing, item)
            order.append(item)
            if self.instance.limits.any:
                self._put_again(item, at + 1)
        return order, tuple(tuple(group) for group in self.groups.values() if _mattered(group, status))

    def _put_again(self, item: int, after: int) -> None:
        """Puts in line what a funded project has opened, and its substitutes with what they are worth without those
        whom it serves.
        """
        limits, status = self.instance.limits, self.standing.status
        opened = limits.opened_by(item)
        for other in dict.fromkeys([*limits.substitutes_of(item), *opened]):
            if status[other] == SERVED and self.unsupported:
                status[other] = WAITING if self.standing.missing[other] else OPEN
            if status[other] != OPEN:
                continue
            total = self.standing.units(other) * int(self.instance.scale[other])
            key = -self.key(total, self.costs[other])
            if key != self.keys[other] or other in opened:
                if self.keys[other] == self.keys[item] and other not in opened:
                    self.groups[self.keys[item]].append(other)
                self.keys[other] = key
                insort(self.queue, (key, self.ranks[other], other), after)


def _mattered(group: list[int], status: np.ndarray) -> bool:
    """Whether a tie decided anything: some of the group are funded and some are not."""
    funded = sum(1 for item in group if status[item] == FUNDED)
    return 0 < funded < len(group)
