"""Multiwinner approval voting."""

from __future__ import annotations

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.reasons import Reasons, with_more
from osi_voting.with_kernels import WithKernels

__all__ = ["MultiwinnerApproval"]


class MultiwinnerApproval(WithKernels, PrioritisationRule):
    """The items with most approvals (AV).

    M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences", 2023, doi:10.1007/978-3-031-09016-5,
    chapter 2. Monotone and committee-monotone, Pareto-efficient (M. Lackner, P. Skowron, "Utilitarian Welfare and
    Representation Guarantees of Approval-Based Multiwinner Rules", Artificial Intelligence 288, 2020,
    doi:10.1016/j.artint.2020.103366); represents no minority, so no JR. Time linear in the ballots.
    """

    name = "approval-committee"
    version = "1"
    Options = CommitteeOptions
    claims = frozenset({"monotonicity", "committee monotonicity", "Pareto"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, options, seed)
        support, room, lacking, seats = instance.support, instance.room(), instance.lacking(), list[Seat]()
        while room:
            equal = np.flatnonzero(room.open & (support == support[room.open].max()))
            best = int(equal[0])
            lacking.turn(best, room, support[best] - support)
            seats.append(Seat(best, str(support[best]), tuple(equal.tolist())))
            room.take(best)
        numbers, next_best = instance.numbers(), max(support[room.open].tolist(), default=None)

        def reason(name: str, place: int) -> Reasons:
            votes = int(support[numbers[name]])
            lacks = max(int(support[seats[-1].item]) - votes, 0) if seats and not place else 0
            about = {"standing": standing(place, len(seats)), "place": place, "supporters": votes, "lacks": lacks}
            told: Reasons = (Message("approval-committee.approvals", {**about, "count": votes}),)
            if place and next_best is not None:
                ahead = votes - next_best
                told = with_more(told, Message("approval-committee.ahead", {"ahead": ahead}), ahead=ahead)
            if lacks:
                told = *told, Message("approval-committee.behind", {"lacks": lacks})
            return told

        return instance.outcome(seats, reason, {"exact_steps": 0}, lacking.found(room))
