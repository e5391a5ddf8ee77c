"""Multiwinner approval voting."""

from __future__ import annotations

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import place_sentence
from osi_voting.committees.election import CommitteeOptions, Election, Room, Seat

__all__ = ["MultiwinnerApproval"]


class MultiwinnerApproval(PrioritisationRule):
    """The items with most approvals (AV).

    M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences", 2023, doi:10.1007/978-3-031-09016-5,
    chapter 2. Monotone and committee-monotone, Pareto-efficient (M. Lackner, P. Skowron, "Utilitarian Welfare and
    Representation Guarantees of Approval-Based Multiwinner Rules", Artificial Intelligence 288, 2020,
    doi:10.1016/j.artint.2020.103366); represents no minority, so no JR. Time linear in the ballots.
    """

    name = "approval-committee"
    version = 1
    Options = CommitteeOptions
    claims = frozenset({"monotonicity", "committee monotonicity", "Pareto"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        election = Election.of(problem, options, seed)
        support, room, seats = election.support.tolist(), Room(election), []
        for item in sorted(range(election.m), key=lambda item: -support[item]):
            if room and room.open[item]:
                equal = [other for other in range(election.m) if room.open[other] and support[other] == support[item]]
                room.take(item)
                seats.append(Seat(item, str(support[item]), tuple(equal)))
        numbers = election.numbers()

        def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
            votes = support[numbers[name]]
            en, de = place_sentence(place, len(seats))
            lacks = support[seats[-1].item] - votes if seats and not place else 0
            en, de = f"{en}: {votes} approvals", f"{de}: {votes} Stimmen dafür"
            if lacks > 0:
                en, de = f"{en}, {lacks} fewer than the last one chosen", f"{de}, {lacks} weniger als der letzte Platz"
            return {"place": place, "supporters": votes, "lacks": max(lacks, 0)}, f"{en}.", f"{de}."

        return election.outcome(seats, sentence, {"exact_steps": 0})
