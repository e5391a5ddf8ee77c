"""A largest flow of loads from members of a committee to the ballots that support them."""

from __future__ import annotations

from typing import Any

import numpy as np

from osi_voting.kernels import jit

__all__ = ["not_carried"]


@jit
def not_carried(
    starts: Any, members: Any, rows: Any, member_starts: Any, by_member: Any, supply: Any, room: Any
) -> Any:
    """True for the members none of whose load could go to a ballot with room left, in a largest flow.

    Ballot r has the entries `starts[r]` to `starts[r + 1]`; entry e links `members[e]` with `rows[e]`; the entries of
    member i are `by_member[member_starts[i] : member_starts[i + 1]]`. Each member sends its `supply`, each ballot takes
    up to its `room`: both are used up.
    """
    many = len(supply)
    flow = np.zeros(len(members), np.int64)
    came = np.empty(many + len(room), np.int64)
    met = np.zeros(many + len(room), np.int64)  # by which search; members first, then ballots
    queue = np.empty(many + len(room), np.int64)
    search = 0
    for member in range(many):
        while supply[member] > 0:
            search += 1
            met[member] = search
            came[member] = -1
            queue[0] = member
            end, goal = 1, -1
            at = 0
            while at < end and goal < 0:
                node = queue[at]
                at += 1
                if node >= many and room[node - many] > 0:
                    goal = node
                elif node >= many:
                    for entry in range(starts[node - many], starts[node - many + 1]):
                        other = members[entry]
                        if flow[entry] > 0 and met[other] != search:
                            met[other], came[other], queue[end] = search, entry, other
                            end += 1
                else:
                    for place in range(member_starts[node], member_starts[node + 1]):
                        other = many + rows[by_member[place]]
                        if met[other] != search:
                            met[other], came[other], queue[end] = search, by_member[place], other
                            end += 1
            if goal < 0:
                break
            _augment(goal, many, members, rows, came, flow, supply, room)
    return _cut_off(many, starts, members, rows, member_starts, by_member, flow, room)


@jit
def _augment(goal: int, many: int, members: Any, rows: Any, came: Any, flow: Any, supply: Any, room: Any) -> None:
    """Sends as much as the way found takes: forth over an entry to a ballot, back over one from it."""
    amount, node = room[goal - many], goal
    while came[node] >= 0:
        entry = came[node]
        if node >= many:
            node = members[entry]
        else:
            amount = min(amount, flow[entry])
            node = many + rows[entry]
    amount = min(amount, supply[node])
    supply[node] -= amount
    room[goal - many] -= amount
    node = goal
    while came[node] >= 0:
        entry = came[node]
        if node >= many:
            flow[entry] += amount
            node = members[entry]
        else:
            flow[entry] -= amount
            node = many + rows[entry]


@jit
def _cut_off(
    many: int, starts: Any, members: Any, rows: Any, member_starts: Any, by_member: Any, flow: Any, room: Any
) -> Any:
    """Who cannot reach a ballot with room: a search back from these."""
    stuck = np.ones(many, np.bool_)
    able = room > 0
    queue = np.empty(len(room), np.int64)
    end = 0
    for row in range(len(room)):
        if able[row]:
            queue[end] = row
            end += 1
    at = 0
    while at < end:
        row = queue[at]
        at += 1
        for entry in range(starts[row], starts[row + 1]):
            member = members[entry]
            if stuck[member]:
                stuck[member] = False
                for place in range(member_starts[member], member_starts[member + 1]):
                    other = rows[by_member[place]]
                    if flow[by_member[place]] > 0 and not able[other]:
                        able[other] = True
                        queue[end] = other
                        end += 1
    return stuck
