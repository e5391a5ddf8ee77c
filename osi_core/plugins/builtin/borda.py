"""Borda: points by position on the ballot, added up."""

from __future__ import annotations

from osi_core.plugins.builtin.ballots import points_of
from osi_core.plugins.ordering import ranking_by_score
from osi_core.plugins.problems import Profile, Ranking
from osi_core.plugins.strategy import PrioritisationRule, Progress, TieOptions

__all__ = ["Borda", "borda_scores"]


class Borda(PrioritisationRule):
    """The Borda count (J.-C. de Borda, "Mémoire sur les élections au scrutin", 1781).

    Ranked: with m items a ballot gives m - 1 points to its best, m - 2 to the next, and so on; what it does not name
    gets 0 (not the average of the places left over, as some do). Points: the sum of points. Paired: 2 for each
    comparison won, 1 for each that ended equal. Approval: 1 for each approval. Time grows with the length of all
    ballots.
    """

    name = "borda"
    version = "1"
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        return ranking_by_score(problem, borda_scores(problem), seed, options.ties, "borda.ranked")


def borda_scores(problem: Profile) -> dict[str, int]:
    """The sum of points of each item, by id."""
    last = len(problem.items) - 1
    scores = [0] * len(problem.items)
    for ballot, weight in points_of(problem, lambda position: last - position).items():
        for item, points in ballot:
            scores[item] += points * weight
    return dict(zip(problem.items, scores, strict=True))
