"""Ranked pairs, by Tideman."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.arrays import Ints
from osi_voting.rankings.pairwise import Contest
from osi_voting.rankings.placing import outcome, unbeaten_first
from osi_voting.rankings.schulze import SchulzeOptions
from osi_voting.with_kernels import WithKernels

__all__ = ["RankedPairs", "lock_pairs"]


class RankedPairs(WithKernels, PrioritisationRule):
    """Majorities are made binding from the strongest to the weakest; one that would close a circle is passed over.

    T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4, 1987,
    doi:10.1007/BF00433944. Majorities of equal strength: by the tie rule's order of items, (a, b) before (c, d) where
    a stands before c, or a is c and b stands after d (T. M. Zavist, T. N. Tideman, "Complete independence of clones in
    the ranked pairs rule", Social Choice and Welfare 6, 1989, doi:10.1007/BF00303170; their proof wants clones side by
    side in that order, which a lot does not give: independence of clones is claimed where no two majorities are equal).
    Condorcet, Smith, monotone, Pareto. Time: the matrix, and items² pairs of items²/64 words each.

    Items that no chain of binding majorities separates stand in the order of the tie rule, and are listed as tied.
    The score is how many items stand below by such chains.
    """

    name = "ranked-pairs"
    version = "1"
    Options = SchulzeOptions
    claims = frozenset(
        {
            "Condorcet",
            "Condorcet loser",
            "Smith",
            "Pareto",
            "clone independence",
            "monotonicity",
            "committee monotonicity",
        }
    )

    def solve(self, problem: Profile, options: SchulzeOptions, seed: bytes, progress: Progress) -> Ranking:
        contest = Contest.of(problem, options, seed)
        above, equals = lock_pairs(contest.strengths(options.strength))
        order, groups = unbeaten_first(above)
        counters = {"exact_steps": 0, "equal_majorities": equals}
        return outcome(contest, options, order, above.sum(axis=1).tolist(), groups, counters, "rankings.stands-above")


def lock_pairs(strengths: Ints) -> tuple[NDArray[np.bool_], int]:
    """Who stands above whom by chains of binding majorities, and how many majorities met another of equal strength."""
    first, second = np.nonzero(strengths)
    weight = strengths[first, second]
    order = np.lexsort((-second, first, -weight))
    above = np.zeros(strengths.shape, np.bool_)
    for winner, loser in zip(first[order].tolist(), second[order].tolist(), strict=True):
        if above[loser, winner] or above[winner, loser]:
            continue
        higher = above[:, winner].copy()
        higher[winner] = True
        lower = above[loser].copy()
        lower[loser] = True
        above |= higher[:, None] & lower[None, :]
    _, times = np.unique(weight, return_counts=True)
    return above, int(times[times > 1].sum())
