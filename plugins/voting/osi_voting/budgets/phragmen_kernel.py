"""The compiled part of Phragmén's rule: floating point that knows its own error, and stops where that is not enough.

A voter's load is the time of the last purchase it took part in, so a project's time is its cost plus times of earlier
rounds, counted by whole numbers, divided by the weight of its supporters. All terms are positive: relative errors add
up and never grow otherwise.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.limits_kernel import close_excluded
from osi_voting.kernels import jit

__all__ = ["CONTESTED", "FINISHED", "OVER_BUDGET", "Loads", "Network", "buy", "counts_of", "run"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_OPEN, _FUNDED, _TOO_POOR = 0, 1, 2
FINISHED: Final = 0
CONTESTED: Final = 1
OVER_BUDGET: Final = 2
"""Why `run` returned: nothing is left; a round that needs whole numbers; the next project exceeds the budget."""

_EPS: Final = 2.0**-53


class Network(NamedTuple):
    """What does not change: costs, supporters by project with their weights, and limits."""

    costs: Ints
    support: Ints
    item_offsets: Ints
    item_ballots: NDArray[np.int32]
    item_weights: Ints
    pot_of: Ints
    pots: Ints
    rival_of: Ints
    rivals: Ints


class Loads(NamedTuple):
    """What does. `last[ballot]` is 1 + the round of the voter's last purchase (0: none yet), `times[1 + k]` the time of
    round k; `counts[k, 1 + j]` supporters of the project bought in round k had bought last in round j.
    """

    status: NDArray[np.uint8]
    room: Ints
    lowest: Floats
    last: NDArray[np.int32]
    times: Floats
    order: NDArray[np.int32]
    counts: Ints
    contest: NDArray[np.int32]
    numbers: Ints


ROUNDS, CONTESTANTS, MONEY, EVALUATIONS = range(4)
"""Places in `Loads.numbers`; MONEY is what is left of the budget."""


@jit
def counts_of(network: Any, loads: Any, item: Any, counts: Ints) -> None:
    """How many supporters of a project bought last in which round."""
    counts[: loads.numbers[ROUNDS] + 1] = 0
    ballots, weights, last = network.item_ballots, network.item_weights, loads.last
    weighted = len(weights) > 0
    for at in range(network.item_offsets[item], network.item_offsets[item + 1]):
        counts[last[ballots[at]]] += weights[at] if weighted else np.int64(1)


@jit
def _time(network: Any, loads: Any, item: Any) -> float:
    ballots, weights, last, times = network.item_ballots, network.item_weights, loads.last, loads.times
    first, end, total = network.item_offsets[item], network.item_offsets[item + 1], float(network.costs[item])
    if len(weights):
        for at in range(first, end):
            total += weights[at] * times[last[ballots[at]]]
    else:
        for at in range(first, end):
            total += times[last[ballots[at]]]
    return total / float(network.support[item])


@jit
def buy(network: Any, loads: Any, item: Any, time: float) -> None:
    """Funds a project at a time: its supporters' loads rise to it."""
    k = loads.numbers[ROUNDS]
    counts_of(network, loads, item, loads.counts[k])
    for at in range(network.item_offsets[item], network.item_offsets[item + 1]):
        loads.last[network.item_ballots[at]] = k + 1
    if time < 0.0:
        time = float(network.costs[item])
        for j in range(k + 1):
            time += loads.counts[k, j] * loads.times[j]
        time /= float(network.support[item])
    loads.times[k + 1] = time
    loads.order[k] = item
    loads.status[item] = _FUNDED
    loads.numbers[ROUNDS] = k + 1
    loads.numbers[MONEY] -= network.costs[item]
    close_excluded(
        network.costs, network.pot_of, network.pots, network.rival_of, network.rivals, loads.status, loads.room, item
    )


@jit
def run(network: Any, loads: Any) -> int:
    """Buys round after round; see the constants for why it stops. The contestants stand in `contest`."""
    m = len(network.costs)
    looked, error = np.full(m, -1, np.int64), np.empty(m)
    while True:
        k = loads.numbers[ROUNDS]
        best = np.inf
        while True:
            item, lowest = np.int64(-1), np.inf
            for other in range(m):
                if loads.status[other] == _OPEN and looked[other] != k and loads.lowest[other] < lowest:
                    item, lowest = other, loads.lowest[other]
            if item < 0 or lowest > best:
                break
            size = float(network.item_offsets[item + 1] - network.item_offsets[item])
            time = _time(network, loads, item)
            error[item] = time * _EPS * (size + (k + 1.0) * (k + 8.0))
            loads.lowest[item] = max(loads.lowest[item], time - error[item])
            best = min(best, time + error[item])
            looked[item] = k
            loads.numbers[EVALUATIONS] += 1
        found = 0
        for other in range(m):
            if loads.status[other] == _OPEN and looked[other] == k and loads.lowest[other] <= best:
                loads.contest[found] = other
                found += 1
        loads.numbers[CONTESTANTS] = found
        if found == 0:
            return FINISHED
        if found > 1:
            return CONTESTED
        if network.costs[loads.contest[0]] > loads.numbers[MONEY]:
            return OVER_BUDGET
        buy(network, loads, np.int64(loads.contest[0]), -1.0)
