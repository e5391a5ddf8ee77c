"""The compiled part of Phragmén's rule: floating point that knows its own error, and stops where that is not enough.

A voter's load is the time of the last purchase it took part in, so a project's time is its cost plus times of earlier
rounds, counted by whole numbers, divided by the weight of its supporters. All terms are positive: relative errors add
up and never grow otherwise.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.heap import drop_first, put
from osi_voting.budgets.limits.arrays import LimitRows
from osi_voting.budgets.limits.kernel import close_and_open
from osi_voting.budgets.standing import FUNDED, OPEN, Standing
from osi_voting.kernels import inner, jit

__all__ = ["CONTESTED", "FINISHED", "OPENED", "OVER_BUDGET", "Loads", "Network", "buy", "last_rounds", "run"]

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
    for i in `counted_from[k]:counted_from[k + 1]`: no more than the entries on ballots. `heap` holds the projects that
    may be open, by `lowest`, lower bounds of their times. `counts` is room for a row, which is left as zeros.
    """

    standing: Standing
    lowest: Floats
    heap: NDArray[np.int32]
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


ROUNDS, CONTESTANTS, MONEY, EVALUATIONS, IN_HEAP = range(5)
"""Places in `Loads.numbers`; MONEY is what is left of the budget."""


@inner
def _count(loads: Any, item: Any, rounds: Any) -> int:
    """Adds up in `counts` how many supporters of a project bought last in which round; these stand in `rounds` then, in
    rising order, as many as are returned.
    """
    ballots, weights, last, counts = loads.standing.ballots, loads.standing.weights, loads.last, loads.counts
    weighted, end = len(weights) > 0, np.int64(0)
    for at in range(loads.standing.offsets[item], loads.standing.ends[item]):
        bought = last[ballots[at]]
        if counts[bought] == 0:
            rounds[end] = bought
            end += 1
        counts[bought] += weights[at] if weighted else np.int64(1)
    rounds[:end].sort()
    return end  # type: ignore[return-value] # a whole number


@jit
def last_rounds(loads: Any, item: Any) -> Any:
    """In which rounds supporters of a project bought last (0: never, 1 + the round), rising, and how many in each."""
    rounds = np.empty(loads.standing.ends[item] - loads.standing.offsets[item], np.int32)
    end = _count(loads, item, rounds)
    found = np.empty(end, np.int64)
    for at in range(end):
        found[at] = loads.counts[rounds[at]]
        loads.counts[rounds[at]] = 0
    return rounds[:end], found


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
    end = first = loads.counted_from[k]
    rounds = loads.counted_in[first:]
    touched = _count(loads, item, rounds)
    for at in range(standing.offsets[item], standing.ends[item]):
        ballot = standing.ballots[at]
        if len(pays) == 0 or pays[last[ballot]]:
            last[ballot] = k + 1
    due, payers = float(network.costs[item]), np.int64(0)
    for at in range(touched):
        j = rounds[at]
        if len(pays) == 0 or pays[j]:
            loads.counted_in[end], loads.counted[end] = j, loads.counts[j]
            payers += loads.counts[j]
            due += loads.counts[j] * loads.times[j]
            end += 1
        loads.counts[j] = 0
    loads.counted_from[k + 1], loads.payers[k] = end, payers
    if time < 0.0:
        time = due / float(payers)
    loads.times[k + 1] = time
    loads.order[k] = item
    standing.status[item] = FUNDED
    loads.numbers[ROUNDS] = k + 1
    loads.numbers[MONEY] -= network.costs[item]
    opened = close_and_open(network.limits, standing, item)
    if opened:
        for at in range(network.limits.open_of[item], network.limits.open_of[item + 1]):
            if standing.status[network.limits.opens[at]] == OPEN:
                _wait(loads, network.limits.opens[at])
    return opened


@inner
def _wait(loads: Any, item: Any) -> None:
    """Puts a project among those that wait to be looked at."""
    put(loads.heap, loads.numbers[IN_HEAP], loads.lowest, item)
    loads.numbers[IN_HEAP] += 1


@inner
def _contest(network: Any, loads: Any) -> int:
    """Looks at projects by rising lower bound until none can be earlier: how many may be the first, in `contest`."""
    k, standing, heap, lowest = loads.numbers[ROUNDS], loads.standing, loads.heap, loads.lowest
    looked, best = 0, np.inf
    while loads.numbers[IN_HEAP] and lowest[heap[0]] <= best:
        item = np.int64(heap[0])
        drop_first(heap, loads.numbers[IN_HEAP], lowest)
        loads.numbers[IN_HEAP] -= 1
        if standing.status[item] != OPEN:
            continue
        size = float(standing.ends[item] - standing.offsets[item])
        time = _time(network, loads, item)
        error = time * _EPS * (size + (k + 1.0) * (k + 8.0))
        lowest[item] = max(lowest[item], time - error)
        best = min(best, time + error)
        loads.numbers[EVALUATIONS] += 1
        loads.contest[looked] = item
        looked += 1
    found = 0
    for at in range(looked):
        item = np.int64(loads.contest[at])
        _wait(loads, item)
        if lowest[item] <= best:
            loads.contest[found] = item
            found += 1
    loads.contest[:found].sort()
    return found


@jit
def run(network: Any, loads: Any) -> int:
    """Buys round after round; see the constants for why it stops. The contestants stand in `contest`."""
    everyone = np.empty(0, np.uint8)
    while True:
        found = _contest(network, loads)
        loads.numbers[CONTESTANTS] = found
        if found == 0:
            return FINISHED
        if found > 1:
            return CONTESTED
        if network.costs[loads.contest[0]] > loads.numbers[MONEY]:
            return OVER_BUDGET
        if buy(network, loads, np.int64(loads.contest[0]), -1.0, everyone):
            return OPENED
