"""The compiled part of equal shares that looks back: what voters have paid, and what they have left."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.equal_shares.state import NODES, ROUNDS
from osi_voting.kernels import inner, jit

__all__ = ["add_history", "count_paid", "money_left"]

Ints = NDArray[np.int64]

_EPS: Final = 2.0**-53


@inner
def add_history(state: Any, node: int, weight: int, units: Ints) -> None:
    """Adds what voters at a node have paid, in units of the price of each round."""
    while node > 1:
        units[state.paid_in[node]] += weight * state.worth[node]
        node = state.parent[node]


@jit
def count_paid(data: Any, state: Any, ballots: Any) -> Any:
    """What some voters, who all have money left, have paid: (their weight, units of the price of each round)."""
    weight_sum, weighted = np.int64(0), len(data.weights) > 0
    units = np.zeros(state.numbers[ROUNDS], np.int64)
    for ballot in ballots:
        weight = data.weights[ballot] if weighted else np.int64(1)
        weight_sum += weight
        state.weight_at[state.node[ballot]] += weight
    for node in range(state.numbers[NODES]):
        weight = state.weight_at[node]
        if weight:
            state.weight_at[node] = 0
            add_history(state, node, weight, units)
    return weight_sum, units


@jit
def money_left(data: Any, state: Any) -> Any:
    """For each project what its supporters have left together, and by how much that may be off."""
    standing = state.standing
    m, weighted = len(data.costs), len(standing.weights) > 0
    money, error = np.zeros(m), np.zeros(m)
    for item in range(m):
        first, end = standing.offsets[item], standing.ends[item]
        total, count = 0.0, 0.0
        for at in range(first, end):
            weight = standing.weights[at] if weighted else np.int64(1)
            total += weight * state.left[state.node[standing.ballots[at]]]
            count += weight
        money[item] = total
        error[item] = (float(end - first) + 4.0) * _EPS * total + count * 4.0 * _EPS * state.left[1]
    return money, error
