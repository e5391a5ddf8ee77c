"""Greedy choice by a ratio of whole numbers, compared exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from osi_voting.arrays import Ints
from osi_voting.budgets.instance import OPEN, FUNDED, TOO_POOR, Instance, Status

__all__ = ["by_points", "by_ratio"]


def by_ratio(instance: Instance, status: Status, room: Ints, money: int) -> tuple[list[int], tuple[tuple[int, ...], ...]]:
    """Takes open projects by satisfaction per cost while they fit: (order, ties). Marks them, and TOO_POOR what does
    not fit.
    """
    units = instance.units().tolist()
    costs = instance.costs.tolist()
    scale = instance.scale.tolist()
    keys = {p: _ratio(units[p], scale[p], costs[p]) for p in np.flatnonzero(status == OPEN).tolist()}
    return _take(instance, status, room, money, keys)


def by_points(instance: Instance, status: Status, room: Ints, money: int) -> tuple[list[int], tuple[tuple[int, ...], ...]]:
    """Takes open projects by total satisfaction while they fit."""
    units, scale = instance.units().tolist(), instance.scale.tolist()
    keys = {p: Fraction(units[p] * scale[p]) for p in np.flatnonzero(status == OPEN).tolist()}
    return _take(instance, status, room, money, keys)


def _ratio(units: int, scale: int, cost: int) -> Fraction:
    return Fraction(units * scale, cost) if cost else Fraction(10**40)


def _take(
    instance: Instance, status: Status, room: Ints, money: int, keys: dict[int, Fraction]
) -> tuple[list[int], tuple[tuple[int, ...], ...]]:
    costs, ranks = instance.costs.tolist(), instance.ranks.tolist()
    order: list[int] = []
    queue = sorted(keys, key=lambda p: (-keys[p], ranks[p]))
    groups: dict[Fraction, list[int]] = {}
    for item in queue:
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
