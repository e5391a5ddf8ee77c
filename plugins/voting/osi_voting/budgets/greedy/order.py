"""Greedy choice by a ratio of whole numbers, compared exactly."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.instance import Instance
from osi_voting.budgets.standing import FUNDED, OPEN, SERVED, TOO_DEAR, TOO_POOR, WAITING, Standing, Status

__all__ = ["FREE", "Key", "OverBudget", "Taking", "Turn", "points", "present_totals", "ratio", "totals"]


Chosen = tuple[list[int], tuple[tuple[int, ...], ...]]
"""Projects in the order of choice, and the groups of equal ones of which only some were chosen."""

OverBudget = Literal["skip", "stop", "part"]
"""What is done when the next project costs more than is left: pass it over, end, or give it what is left and end."""

Key = Callable[[int, int], Fraction]
"""By what projects are ordered: from the total satisfaction of one and its cost."""

FREE = Fraction(10**40)
"""The ratio of what is free, far above any satisfaction."""


def totals(instance: Instance) -> list[int]:
    """The satisfaction that each project gives to all its supporters together."""
    return [units * scale for units, scale in zip(instance.units().tolist(), instance.scale.tolist(), strict=True)]


def present_totals(instance: Instance, standing: Standing) -> list[int]:
    """The same for those supporters that are not served by substitutes."""
    found = totals(instance)
    for item in set(instance.limits.substitutes.tolist()):
        found[item] = standing.units(item) * int(instance.scale[item])
    return found


def ratio(total: int, cost: int) -> Fraction:
    """Satisfaction per cost; what is free comes first."""
    return Fraction(total, cost) if cost else FREE


def points(total: int, _: int) -> Fraction:
    """Total satisfaction alone."""
    return Fraction(total)


class Turn(NamedTuple):
    """What was so when a project was about to be taken: minus its key, its rank, the money left; where limits can
    change it, where all projects stood; and minus the keys of all.
    """

    key: Fraction
    rank: int
    money: int
    status: Status | None
    keys: list[Fraction]


@dataclass
class Taking:
    """Takes open projects by falling key while they fit, in one pass. What does not fit is marked TOO_POOR. With
    `unsupported` also those whose supporters are all served.

    With `over_budget` other than skip the first that does not fit ends all, also one that costs more than the whole
    budget; it is `stopped_by` then. If it is to get a part, that is what is left, where it is `least_part` percent of
    its cost or more; it then is the last of the order, and `part` is what it gets.

    `turns` tell of each that is taken. `queue` holds those that were open, as (minus key, rank, project); an entry
    whose key is no longer the project's has been replaced by another.
    """

    instance: Instance
    standing: Standing
    money: int
    key: Key
    unsupported: bool = False
    over_budget: OverBudget = "skip"
    least_part: int = 0
    stopped_by: int | None = None
    part: int | None = None
    turns: list[Turn] = field(default_factory=list)
    queue: list[tuple[Fraction, int, int]] = field(default_factory=list)
    groups: dict[Fraction, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.costs, self.ranks, self.scale = (
            self.instance.cost_list,
            self.instance.ranks.tolist(),
            self.instance.scale.tolist(),
        )
        values = present_totals(self.instance, self.standing)
        self.keys = [-self.key(total, cost) for total, cost in zip(values, self.costs, strict=True)]

    def run(self) -> Chosen:
        status, order, limits = self.standing.status, list[int](), self.instance.limits
        ends = self.over_budget != "skip"
        dear = status == TOO_DEAR
        if ends:
            self._open(dear)
        self.queue = sorted((self.keys[p], self.ranks[p], p) for p in np.flatnonzero(status == OPEN).tolist())
        for at, (key, _, item) in enumerate(self.queue):  # which grows behind `at`
            if key != self.keys[item]:
                continue
            self.groups.setdefault(key, []).append(item)
            if status[item] != OPEN:
                continue
            if ends and self.costs[item] > self.money:
                order += self._end_with(item)
                break
            if self.costs[item] > self.money:
                status[item] = TOO_POOR
                continue
            keys = list(self.keys) if len(limits.substitutes) else self.keys
            turn = Turn(key, self.ranks[item], self.money, status.copy() if limits.any else None, keys)
            self.turns.append(turn)
            self.money -= self.costs[item]
            self.instance.fund(self.standing, item)
            order.append(item)
            if limits.any:
                self._put_again(item, at + 1)
        status[dear & np.isin(status, (OPEN, TOO_POOR, WAITING))] = TOO_DEAR
        return order, tuple(tuple(group) for group in self.groups.values() if _mattered(group, status))

    def _open(self, dear: NDArray[np.bool_]) -> None:
        """Opens projects that cost more than the whole budget, as far as limits let them be what ends it."""
        limits, status = self.instance.limits, self.standing.status
        looked = dear & limits.hold()
        status[looked] = np.where(limits.needs[looked] > 0, WAITING, OPEN)

    def _end_with(self, item: int) -> list[int]:
        """Ends with a project that costs more than is left; the project, where it gets that."""
        self.stopped_by, cost = item, self.costs[item]
        enough = self.money > 0 and self.money * 100 >= self.least_part * cost
        if self.over_budget != "part" or not enough:
            self.standing.status[item] = TOO_POOR
            return []
        self.turns.append(Turn(self.keys[item], self.ranks[item], self.money, None, self.keys))
        status, missing = self.standing.status, self.standing.missing
        status[item], self.part, self.money = FUNDED, self.money, 0
        for other in self.instance.limits.opened_by(item):
            missing[other] -= 1
            if status[other] == WAITING and not missing[other]:
                status[other] = OPEN
        return [item]

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
