"""Greedy approval Chamberlin-Courant."""

from __future__ import annotations

from fractions import Fraction

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.words import Message
from osi_voting.committees.instance import CommitteeOptions
from osi_voting.committees.thiele.addition import thiele_ranking
from osi_voting.with_kernels import WithKernels

__all__ = ["GreedyChamberlinCourant"]


class GreedyChamberlinCourant(WithKernels, PrioritisationRule):
    """Seat after seat to the item that most ballots support which have nothing yet.

    J. R. Chamberlin, P. N. Courant, "Representative Deliberations and Representative Decisions", American Political
    Science Review 77(3), 1983, doi:10.2307/1957270; the greedy rule as GreedyCC in M. Lackner, P. Skowron,
    "Multi-Winner Voting with Approval Preferences", 2023, doi:10.1007/978-3-031-09016-5. Covers at least 1 - 1/e of
    what the best committee covers (G. Nemhauser, L. Wolsey, M. Fisher 1978, doi:10.1007/BF01588971). JR: H. Aziz et
    al., "Justified Representation in Approval-Based Committee Voting", Social Choice and Welfare 48, 2017,
    doi:10.1007/s00355-016-1019-3 (there as GAV). Time linear in the ballots, and items a seat.
    """

    name = "chamberlin-courant-greedy"
    version = "1"
    Options = CommitteeOptions
    claims = frozenset({"JR", "committee monotonicity"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        because = Message("chamberlin-courant-greedy.counts")
        return thiele_ranking(problem, options, seed, progress, [Fraction(1)], because)
