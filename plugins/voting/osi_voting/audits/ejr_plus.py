"""EJR+ up to one project, for any outcome, in polynomial time.

Source: M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023,
doi:10.1145/3580507.3597785, section 5 for budgets; D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory
Budgeting with Additive Utilities", NeurIPS 2021, arXiv:2008.13276, for additive satisfaction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from osi_voting.arrays import Ints
from osi_voting.audits.judged import Judged, Measure

__all__ = ["Deprived", "ejr_plus"]

_NEAR = 1e-9
"""Relative error allowed to the floats that only choose what whole numbers then decide."""


@dataclass(frozen=True)
class Deprived:
    """A group that EJR+ says gets too little: `group` voters approve `item`, which was not chosen; their share of the
    money is `share` (minor units, rounded down; of a committee's seats), and none of them gets more than `most`.
    """

    item: str
    cost: int
    group: int
    supporters: int
    share: int
    most: int
    measure: Measure


def ejr_plus(judged: Judged, measure: Measure = "cost") -> list[Deprived]:
    """Every unchosen item with a group that gets too little, the worst group of each; empty where EJR+ holds.

    With n voters, budget B and worth u (u(c) = cost(c), or 1), supporters N of an unchosen c who each get at most s
    break EJR+ up to one project when even with c on top none would get beyond what their share |N| B / n buys at the
    price of c: (s + u(c)) / u(c) <= |N| B / (n cost(c)). For a committee of k: each of |N| >= l n / k gets less than l.
    Of all groups with at most s each, the largest is the hardest to satisfy, so that one an s is enough: sorting the
    supporters of each item takes O(choices log n).
    """
    seen = judged.merged()
    satisfaction, found = seen.satisfaction(measure), []
    for item in seen.unchosen():
        worst = _worst(seen, item, satisfaction, 1 if measure == "count" else int(seen.costs[item]))
        if worst is not None:
            group, most = worst
            cost, support = int(seen.costs[item]), int(seen.support[item])
            share = group * seen.budget // seen.voters
            found.append(Deprived(seen.names[item], cost, group, support, share, most, measure))
    return sorted(found, key=lambda one: (-one.group, one.item))


def _worst(seen: Judged, item: int, satisfaction: Ints, worth: int) -> tuple[int, int] | None:
    """The group furthest from what it may claim, as (voters, satisfaction); None where no group gets too little."""
    ballots = seen.supporters.of(item)
    if not len(ballots) or not worth:
        return None
    gets = satisfaction[ballots]
    order = np.argsort(gets, kind="stable")
    gets, groups = gets[order], np.cumsum(seen.weights[ballots[order]])
    last = np.flatnonzero(np.append(gets[1:] != gets[:-1], True))
    gets, groups = gets[last], groups[last]
    cost = int(seen.costs[item])
    has = (gets.astype(np.float64) + worth) * (float(seen.voters) * cost)
    claims = groups.astype(np.float64) * (float(seen.budget) * worth)
    surplus = claims - has
    near = np.flatnonzero(surplus >= -_NEAR * np.maximum(has, claims))
    for place in near[np.argsort(-surplus[near], kind="stable")].tolist():
        group, most = int(groups[place]), int(gets[place])
        if (most + worth) * seen.voters * cost <= group * seen.budget * worth:
            return group, most
    return None
