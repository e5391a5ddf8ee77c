"""The fairest sharing of a committee's load: each seat is a load of 1 on its supporters, the heaviest load least.

For a fixed committee the highest load that nobody can avoid is the largest |T| / supporters(T) over its subsets T (by
Hall's theorem); those supporters carry it, and the rest is shared out in the same way. Exact: flows of whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["Profile", "fairest_loads"]

Profile = tuple[tuple[Fraction, int], ...]
"""Loads from the heaviest to the lightest, each with how many ballots carry it. Of two the lower tuple is fairer."""

Rows = Sequence[tuple[frozenset[int], int]]


def fairest_loads(committee: Iterable[int], ballots: Rows) -> Profile:
    """The loads of all ballots, given as (items, weight). Raises `ValueError` for a member without supporters."""
    left, rows, loads = set(committee), list(ballots), []
    while left:
        heaviest, load = _heaviest(left, rows)
        carried = sum(weight for its, weight in rows if its & heaviest)
        loads.append((load, carried))
        rows = [(its, weight) for its, weight in rows if not its & heaviest]
        left -= heaviest
    idle = sum(weight for _, weight in rows)
    return tuple(loads + ([(Fraction(0), idle)] if idle else []))


def _heaviest(members: set[int], rows: Rows) -> tuple[set[int], Fraction]:
    """The largest set T with the largest |T| / supporters(T) (W. Dinkelbach, "On Nonlinear Fractional Programming",
    Management Science 13(7), 1967).
    """
    merged: dict[frozenset[int], int] = {}
    for its, weight in rows:
        if held := its & members:
            merged[held] = merged.get(held, 0) + weight
    group = set(members)
    while True:
        supporters = sum(weight for its, weight in merged.items() if its & group)
        if not supporters:
            raise ValueError("committee: a member has no supporters")
        load = Fraction(len(group), supporters)
        closed = _not_carried(members, list(merged.items()), load)
        if not closed or Fraction(len(closed), sum(w for its, w in merged.items() if its & closed)) == load:
            return closed or group, load
        group = closed


def _not_carried(members: set[int], rows: Rows, load: Fraction) -> set[int]:
    """The largest T that maximises |T| - load · supporters(T): a smallest cut between items and ballots."""
    supply = dict.fromkeys(members, load.denominator)
    room = [load.numerator * weight for _, weight in rows]
    of_item: dict[int, list[int]] = {item: [] for item in members}
    for row, (its, _) in enumerate(rows):
        for item in its:
            of_item[item].append(row)
    flow: list[dict[int, int]] = [{} for _ in rows]
    for item in sorted(members):
        while supply[item] and _push(item, supply, room, of_item, flow):
            pass
    able = {row for row, free in enumerate(room) if free}  # ballots with room, and who can still reach them
    reach: set[int] = set()
    grown = True
    while grown:
        items = {item for item in members - reach if any(row in able for row in of_item[item])}
        rows_now = {row for row, sent in enumerate(flow) if row not in able and any(sent.get(item) for item in items)}
        reach |= items
        able |= rows_now
        grown = bool(items or rows_now)
    return members - reach


def _push(
    item: int, supply: dict[int, int], room: list[int], of_item: dict[int, list[int]], flow: list[dict[int, int]]
) -> bool:
    """Sends load of an item to ballots with room, along a shortest way that may move other items' load."""
    came: dict[tuple[str, int], tuple[str, int] | None] = {("item", item): None}
    queue: deque[tuple[str, int]] = deque(came)
    while queue:
        node = queue.popleft()
        if node[0] == "item":
            following = [("row", row) for row in of_item[node[1]]]
        elif room[node[1]]:
            return _augment(node, came, supply, room, flow)
        else:
            following = [("item", other) for other, sent in flow[node[1]].items() if sent]
        for step in following:
            if step not in came:
                came[step] = node
                queue.append(step)
    return False


def _augment(
    end: tuple[str, int], came: dict[tuple[str, int], tuple[str, int] | None], supply: dict[int, int],
    room: list[int], flow: list[dict[int, int]],
) -> bool:  # fmt: skip
    way = [end]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    way.reverse()  # item, row, item, row, ...
    back = [flow[way[at][1]][way[at + 1][1]] for at in range(1, len(way) - 1, 2)]
    amount = min([supply[way[0][1]], room[end[1]], *back])
    for at in range(0, len(way), 2):
        held = flow[way[at + 1][1]]
        held[way[at][1]] = held.get(way[at][1], 0) + amount
        if at:
            flow[way[at - 1][1]][way[at][1]] -= amount
    supply[way[0][1]] -= amount
    room[end[1]] -= amount
    return True
