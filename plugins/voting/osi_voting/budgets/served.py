"""Whom funded substitutes serve already, for those who ask why a project has fewer supporters than ballots name it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from osi_voting.budgets.instance import Instance

__all__ = ["served_by"]


def served_by(instance: Instance, item: int, before: Sequence[int]) -> list[tuple[int, int]]:
    """The substitutes among the projects funded `before`, each with how many supporters of this project it serves that
    none before it does.
    """
    others = set(instance.limits.substitutes_of(item)).intersection(before)
    if not others:
        return []
    left, weights = instance.supporters.of(item), instance.ballots.weights
    found = []
    for other in (one for one in before if one in others):
        hit = np.isin(left, instance.supporters.of(other))
        count = int(hit.sum() if weights is None else weights[left[hit]].sum())
        left = left[~hit]
        if count:
            found.append((other, count))
    return found
