"""Copeland's method."""

from __future__ import annotations

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.rankings.pairwise import Contest
from osi_voting.rankings.placing import by_score, outcome
from osi_voting.ties import TiesOptions

__all__ = ["Copeland"]


class Copeland(PrioritisationRule):
    """By majority wins less majority losses; a tie of two counts nothing for either.

    A. H. Copeland, "A 'reasonable' social welfare function", University of Michigan, 1951 (mimeographed); already
    Ramon Llull, 1299. Condorcet, Smith, monotone, Pareto: P. C. Fishburn, "Condorcet Social Choice Functions", SIAM
    Journal on Applied Mathematics 33(3), 1977, doi:10.1137/0133030. Many ties. Time: the matrix, and items².
    """

    name = "copeland"
    version = 1
    Options = TiesOptions
    claims = frozenset({"Condorcet", "Smith", "monotonicity", "Pareto"})

    def solve(self, problem: Profile, options: TiesOptions, seed: bytes, progress: Progress) -> Ranking:
        contest = Contest.of(problem, options, seed)
        margins = contest.margins()
        scores = ((margins > 0).sum(axis=1) - (margins < 0).sum(axis=1)).tolist()
        order, groups = by_score(scores)
        return outcome(contest, order, scores, groups)
