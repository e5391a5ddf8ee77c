"""Approval count: the item that most ballots support comes first."""

from __future__ import annotations

from osi_core.plugins.ordering import ranking_by_score
from osi_core.plugins.problems import Profile, Ranking
from osi_core.plugins.strategy import PrioritisationRule, Progress, TieOptions

__all__ = ["ApprovalCount"]


class ApprovalCount(PrioritisationRule):
    """Approval voting (S. Brams, P. Fishburn, "Approval Voting", American Political Science Review 72, 1978).

    An item's score is the number of ballots that support it: approve it, name it (ranked), give it points, or prefer it
    at least once or find it as good (paired). Time grows with the length of all ballots.
    """

    name = "approval-count"
    version = "1"
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        counts = dict(zip(problem.items, problem.support(), strict=True))
        return ranking_by_score(problem, counts, seed, options.ties, "approval-count.ranked")
