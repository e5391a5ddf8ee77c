"""Approval count: the item that most ballots support comes first."""

from __future__ import annotations

from osi_core.plugins.builtin.ballots import place_sentence, points_of, ranking, supporters, take_in_order
from osi_core.plugins.problems import Profile, Ranking
from osi_core.plugins.strategy import PrioritisationRule, Progress, TieOptions

__all__ = ["ApprovalCount"]


class ApprovalCount(PrioritisationRule):
    """Approval voting (S. Brams, P. Fishburn, "Approval Voting", American Political Science Review 72, 1978).

    An item's score is the number of ballots that support it: approve it, name it (ranked), give it points, or prefer it
    at least once or find it as good (paired). Time grows with the length of all ballots.
    """

    name = "approval-count"
    version = 1
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        counts = supporters(problem, points_of(problem, lambda position: 1))
        order = take_in_order(problem, counts, counts, seed, options.ties)
        of, index = len(order.items), {name: position for position, name in enumerate(problem.items)}
        total = sum(problem.ballot_weights())

        def sentence(name: str, place: int) -> tuple[dict[str, int | str], str, str]:
            count = counts[index[name]]
            en, de = place_sentence(place, of)
            data: dict[str, int | str] = {"place": place, "supporters": count, "ballots": total}
            return (
                data,
                f"{en}: supported by {count} of {total} ballots.",
                f"{de}: {count} von {total} Stimmzetteln dafür.",
            )

        return ranking(problem, order, sentence)
