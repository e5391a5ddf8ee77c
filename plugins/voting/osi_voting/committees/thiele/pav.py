"""Proportional approval voting, the optimal committee."""

from __future__ import annotations

from fractions import Fraction

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_voting.committees.thiele.optimal import OptimalOptions, check_optimal, optimal_ranking
from osi_voting.with_kernels import WithKernels

__all__ = ["PAV"]


class PAV(WithKernels, PrioritisationRule):
    """The committee W with the largest Σ over ballots of 1 + 1/2 + ... + 1/|ballot ∩ W|.

    T. N. Thiele, "Om Flerfoldsvalg", 1895, p. 415-441. EJR: H. Aziz et al., "Justified Representation in Approval-Based
    Committee Voting", Social Choice and Welfare 48, 2017, doi:10.1007/s00355-016-1019-3; EJR+: M. Brill, J. Peters,
    "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023, doi:10.1145/3580507.3597785; Pareto
    and monotone: M. Lackner, P. Skowron, "Multi-Winner Voting with Approval
    Preferences", 2023, doi:10.1007/978-3-031-09016-5, chapter 3. Not committee-monotone. NP-hard (H. Aziz et al.,
    AAMAS 2015); real elections are mostly solved by one linear programme. The counters say `optimal`, else
    `gap_millionths` of the score, and `ties_settled` where it was proven which of equal committees comes first.
    """

    name = "pav-exact"
    version = "1"
    Options = OptimalOptions
    claims = frozenset({"EJR+", "EJR", "PJR", "JR", "Pareto", "monotonicity"})
    ballot_kinds = frozenset({"approval"})
    exactness = "checked"
    worst_case = "exponential"

    def solve(self, problem: Profile, options: OptimalOptions, seed: bytes, progress: Progress) -> Ranking:
        return optimal_ranking(problem, options, seed, progress, _gains(problem))

    def check(self, problem: Profile, options: OptimalOptions, outcome: Ranking) -> list[str]:
        """Valid, and nothing is better by more than the stated gap."""
        return check_optimal(problem, options, outcome, _gains(problem))


def _gains(problem: Profile) -> list[Fraction]:
    return [Fraction(1, step) for step in range(1, len(problem.items) + 1)]
