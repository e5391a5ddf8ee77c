"""The innermost loops of equal shares: what the supporters of a project can pay at a price."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.kernels import inner

__all__ = ["sums", "sums_weighted"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@inner
def sums(left_of: Floats, node: Any, ballots: Any, first: int, end: int, price: float) -> Any:
    """What supporters can pay at a price: the money of those who pay all they have, and of all, how many the first are,
    the units of the others, and the limits (budget / value) on both sides next to the price. Without branches, which
    would be mispredicted half the time.
    """
    money, have, free, highest, lowest = 0.0, 0.0, np.int64(0), 0.0, np.inf
    for at in range(first, end):
        left = left_of[node[ballots[at]]]
        all_of_it = left <= price
        have += left
        money += left if all_of_it else 0.0
        free += np.int64(not all_of_it)
        below = left if all_of_it else 0.0
        highest = below if below > highest else highest
        above = np.inf if all_of_it else left
        lowest = above if above < lowest else lowest
    return money, have, float(end - first - free), free, highest, lowest


@inner
def sums_weighted(
    left_of: Floats, node: Any, ballots: Any, weights: Ints, values: Ints, first: int, end: int, price: float
) -> Any:
    """The same with weights of ballots or values of their entries."""
    weighted, scored = len(weights) > 0, len(values) > 0
    money, have, capped, free, highest, lowest = 0.0, 0.0, np.int64(0), np.int64(0), 0.0, np.inf
    for at in range(first, end):
        left = left_of[node[ballots[at]]]
        weight = weights[at] if weighted else np.int64(1)
        value = values[at] if scored else np.int64(1)
        limit = left / value if scored else left
        all_of_it = limit <= price
        amount = weight * left
        have += amount
        money += amount if all_of_it else 0.0
        capped += weight if all_of_it else np.int64(0)
        free += np.int64(0) if all_of_it else weight * value
        below = limit if all_of_it else 0.0
        highest = below if below > highest else highest
        above = np.inf if all_of_it else limit
        lowest = above if above < lowest else lowest
    return money, have, float(capped), free, highest, lowest
