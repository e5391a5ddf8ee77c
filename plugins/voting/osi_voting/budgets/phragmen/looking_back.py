"""The compiled part of Phragmén's rule that looks back: what supporters of a project bore before each round."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.kernels import jit

__all__ = ["borne_before", "last_before"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@jit
def borne_before(
    offsets: Ints, choices: Any, weights: Ints, supporters: Any, round_of: Ints, times: Floats, borne: Floats
) -> None:
    """`borne[k]` is the sum of the loads of some voters before round k. `round_of` says in which round an item was
    bought (-1: never), `times[1 + k]` when round k was: whoever supports what is bought has that load from then on.
    """
    borne[:] = 0.0
    weighted, mine = len(weights) > 0, np.empty(len(borne), np.int64)
    for ballot in supporters:
        found = 0
        for at in range(offsets[ballot], offsets[ballot + 1]):
            new = round_of[choices[at]]
            if new >= 0:
                place = found
                while place > 0 and mine[place - 1] > new:
                    mine[place] = mine[place - 1]
                    place -= 1
                mine[place] = new
                found += 1
        weight, before = float(weights[ballot]) if weighted else 1.0, 0.0
        for at in range(found):
            borne[mine[at] + 1] += weight * (times[mine[at] + 1] - before)
            before = times[mine[at] + 1]
    for k in range(1, len(borne)):
        borne[k] += borne[k - 1]


@jit
def last_before(
    offsets: Ints, choices: Any, weights: Ints, supporters: Any, round_of: Ints, k: int, counts: Ints
) -> None:
    """`counts[1 + j]` of them had bought last in round j before round k, `counts[0]` never."""
    counts[:] = 0
    weighted = len(weights) > 0
    for ballot in supporters:
        last = np.int64(-1)
        for at in range(offsets[ballot], offsets[ballot + 1]):
            bought = round_of[choices[at]]
            if last < bought < k:
                last = bought
        counts[last + 1] += weights[ballot] if weighted else np.int64(1)
