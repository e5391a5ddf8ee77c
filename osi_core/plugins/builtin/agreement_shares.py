"""Agreement shares: what nearly all agree on, and what divides, without looking for groups."""

from __future__ import annotations

from fractions import Fraction

from osi_core.plugins.chance import tie_key
from osi_core.plugins.problems import Explanation, OpinionMap, StatementVotes, VoteTable
from osi_core.plugins.strategy import OpinionMapper, Progress, TieOptionsWithoutCost

__all__ = ["AgreementShares", "AgreementSharesOptions"]


class AgreementSharesOptions(TieOptionsWithoutCost):
    """How many votes a statement needs, and what share in percent must agree (or disagree) for a consensus."""

    minimum_votes: int = 5
    consensus_percent: int = 70


class AgreementShares(OpinionMapper):
    """Shares of agreement with a prior of one vote each way: (agree + 1) / (agree + disagree + pass + 2), the
    estimate of Laplace's rule of succession, which Polis uses too (C. Small et al., "Polis: Scaling Deliberation by
    Mapping High Dimensional Opinion Spaces", Recerca 26, 2021).

    Consensus statements are those with enough votes of which that share agrees, or that share disagrees. All people are
    one group, so bridges are not looked for and stay empty: the honest answer of a method that sees no groups.
    """

    name = "agreement-shares"
    version = "1"
    Options = AgreementSharesOptions

    def solve(self, problem: VoteTable, options: AgreementSharesOptions, seed: bytes, progress: Progress) -> OpinionMap:
        counts = problem.counts()
        strength = {name: _strength(*votes) for name, votes in counts.items()}
        order = sorted(counts, key=lambda name: (-strength[name], tie_key(seed, name, options.ties)))
        needed = Fraction(options.consensus_percent, 100)
        chosen = [n for n in order if strength[n] >= needed and sum(counts[n]) >= options.minimum_votes]
        return OpinionMap(
            statements=tuple(
                StatementVotes(statement=n, agree=a, disagree=d, passed=p, consensus=str(strength[n]))
                for n in order
                for a, d, p in (counts[n],)
            ),
            consensus=tuple(chosen),
            explanations=tuple(_explained(name, counts[name], name in chosen) for name in order),
        )


def _strength(agree: int, disagree: int, passed: int) -> Fraction:
    """The share of those who agree or of those who disagree, whichever is larger."""
    return Fraction(max(agree, disagree) + 1, agree + disagree + passed + 2)


def _explained(name: str, votes: tuple[int, int, int], consensus: bool) -> Explanation:
    agree, disagree, passed = votes
    reason = "agreement-shares.consensus" if consensus else "agreement-shares.no-consensus"
    return Explanation(item=name, reason=reason, values={"agree": agree, "disagree": disagree, "passed": passed})
