"""The compiled part of maximin support: a maximal flow from projects to the voters who support them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.kernels import inner, jit

__all__ = ["overloaded"]

Ints = NDArray[np.int64]


@inner
def _levels(offsets: Ints, groups: Ints, back: Ints, owners: Ints, flow: Ints, supply: Ints, room: Ints) -> Any:
    """Breadth first from projects with supply through the residual network: (levels of projects, of groups, found)."""
    projects, others = len(supply), len(room)
    project_level, group_level = np.full(projects, -1, np.int64), np.full(others, -1, np.int64)
    queue = np.empty(projects + others, np.int64)
    head, tail, found = 0, 0, False
    for project in range(projects):
        if supply[project] > 0:
            project_level[project] = 0
            queue[tail] = project
            tail += 1
    while head < tail:
        at = queue[head]
        head += 1
        if at < projects:
            for edge in range(offsets[at], offsets[at + 1]):
                group = groups[edge]
                if group_level[group] < 0:
                    group_level[group] = project_level[at] + 1
                    found = found or room[group] > 0
                    queue[tail] = projects + group
                    tail += 1
        else:
            group = at - projects
            for place in range(back[group], back[group + 1]):
                edge = owners[place, 1]
                project = owners[place, 0]
                if flow[edge] > 0 and project_level[project] < 0:
                    project_level[project] = group_level[group] + 1
                    queue[tail] = project
                    tail += 1
    return project_level, group_level, found


@inner
def _push(
    offsets: Ints, groups: Ints, back: Ints, owners: Ints, flow: Ints, supply: Ints, room: Ints,
    project_level: Ints, group_level: Ints,
) -> None:  # fmt: skip
    """A blocking flow along the levels, path by path with a stack of edges (E. A. Dinic 1970)."""
    projects, others = len(supply), len(room)
    next_edge, next_back = offsets[:-1].copy(), back[:-1].copy()
    path = np.empty(projects + others + 1, np.int64)
    for source in range(projects):
        while supply[source] > 0 and project_level[source] == 0:
            depth, at, is_group, amount = 0, source, False, np.int64(0)
            while True:
                if not is_group:
                    if next_edge[at] == offsets[at + 1]:
                        if depth == 0:
                            break
                        depth -= 1
                        edge = path[depth]
                        at, is_group = groups[edge], True
                        next_back[at] += 1
                        continue
                    edge = next_edge[at]
                    group = groups[edge]
                    if group_level[group] != project_level[at] + 1:
                        next_edge[at] += 1
                        continue
                    path[depth] = edge
                    depth += 1
                    at, is_group = group, True
                else:
                    if room[at] > 0:
                        amount = min(supply[source], room[at])
                        for step in range(1, depth, 2):
                            amount = min(amount, flow[path[step]])
                        for step in range(depth):
                            flow[path[step]] += amount if step % 2 == 0 else -amount
                        supply[source] -= amount
                        room[at] -= amount
                        break
                    if next_back[at] == back[at + 1]:
                        depth -= 1
                        edge = path[depth]
                        at, is_group = _owner(offsets, edge), False
                        next_edge[at] += 1
                        continue
                    edge, project = owners[next_back[at], 1], owners[next_back[at], 0]
                    if flow[edge] <= 0 or project_level[project] != group_level[at] + 1:
                        next_back[at] += 1
                        continue
                    path[depth] = edge
                    depth += 1
                    at, is_group = project, False
            if amount == 0:
                break


@inner
def _owner(offsets: Ints, edge: int) -> int:
    """The project whose edge this is."""
    return np.int64(np.searchsorted(offsets, edge, side="right") - 1)  # type: ignore[return-value] # a whole number


@inner
def _owners(offsets: Ints, groups: Ints, others: int) -> Any:
    """The edges turned round: for each group its (project, edge)."""
    back = np.zeros(others + 1, np.int64)
    for group in groups:
        back[group + 1] += 1
    for group in range(others):
        back[group + 1] += back[group]
    fill, owners = back[:-1].copy(), np.empty((len(groups), 2), np.int64)
    for project in range(len(offsets) - 1):
        for edge in range(offsets[project], offsets[project + 1]):
            owners[fill[groups[edge]], 0], owners[fill[groups[edge]], 1] = project, edge
            fill[groups[edge]] += 1
    return back, owners


@jit
def overloaded(offsets: Ints, groups: Ints, others: int, supply: Ints, room: Ints) -> Any:
    """Which projects cannot all be carried by their groups of voters, whose `room` is what each can take: those that
    are reached in the residual network of a maximal flow (a minimal cut). None are where all can be carried. And how
    much cannot.
    """
    supply, room = supply.copy(), room.copy()
    flow = np.zeros(len(groups), np.int64)
    back, owners = _owners(offsets, groups, others)
    while True:
        project_level, group_level, found = _levels(offsets, groups, back, owners, flow, supply, room)
        if not found:
            return project_level >= 0, supply.sum()
        _push(offsets, groups, back, owners, flow, supply, room, project_level, group_level)
