"""Schulze's method."""

from __future__ import annotations

from typing import Any

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.arrays import Ints
from osi_voting.kernels import jit
from osi_voting.rankings.pairwise import Contest, Strength
from osi_voting.rankings.placing import RankingOptions, outcome, unbeaten_first
from osi_voting.with_kernels import WithKernels

__all__ = ["Schulze", "SchulzeOptions", "widest_paths"]


class SchulzeOptions(RankingOptions):
    """`strength`: what a defeat weighs."""

    strength: Strength = "margins"


class Schulze(WithKernels, PrioritisationRule):
    """a stands above b where the strongest path of majorities from a to b is stronger than that from b to a; a path
    is as strong as its weakest link.

    M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method", Social Choice and Welfare 36, 2011, doi:10.1007/s00355-010-0475-4 (section 4: Pareto, monotone,
    Smith, independent of clones where the lot does not decide; section 2.1: whatever defeats weigh). The relation is
    transitive (section 4.1) but not complete: again and again the tie rule picks among those that nothing left stands
    above, and the outcome lists them as tied. The score is how many items a stands above. Time: the matrix, and items³.
    """

    name = "schulze"
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
        paths = widest_paths(contest.strengths(options.strength))
        above = paths > paths.T
        order, groups = unbeaten_first(above)
        return outcome(contest, options, order, above.sum(axis=1).tolist(), groups, scored="rankings.stands-above")


def widest_paths(strengths: Ints) -> Ints:
    """For each two the strength of the strongest path (Floyd and Warshall's algorithm with min and max)."""
    paths = strengths.copy()
    _widen(paths)
    return paths


@jit
def _widen(paths: Any) -> None:
    for via in range(len(paths)):
        for start in range(len(paths)):
            first = paths[start, via]
            if first == 0 or start == via:
                continue
            for end in range(len(paths)):
                if end != start:
                    paths[start, end] = max(paths[start, end], min(first, paths[via, end]))
