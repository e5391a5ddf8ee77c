"""The compiled part of Phragmén's rule that looks back: what supporters of a project bore before each round."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.phragmen.kernel import ROUNDS
from osi_voting.kernels import inner, jit

__all__ = ["Back", "last_before", "least_more", "purchases"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_EPS: Final = 2.0**-53


class Back(NamedTuple):
    """The rounds in which each ballot bought, in their order: `rounds[starts[ballot]:ends[ballot]]`. `times[k]` is when
    round k was, `times[len(regular) - 1]` the end; `regular[k]` the last round up to k in which whoever was first in
    time was next (-1: none). The last four are room for a row each, which is left as zeros.
    """

    starts: Ints
    ends: Ints
    rounds: NDArray[np.int32]
    times: Floats
    regular: Ints
    weights: Ints
    rise: Floats
    moved: Floats
    gone: Floats
    seen: Floats


@jit
def purchases(loads: Any, ballots: int, late: Any) -> Any:
    """Starts, ends and rounds of `Back`. In a `late` round only those pay whose round of last purchase was counted."""
    k_end, standing = loads.numbers[ROUNDS], loads.standing
    starts = np.zeros(ballots + 1, np.int64)
    for k in range(k_end):
        for at in range(standing.offsets[loads.order[k]], standing.ends[loads.order[k]]):
            starts[standing.ballots[at] + 1] += 1
    for ballot in range(ballots):
        starts[ballot + 1] += starts[ballot]
    ends, rounds = starts[:-1].copy(), np.empty(starts[-1], np.int32)
    pays = np.zeros(k_end + 1, np.uint8)
    for k in range(k_end):
        for j in loads.counted_in[loads.counted_from[k] : loads.counted_from[k + 1]]:
            pays[j] = 1
        for at in range(standing.offsets[loads.order[k]], standing.ends[loads.order[k]]):
            ballot = standing.ballots[at]
            end = ends[ballot]
            if not late[k] or pays[rounds[end - 1] + 1 if end > starts[ballot] else 0]:
                rounds[end] = k
                ends[ballot] = end + 1
        for j in loads.counted_in[loads.counted_from[k] : loads.counted_from[k + 1]]:
            pays[j] = 0
    return starts, ends, rounds


@jit
def least_more(back: Any, supporters: Any, until: Ints, cost: int, support: int, first: int, last: int) -> Any:
    """How many new voters, less 1, at most have a project bought in one of the rounds from `first` to `last`; and the
    rounds in which fewer might do, as floats cannot tell, each with the first round before which all was as before it.

    Between two rounds in which supporters bought, the latest asks for fewest. Supporters leave in round `until`.
    """
    touched, end = np.empty(len(back.rise), np.int64), np.int64(0)
    for at in range(len(supporters)):
        ballot, before = supporters[at], 0.0
        weight = float(back.weights[ballot]) if len(back.weights) else 1.0
        for place in range(back.starts[ballot], back.ends[ballot] + 1):
            leaves = place == back.ends[ballot] or back.rounds[place] >= until[at]
            k: Any = until[at] if leaves else np.int64(back.rounds[place])
            if k >= last:
                break
            if back.seen[k] == 0.0:
                touched[end] = k
                end += 1
            back.seen[k] += 1.0
            change = weight * (-before if leaves else back.times[k] - before)
            back.rise[k] += change
            back.moved[k] += abs(change)
            if leaves:
                back.gone[k] += weight
                break
            before = back.times[k]
    rows = touched[:end]
    rows.sort()
    return _fewest(back, rows, cost, support, first, last)


@inner
def _fewest(back: Any, rows: Ints, cost: int, support: int, first: int, last: int) -> Any:
    """Goes through the rounds after which something was otherwise."""
    events = 8.0 + (len(back.regular) + 8.0) ** 2
    least, found, most = np.inf, np.int64(0), len(rows) + 1
    unsure, since, lows = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    borne, gross, present = float(cost), float(cost), float(support)
    start: Any = np.int64(0)
    for place in range(most):
        stop = rows[place] if place < len(rows) else last
        k = back.regular[min(stop, last)]
        if k >= max(start, first) and back.times[k] > 0.0:
            wanted = borne / back.times[k]
            off = (gross / back.times[k] + present) * _EPS * 8.0 * events
            low, high = np.floor(wanted - off) - present, np.floor(wanted + off) - present
            least = min(least, high)
            if low < high:
                unsure[found], since[found], lows[found] = k, start, low
                found += 1
        if place < len(rows):
            borne += back.rise[stop]
            gross += back.moved[stop]
            present -= back.gone[stop]
            events += back.seen[stop]
            back.rise[stop] = back.moved[stop] = back.gone[stop] = back.seen[stop] = 0.0
            start = stop + 1
    kept = lows[:found] <= least
    return least, unsure[:found][kept], since[:found][kept]


@jit
def last_before(back: Any, supporters: Any, until: Ints, k: int) -> Any:
    """In which round those who still support it in round k had bought last (-1: never), in rising order, and how many
    in each.
    """
    last, weights, found = np.empty(len(supporters), np.int64), np.empty(len(supporters), np.int64), 0
    for at in range(len(supporters)):
        if until[at] < k:
            continue
        ballot = supporters[at]
        place = back.ends[ballot]
        while place > back.starts[ballot] and back.rounds[place - 1] >= k:
            place -= 1
        if place > back.starts[ballot]:
            last[found] = back.rounds[place - 1]
        else:
            last[found] = -1
        weights[found] = back.weights[ballot] if len(back.weights) else 1
        found += 1
    order = np.argsort(last[:found])
    rounds, counts, end = np.empty(found, np.int64), np.zeros(found, np.int64), 0
    for at in order:
        if end == 0 or rounds[end - 1] != last[at]:
            rounds[end] = last[at]
            end += 1
        counts[end - 1] += weights[at]
    return rounds[:end], counts[:end]
