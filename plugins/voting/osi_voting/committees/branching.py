"""What the searches for a best committee share: which committees limits allow, and how a search splits them.

A set of committees is given by `low` and `high`, 0 or 1 for each item: those with all items that have 1 in `low`, and
with none that has 0 in `high`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance
from osi_voting.limits import Limits, Room
from osi_voting.lp_bound import BoundedLP

__all__ = ["Committee", "add_limits", "including", "largest_shares", "possible"]

Committee = tuple[int, ...]
"""Items, the lowest number first."""


def including(limits: Limits, item: int, low: Ints, high: Ints) -> list[tuple[Ints, Ints]]:
    """The committees between `low` and `high` with the item and what it needs, and without what conflicts with it;
    none where that cannot be.
    """
    within, barred, needs = low.copy(), high.copy(), [item, *limits.needs[item]]
    within[needs] = 1
    barred[[other for one in needs for other in limits.conflicts[one]]] = 0
    return [(within, barred)] if (within <= barred).all() else []


def largest_shares(room: Room, shares: NDArray[np.float64]) -> Committee:
    """Again and again the item with the largest share of those that fit."""
    while room:
        room.take(int(np.argmax(np.where(room.open, shares, -np.inf))))
    return tuple(sorted(room.chosen))


def add_limits(lp: BoundedLP, instance: CommitteeInstance, least: int, most: int) -> None:
    """Rows on the first columns, one an item: how many in all, conflicts, quotas, and needs."""
    limits, items = instance.limits, range(instance.m)
    rows: list[tuple[Sequence[int], int, int]] = [(items, least, most)]
    rows += [((a, b), 0, 1) for a in items for b in sorted(limits.conflicts[a]) if a < b]
    rows += [(sorted(cap.members), 0, cap.number) for cap in limits.caps]
    rows += [(sorted(floor.members), floor.number, len(floor.members)) for floor in limits.floors]
    ones = sum(len(its) for its, _, _ in rows)
    rows += [((a, b), -1, 0) for a in items for b in sorted(limits.needs[a])]  # a less b
    columns = [item for its, _, _ in rows for item in its]
    starts = np.cumsum([0, *(len(its) for its, _, _ in rows)])[:-1].astype(np.int64)
    low, high = (np.array(side, np.int64) for side in ([row[1] for row in rows], [row[2] for row in rows]))
    factors = np.ones(len(columns), np.int64)
    factors[ones + 1 :: 2] = -1
    lp.add_rows(low, high, starts, np.array(columns, np.int64), factors)


def possible(instance: CommitteeInstance, low: Ints, high: Ints) -> bool:
    """Whether nothing plainly forbids all committees between `low` and `high`; exact where these are equal."""
    inside, outside = set(np.flatnonzero(low).tolist()), set(np.flatnonzero(high == 0).tolist())
    limits = instance.limits
    if len(inside) > instance.seats or (not limits and int(high.sum()) < instance.seats):
        return False
    if any(limits.conflicts[item] & inside or limits.needs[item] & outside for item in inside):
        return False
    if any(len(cap.members & inside) > cap.number for cap in limits.caps):
        return False
    return all(len(floor.members - outside) >= floor.number for floor in limits.floors)
