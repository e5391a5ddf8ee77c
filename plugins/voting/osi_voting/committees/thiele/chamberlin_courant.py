"""Approval Chamberlin-Courant, the optimal committee."""

from __future__ import annotations

from fractions import Fraction

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.committees.thiele.optimal import OptimalOptions, check_optimal, optimal_ranking
from osi_voting.with_kernels import WithKernels

__all__ = ["ChamberlinCourant"]

_GAINS = [Fraction(1)]


class ChamberlinCourant(WithKernels, PrioritisationRule):
    """The committee that leaves the fewest ballots without anything they support.

    J. R. Chamberlin, P. N. Courant, "Representative Deliberations and Representative Decisions", American Political
    Science Review 77(3), 1983, doi:10.2307/1957270; for approval A. D. Procaccia, J. S. Rosenschein, A. Zohar, "On the
    Complexity of Achieving Proportional Representation", Social Choice and Welfare 30, 2008,
    doi:10.1007/s00355-007-0235-2 (NP-hard). JR: H. Aziz et al., "Justified Representation in Approval-Based Committee
    Voting", 2017, doi:10.1007/s00355-016-1019-3, there with an example against PJR. Not Pareto, not committee-monotone.
    Often many committees are equal; see `pav-exact` for the counters.
    """

    name = "chamberlin-courant-exact"
    version = "1"
    Options = OptimalOptions
    claims = frozenset({"JR", "monotonicity"})
    ballot_kinds = frozenset({"approval"})
    exactness = "checked"
    worst_case = "exponential"

    def solve(self, problem: Profile, options: OptimalOptions, seed: bytes, progress: Progress) -> Ranking:
        return optimal_ranking(problem, options, seed, progress, _GAINS)

    def check(self, problem: Profile, options: OptimalOptions, outcome: Ranking) -> list[str]:
        """Valid, and nothing is better by more than the stated gap."""
        return check_optimal(problem, options, outcome, _GAINS)
