"""Multiwinner approval voting."""

from __future__ import annotations

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import number_text, place_sentence
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
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
    version = 2
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

        def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
            votes = int(support[numbers[name]])
            en, de = place_sentence(place, len(seats))
            lacks = max(int(support[seats[-1].item]) - votes, 0) if seats and not place else 0
            (many, viele), one = number_text(votes), votes == 1
            en, de = f"{en}: {many} approval{'' if one else 's'}", f"{de}: {viele} Stimme{'' if one else 'n'} dafür"
            data: dict[str, int | str] = {"place": place, "supporters": votes, "lacks": lacks}
            if place and next_best is not None:
                data["ahead"] = votes - next_best
                more, mehr = number_text(votes - next_best)
                en, de = f"{en}, {more} more than the first left out", f"{de}, {mehr} mehr als beim ersten ohne Platz"
            if lacks:
                few, weniger = number_text(lacks)
                en, de = f"{en}, {few} fewer than the last one chosen", f"{de}, {weniger} weniger als der letzte Platz"
            return data, f"{en}.", f"{de}."

        return instance.outcome(seats, sentence, {"exact_steps": 0}, lacking.found(room))
