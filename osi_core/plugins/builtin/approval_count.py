"""Approval count: the item that most ballots support comes first."""

from __future__ import annotations

from osi_core.plugins.ordering import place_sentence, ranking_by_score
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
        counts = dict(zip(problem.items, problem.support(), strict=True))
        able = sum(count >= problem.minimum_support for count in counts.values())
        of, total = min(able, problem.size or able), sum(problem.ballot_weights())

        def sentence(item: str, place: int) -> tuple[dict[str, int | str], str, str]:
            en, de = place_sentence(place, of)
            return (
                {"place": place, "supporters": counts[item], "ballots": total},
                f"{en}: supported by {counts[item]} of {total} ballots.",
                f"{de}: {counts[item]} von {total} Stimmzetteln dafür.",
            )

        return ranking_by_score(problem, counts, seed, options.ties, sentence)
