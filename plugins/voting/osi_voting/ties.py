"""Tie-breaking, stated once: by lot from the seed (the default), by name, or by cost.

The outcome records which items were tied; the rule that separated them stands in the record's options.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Options, tie_key
from osi_core.plugins.chance import TieRule

__all__ = ["Ties", "TiesOptions", "tie_ranks"]

Ties = Literal["seed", "name", "cheaper", "dearer"]
"""seed: by lot, SHA-256(seed ‖ id) decides. name: by id in alphabetical order of its UTF-8 bytes. cheaper, dearer: by
cost, and by lot among those of equal cost."""


class TiesOptions(Options):
    """The option that every rule has: who comes first of those that are equal."""

    ties: Ties = "seed"


def tie_ranks(
    names: Sequence[str], seed: bytes, ties: Ties = "seed", costs: Sequence[int] | None = None
) -> NDArray[np.int64]:
    """For each item its place in the tie order, 0 first: of tied items the one with the lowest rank wins.

    Raises `ValueError` where ties go by cost and there is none.
    """
    rule: TieRule = "name" if ties == "name" else "seed"
    keys = [tie_key(seed, name, rule) for name in names]
    if ties in ("cheaper", "dearer"):
        if costs is None:
            raise ValueError(f"ties: {ties!r} needs the cost of each item")
        sign = 1 if ties == "cheaper" else -1
        order = sorted(range(len(names)), key=lambda item: (sign * costs[item], keys[item]))
    else:
        order = sorted(range(len(names)), key=keys.__getitem__)
    ranks = np.empty(len(names), np.int64)
    ranks[order] = np.arange(len(names))
    return ranks
