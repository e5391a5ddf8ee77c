"""Copeland's method."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.arrays import Ints
from osi_voting.lacking import Enough
from osi_voting.limits import Limits
from osi_voting.rankings.pairwise import Contest
from osi_voting.rankings.placing import RankingOptions, by_score, outcome
from osi_voting.with_kernels import WithKernels

__all__ = ["Copeland"]


class Copeland(WithKernels, PrioritisationRule):
    """By majority wins less majority losses; a tie of two counts nothing for either.

    A. H. Copeland, "A 'reasonable' social welfare function", University of Michigan, 1951 (mimeographed); already
    Ramon Llull, 1299. Condorcet, Smith, monotone, Pareto: P. C. Fishburn, "Condorcet Social Choice Functions", SIAM
    Journal on Applied Mathematics 33(3), 1977, doi:10.1137/0133030. Many ties. Time: the matrix, and items².
    """

    name = "copeland"
    version = "1"
    Options = RankingOptions
    claims = frozenset({"Condorcet", "Condorcet loser", "Smith", "monotonicity", "committee monotonicity", "Pareto"})

    def solve(self, problem: Profile, options: RankingOptions, seed: bytes, progress: Progress) -> Ranking:
        contest = Contest.of(problem, options, seed)
        margins = contest.margins()
        scores = (np.sign(margins).sum(axis=1)).tolist()
        order, groups = by_score(scores)
        enough = {}
        if problem.size is not None and problem.kind != "paired" and not Limits.of(problem, options):
            enough = {item: _enough(margins, item, problem.size) for item in order[problem.size :]}
        return outcome(contest, options, order, scores, groups, enough=enough)


def _enough(margins: Ints, item: int, size: int) -> Enough:
    """The least number of ballots for an item alone that has it among the first `size`. Each raises its margins by 1
    and touches no other, so nothing changes but where a defeat becomes a tie, or a tie a victory.
    """
    others = np.arange(len(margins)) != item
    rest = (np.sign(margins).sum(axis=1) - np.sign(margins[:, item]))[others]
    own, before = margins[item, others], np.flatnonzero(others) < item

    def among(ballots: int) -> bool:
        results = np.sign(own + ballots)
        score, theirs = results.sum(), rest - results
        return int((theirs > score).sum() + ((theirs == score) & before).sum()) < size

    turns = np.unique(np.maximum(np.concatenate([-own, 1 - own]), 1)).tolist()
    return Enough(turns[bisect_left(turns, True, key=among)])
