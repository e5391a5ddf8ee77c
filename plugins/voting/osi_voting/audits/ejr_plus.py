"""EJR+ up to one project, for any outcome, in polynomial time.

Source: M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023,
doi:10.1145/3580507.3597785, for approval ballots. For points and ranks the condition here is our own: it says the same
where all of a group give an item as much. The proof that equal shares keeps it goes as that of EJR up to one project
does in D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS
2021, arXiv:2008.13276. Neither of these two conditions implies the other.

With n voters, budget B and utilities u, a group N breaks it by an unchosen item c where for every i in N
    u_i(W) + u_i(c)  <=  B / n · sum of u_j(c) over j in N / cost(c),
that is: even with c on top nobody in N would have more than their share of the money buys at the utility for money
that c gives to N.

Equal shares with the same utilities keeps this. Let r = cost(c) / sum of u_j(c) over N: at this price N pays for c when
each j gives r u_j(c). At the end somebody in N cannot, or c would have been bought. Take the first round after which
some i has less than r u_i(c) left. Until then c was to be had at r, so all that was bought had a price of at most r,
and the money that i has spent, more than B/n - r u_i(c), brought at least 1/r each: u_i(W) > B / (n r) - u_i(c). If i
had less than r u_i(c) from the start, the right side is below 0. Projects bought later, and more money for each as in
add1, only help. (A limit, such as a pot, a conflict, a need or a quota, may keep c from
being bought, and then this says nothing.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ballots
from osi_voting.audits.judged import Judged, Measure

__all__ = ["Deprived", "ejr_plus"]

Exact = NDArray[Any]
"""Whole numbers of 64 bits, or Python's where sums may be larger."""

_NEAR = 1e-9
"""Relative error allowed to the floats that only choose what whole numbers then decide."""
_LARGEST = 2**62


@dataclass(frozen=True)
class Deprived:
    """A group that EJR+ says gets too little: `group` of the `supporters` of `item`, which was not chosen. Their share
    of the money is `share` (minor units, rounded down; of a committee's seats). None of them gets more than `most` of
    what was chosen, nor with `item` on top more than `beyond`; their share buys each of them `claim` on average
    (rounded down; None where the item is free), at what they get for their money from `item`.
    """

    item: str
    cost: int
    group: int
    supporters: int
    share: int
    most: int
    beyond: int
    claim: int | None
    measure: Measure


def ejr_plus(judged: Judged, measure: Measure = "cost") -> list[Deprived]:
    """Every unchosen item with a group that gets too little, the worst group of each; empty where EJR+ holds.

    Of all groups in which nobody has, with the item, more than some t, the largest may claim most: so those one a t
    are enough, and sorting the supporters of each item takes O(choices log n). Raises `ValueError` for points that
    nobody gave.
    """
    ballots = judged.worth(measure)
    worth, gets = _exact(ballots, judged.chosen)
    supporters, weights, found = ballots.transposed(), ballots.weight_array(), []
    places = np.argsort(ballots.choices, kind="stable")
    for item in judged.unchosen():
        mine = slice(int(supporters.offsets[item]), int(supporters.offsets[item + 1]))
        rows, given = supporters.ballots[mine], worth[places[mine]]
        one = _worst(judged, item, gets[rows], given, weights[rows], measure)
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: (-one.group, one.item))


def _exact(ballots: Ballots, chosen: NDArray[np.bool_]) -> tuple[Exact, Exact]:
    """What each entry is worth, and what each ballot gets from the chosen, in numbers that hold their sums."""
    assert ballots.values is not None
    heads = ballots.weight_array()[ballots.rows()]
    small = float((ballots.values.astype(np.float64) * heads).sum()) < _LARGEST
    worth: Exact = ballots.values if small else ballots.values.astype(object)
    running = np.concatenate(([0], np.cumsum(worth * chosen[ballots.choices]))).astype(worth.dtype)
    return worth, running[ballots.offsets[1:]] - running[ballots.offsets[:-1]]


def _worst(seen: Judged, item: int, gets: Exact, given: Exact, heads: Exact, measure: Measure) -> Deprived | None:
    """The group furthest from what it may claim; None where no group gets too little."""
    wanting = given > 0  # by cost, a free item is worth nothing
    gets, given, heads = gets[wanting], given[wanting], heads[wanting]
    beyond = gets + given
    order = np.argsort(beyond, kind="stable")
    beyond, sums = beyond[order], np.cumsum((given * heads)[order])
    last = np.flatnonzero(np.append(beyond[1:] != beyond[:-1], True)[: len(beyond)])
    cost = int(seen.costs[item])
    has = beyond[last].astype(np.float64) * (float(seen.voters) * cost)
    claims = sums[last].astype(np.float64) * float(seen.budget)
    near = np.flatnonzero(claims - has >= -_NEAR * np.maximum(has, claims))
    for place in near[np.argsort((has - claims)[near], kind="stable")].tolist():
        end = int(last[place])
        total, most = int(sums[end]) * seen.budget, int(beyond[end])
        if most * seen.voters * cost <= total:
            group = int(heads[order[: end + 1]].sum())
            return Deprived(
                item=seen.names[item],
                cost=cost,
                group=group,
                supporters=int(heads.sum()),
                share=group * seen.budget // seen.voters,
                most=int(gets[order[: end + 1]].max()),
                beyond=most,
                claim=total // (seen.voters * cost) if cost else None,
                measure=measure,
            )
    return None
