"""The compiled part of Phragmén's rule that looks back: what supporters of a project bore before each round."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.kernels import jit

__all__ = ["bore", "last_before", "purchases"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@jit
def purchases(offsets: Ints, choices: Any, round_of: Ints, times: Floats) -> Any:
    """For each ballot the rounds in which it bought, in their order, and by how much its load rose in each: rows
    `starts[ballot]:starts[ballot + 1]`. `round_of` says in which round an item was bought (-1: never), `times[1 + k]`
    when round k was: whoever supports what is bought has that load from then on.
    """
    starts = np.zeros(len(offsets), np.int64)
    rounds, rises = np.empty(len(choices), np.int32), np.empty(len(choices))
    end = np.int64(0)
    for ballot in range(len(offsets) - 1):
        first = end
        for at in range(offsets[ballot], offsets[ballot + 1]):
            new = round_of[choices[at]]
            if new >= 0:
                place = end
                while place > first and rounds[place - 1] > new:
                    rounds[place] = rounds[place - 1]
                    place -= 1
                rounds[place] = new
                end += 1
        before = 0.0
        for at in range(first, end):
            rises[at] = times[rounds[at] + 1] - before
            before = times[rounds[at] + 1]
        starts[ballot + 1] = end
    return starts, rounds, rises


@jit
def bore(starts: Ints, rounds: Any, rises: Floats, weights: Ints, supporters: Any, borne: Floats) -> None:
    """`borne[k]` is the sum of the loads of some voters before round k."""
    borne[:] = 0.0
    weighted = len(weights) > 0
    for ballot in supporters:
        weight = float(weights[ballot]) if weighted else 1.0
        for at in range(starts[ballot], starts[ballot + 1]):
            borne[rounds[at] + 1] += weight * rises[at]
    for k in range(1, len(borne)):
        borne[k] += borne[k - 1]


@jit
def last_before(starts: Ints, rounds: Any, weights: Ints, supporters: Any, k: int, counts: Ints) -> None:
    """`counts[1 + j]` of them had bought last in round j before round k, `counts[0]` never."""
    counts[:] = 0
    weighted = len(weights) > 0
    for ballot in supporters:
        at = starts[ballot + 1]
        while at > starts[ballot] and rounds[at - 1] >= k:
            at -= 1
        last = rounds[at - 1] + 1 if at > starts[ballot] else 0
        counts[last] += weights[ballot] if weighted else np.int64(1)
