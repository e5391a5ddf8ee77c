"""Quadratic funding within a budget."""

from __future__ import annotations

from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.formulas import quadratic_matches
from osi_voting.matching_funds.rule import MatchingFunds, MatchingFundsOptions

__all__ = ["QuadraticFunding"]


class QuadraticFunding(MatchingFunds):
    """Quadratic funding, and capital-constrained liberal radicalism where money is short: what many give is matched far
    more than what few do. An item to which people give c₁, c₂, ... is due

        match = (Σ √cᵢ)² - Σ cᵢ,

    so n people with 1 each are due n² - n, one alone nothing.
    V. Buterin, Z. Hitzig, E. G. Weyl, "A Flexible Design for Funding Public Goods", Management Science 65(11), 2019,
    doi:10.1287/mnsc.2019.3337; section 5.1 for the budget: with α = budget / Σ match below 1 an item has
    α (Σ √cᵢ)² + (1 - α) Σ cᵢ in all, which is Σ cᵢ + α · match.

    Under complete information and with money enough, giving what the item is worth to one is the optimum for all. It
    does not withstand collusion: people under false names gain without bound (see `pairwise-bounded-funding`).
    Budget-limited awards do not change when all give twice as much; otherwise they double. What happens with caps,
    pots and rounding is said in `rule.MatchingFunds`. Roots are intervals of whole numbers (`roots`): the same cents on
    every machine. Time linear in contributions.
    """

    name = "quadratic-funding"
    version = "1"
    Options = MatchingFundsOptions

    def due(self, given: Contributions, options: MatchingFundsOptions) -> tuple[list[int], int]:
        return quadratic_matches(given)
