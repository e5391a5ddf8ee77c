"""The compiled part of equal shares that looks back: what voters have paid, and what they have left."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.equal_shares.state import ROUNDS
from osi_voting.kernels import inner, jit

__all__ = ["add_history", "count_paid", "marks", "money_left", "take_units"]

Ints = NDArray[np.int64]

_EPS: Final = 2.0**-53


@inner
def add_history(state: Any, node: int, weight: int, rounds: Any, end: Any) -> Any:
    """Adds what voters at a node have paid to `state.units`, in units of the price of each round. Rounds in which
    nobody had paid yet join `rounds[:end]`; their number then.
    """
    units = state.units
    while node > 1:
        paid_in = state.paid_in[node]
        if units[paid_in] == 0:
            rounds[end] = paid_in
            end += 1
        units[paid_in] += weight * state.worth[node]
        node = state.parent[node]
    return end


@inner
def take_units(state: Any, rounds: Any, units: Ints) -> None:
    """Puts rounds in order, and moves what was added up for each to `units`."""
    rounds.sort()
    for at in range(len(rounds)):
        units[at] = state.units[rounds[at]]
        state.units[rounds[at]] = 0


@jit
def count_paid(data: Any, state: Any, ballots: Any) -> Any:
    """What some voters, who all have money left, have paid: (their weight, rounds, units of the price of each)."""
    weight_sum, weighted, end = np.int64(0), len(data.weights) > 0, np.int64(0)
    for ballot in ballots:
        weight = data.weights[ballot] if weighted else np.int64(1)
        weight_sum += weight
        state.weight_at[state.node[ballot]] += weight
    rounds = np.empty(state.numbers[ROUNDS], np.int32)
    for ballot in ballots:
        node = state.node[ballot]
        if state.weight_at[node]:
            end = add_history(state, node, state.weight_at[node], rounds, end)
            state.weight_at[node] = 0
    found, units = rounds[:end], np.empty(end, np.int64)
    take_units(state, found, units)
    return weight_sum, found, units


@jit
def marks(state: Any, items: Any) -> Ints:
    """For each of these projects what is the same as before only if none of its supporters has paid since, or has been
    served by another: where its row ends, how many have money left, and at which node those stand who paid last.
    """
    found, standing = np.zeros((len(items), 3), np.int64), state.standing
    for at in range(len(items)):
        item = items[at]
        for place in range(standing.offsets[item], standing.ends[item]):
            node = state.node[standing.ballots[place]]
            found[at, 1] += node > 0
            found[at, 2] = max(found[at, 2], node)
        found[at, 0] = standing.ends[item]
    return found


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
