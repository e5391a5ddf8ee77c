"""A prioritisation rule of one's own, in 15 lines: cumulative voting.

Each ballot has one vote and splits it evenly among the items that it names.
"""

from fractions import Fraction

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking, TieOptions, hookimpl, ranking_by_score


class CumulativeVoting(PrioritisationRule):
    """Who names few items gives each of them more."""

    name, version = "cumulative-voting", "1"
    claims = frozenset({"monotonicity", "committee monotonicity"})
    words = {"cumulative-voting.votes": {"en": "{standing}: {score} votes.", "de": "{standing}: {score} Stimmen."}}

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        votes = dict.fromkeys(problem.items, Fraction(0))
        for named, weight in zip(problem.rows(), problem.ballot_weights(), strict=True):
            for item in named:
                votes[problem.items[item]] += Fraction(weight, len(named))
        return ranking_by_score(problem, votes, seed, options.ties, "cumulative-voting.votes")


@hookimpl
def osi_prioritisation_rules() -> list[PrioritisationRule]:
    return [CumulativeVoting()]
