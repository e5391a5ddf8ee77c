"""Sequential proportional approval voting."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.words import Message
from osi_voting.committees.instance import CommitteeOptions
from osi_voting.committees.thiele.addition import thiele_ranking
from osi_voting.with_kernels import WithKernels

__all__ = ["SequentialPAV"]


class SequentialPAV(WithKernels, PrioritisationRule):
    """Sequential PAV: seat after seat to the item with the largest Σ 1/(1 + c) over its supporters, c being how many
    items of a ballot are chosen already.

    T. N. Thiele, "Om Flerfoldsvalg", 1895, p. 415-441; M. Lackner, P. Skowron, "Multi-Winner Voting with Approval
    Preferences", Springer 2023, doi:10.1007/978-3-031-09016-5, chapter 2. Committee-monotone by construction. JR
    fails from committees of six on (L. Sánchez-Fernández et al., "Proportional Justified Representation", AAAI 2017,
    doi:10.1609/aaai.v31i1.10611, theorem 1, there as RAV), so EJR, PJR and JR are not claimed.

    Time: Σ over the chosen of (supporters × ballot length), and items × ballot length a seat. Sums are compared as
    floats with an error bound, and as rationals wherever the bound leaves more than one item (`exact_steps`).
    """

    name = "pav-sequential"
    version = "1"
    Options = CommitteeOptions
    claims = frozenset({"committee monotonicity"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        longest = int(np.diff(problem.offsets.view()).max(initial=1))
        most = longest if problem.size is None else min(longest, problem.size + 1)
        weights = [Fraction(1, 1 + chosen) for chosen in range(most)]
        because = Message("pav-sequential.counts")
        return thiele_ranking(problem, options, seed, progress, weights, because)
