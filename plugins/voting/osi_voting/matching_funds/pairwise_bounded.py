"""Quadratic funding that no two people can use beyond a bound."""

from __future__ import annotations

from pydantic import Field

from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.formulas import pairwise_matches
from osi_voting.matching_funds.rule import MatchingFunds, MatchingFundsOptions

__all__ = ["PairwiseBoundedFunding", "PairwiseBoundedOptions"]


class PairwiseBoundedOptions(MatchingFundsOptions):
    """`pair_bound`: M, in minor units. Two people bring less than 2 M to all items together."""

    pair_bound: int = Field(default=10_000, ge=1, le=2**53 - 1)


class PairwiseBoundedFunding(MatchingFunds):
    """Quadratic funding with each pair's part discounted the more the two have in common (pairwise coordination
    subsidies). Each pair of people i, j who give c and c' to an item brings it

        2 kᵢⱼ √(c c'),   kᵢⱼ = M / (M + Σ over all items of √(c c')).

    V. Buterin, "Pairwise
    coordination subsidies: a new quadratic funding design", 2019,
    https://ethresear.ch/t/pairwise-coordination-subsidies-a-new-quadratic-funding-design/5553. As M grows it becomes
    `quadratic-funding`.

    Collusion is bounded: a pair brings 2 M S / (M + S) < 2 M to all items together, however much the two give, so k
    people, or one under k names, less than k (k - 1) M. What happens with budget, caps, pots and rounding is said in
    `rule.MatchingFunds`. Time quadratic in the different amounts of an item, and linear
    in the pairs of people who have two items or more in common.
    """

    name = "pairwise-bounded-funding"
    version = "1"
    Options = PairwiseBoundedOptions

    def due(self, given: Contributions, options: PairwiseBoundedOptions) -> tuple[list[int], int]:
        return pairwise_matches(given, options.pair_bound)
