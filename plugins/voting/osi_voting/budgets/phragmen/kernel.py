"""The compiled part of Phragmén's rule: floating point that knows its own error, and stops where that is not enough.

A voter's load is the time of the last purchase it took part in, so a project's time is its cost plus times of earlier
rounds, counted by whole numbers, divided by the weight of its supporters. All terms are positive: relative errors add
up and never grow otherwise.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.limits.arrays import LimitRows
from osi_voting.budgets.limits.kernel import close_and_open
from osi_voting.budgets.standing import FUNDED, OPEN, Standing
from osi_voting.kernels import inner, jit

__all__ = ["CONTESTED", "FINISHED", "OPENED", "OVER_BUDGET", "Loads", "Network", "buy", "counts_of", "run"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FINISHED: Final = 0
CONTESTED: Final = 1
OVER_BUDGET: Final = 2
OPENED: Final = 3
"""Why `run` returned: nothing is left; a round that needs whole numbers; the next project exceeds the budget; one that
waited is open now, and its supporters may long have had the money.
"""

_EPS: Final = 2.0**-53


class Network(NamedTuple):
    """What does not change: costs and limits."""

    costs: Ints
    limits: LimitRows


class Loads(NamedTuple):
    """What does. `last[ballot]` is 1 + the round of the voter's last purchase (0: none yet), `times[1 + k]` the time of
    round k, in which `payers[k]` bought, of whom `counted[i]` had bought last in round `counted_in[i] - 1` (0: never),
    for i in `counted_from[k]:counted_from[k + 1]`: no more than the entries on ballots. `counts` is room for a row.
    """

    standing: Standing
    lowest: Floats
    last: NDArray[np.int32]
    times: Floats
    order: NDArray[np.int32]
    counted_from: Ints
    counted_in: NDArray[np.int32]
    counted: Ints
    counts: Ints
    payers: Ints
    contest: NDArray[np.int32]
    numbers: Ints


ROUNDS, CONTESTANTS, MONEY, EVALUATIONS = range(4)
"""Places in `Loads.numbers`; MONEY is what is left of the budget."""


@jit
def counts_of(loads: Any, item: Any, counts: Ints) -> None:
    """How many supporters of a project bought last in which round."""
    counts[: loads.numbers[ROUNDS] + 1] = 0
    ballots, weights, last = loads.standing.ballots, loads.standing.weights, loads.last
    weighted = len(weights) > 0
    for at in range(loads.standing.offsets[item], loads.standing.ends[item]):
        counts[last[ballots[at]]] += weights[at] if weighted else np.int64(1)


@inner
def _time(network: Any, loads: Any, item: Any) -> float:
    standing, last, times = loads.standing, loads.last, loads.times
    ballots, weights = standing.ballots, standing.weights
    first, end, total = standing.offsets[item], standing.ends[item], float(network.costs[item])
    if len(weights):
        for at in range(first, end):
            total += weights[at] * times[last[ballots[at]]]
    else:
        for at in range(first, end):
            total += times[last[ballots[at]]]
    return total / float(standing.support[item])


@jit
def buy(network: Any, loads: Any, item: Any, time: float, pays: Any) -> bool:
    """Funds a project at a time: its supporters' loads rise to it. With `pays` (else empty) only the loads of those
    who bought last in a round `j` with `pays[1 + j]`. Whether a project that waited is open now.
    """
    k, standing, last = loads.numbers[ROUNDS], loads.standing, loads.last
    counts = loads.counts
    counts_of(loads, item, counts)
    for at in range(standing.offsets[item], standing.ends[item]):
        ballot = standing.ballots[at]
        if len(pays) == 0 or pays[last[ballot]]:
            last[ballot] = k + 1
    due, payers, end = float(network.costs[item]), np.int64(0), loads.counted_from[k]
    for j in range(k + 1):
        if counts[j] and (len(pays) == 0 or pays[j]):
            loads.counted_in[end], loads.counted[end] = j, counts[j]
            payers += counts[j]
            due += counts[j] * loads.times[j]
            end += 1
    loads.counted_from[k + 1], loads.payers[k] = end, payers
    if time < 0.0:
        time = due / float(payers)
    loads.times[k + 1] = time
    loads.order[k] = item
    standing.status[item] = FUNDED
    loads.numbers[ROUNDS] = k + 1
    loads.numbers[MONEY] -= network.costs[item]
    return close_and_open(network.limits, standing, item)


@jit
def run(network: Any, loads: Any) -> int:
    """Buys round after round; see the constants for why it stops. The contestants stand in `contest`."""
    m, standing, everyone = len(network.costs), loads.standing, np.empty(0, np.uint8)
    looked, error = np.full(m, -1, np.int64), np.empty(m)
    while True:
        k = loads.numbers[ROUNDS]
        best = np.inf
        while True:
            item, lowest = np.int64(-1), np.inf
            for other in range(m):
                if standing.status[other] == OPEN and looked[other] != k and loads.lowest[other] < lowest:
                    item, lowest = other, loads.lowest[other]
            if item < 0 or lowest > best:
                break
            size = float(standing.ends[item] - standing.offsets[item])
            time = _time(network, loads, item)
            error[item] = time * _EPS * (size + (k + 1.0) * (k + 8.0))
            loads.lowest[item] = max(loads.lowest[item], time - error[item])
            best = min(best, time + error[item])
            looked[item] = k
            loads.numbers[EVALUATIONS] += 1
        found = 0
        for other in range(m):
            if standing.status[other] == OPEN and looked[other] == k and loads.lowest[other] <= best:
                loads.contest[found] = other
                found += 1
        loads.numbers[CONTESTANTS] = found
        if found == 0:
            return FINISHED
        if found > 1:
            return CONTESTED
        if network.costs[loads.contest[0]] > loads.numbers[MONEY]:
            return OVER_BUDGET
        if buy(network, loads, np.int64(loads.contest[0]), -1.0, everyone):
            return OPENED
