"""Greedy choice by a ratio of whole numbers, compared exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from osi_voting.arrays import Ints
from osi_voting.budgets.instance import FUNDED, OPEN, TOO_POOR, Instance, Status

__all__ = ["by_points", "by_ratio", "totals"]


Chosen = tuple[list[int], tuple[tuple[int, ...], ...]]
"""Projects in the order of choice, and the groups of equal ones of which only some were chosen."""


def by_ratio(instance: Instance, status: Status, room: Ints, money: int) -> Chosen:
    """Takes open projects by satisfaction per cost while they fit. What does not fit is marked TOO_POOR."""
    costs = instance.costs.tolist()
    return _take(instance, status, room, money, [_ratio(*row) for row in zip(totals(instance), costs, strict=True)])


def by_points(instance: Instance, status: Status, room: Ints, money: int) -> Chosen:
    """Takes open projects by total satisfaction while they fit. What does not fit is marked TOO_POOR."""
    return _take(instance, status, room, money, [Fraction(total) for total in totals(instance)])


def totals(instance: Instance) -> list[int]:
    """The satisfaction that each project gives to all its supporters together."""
    return [units * scale for units, scale in zip(instance.units().tolist(), instance.scale.tolist(), strict=True)]


def _ratio(total: int, cost: int) -> Fraction:
    """What is free comes first; satisfaction is far below 10^40."""
    return Fraction(total, cost) if cost else Fraction(10**40)


def _take(instance: Instance, status: Status, room: Ints, money: int, keys: list[Fraction]) -> Chosen:
    costs, ranks = instance.costs.tolist(), instance.ranks.tolist()
    order: list[int] = []
    groups: dict[Fraction, list[int]] = {}
    for item in sorted(np.flatnonzero(status == OPEN).tolist(), key=lambda p: (-keys[p], ranks[p])):
        groups.setdefault(keys[item], []).append(item)
        if status[item] != OPEN:
            continue
        if costs[item] > money:
            status[item] = TOO_POOR
            continue
        status[item] = FUNDED
        money -= costs[item]
        instance.close_excluded(status, room, item)
        order.append(item)
    return order, tuple(tuple(group) for group in groups.values() if _mattered(group, status))


def _mattered(group: list[int], status: Status) -> bool:
    """Whether a tie decided anything: some of the group are funded and some are not."""
    funded = sum(1 for item in group if status[item] == FUNDED)
    return 0 < funded < len(group)
