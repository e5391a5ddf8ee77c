"""Matching funds: citizens give to what they want, and public money follows how many they are.

`contributions` adds up who gave what, `roots` computes with square roots in whole numbers, `formulas` says what each
item is due, `filling` shares what there is and rounds it to the cent; `rule` joins them, `explanations` says why.
`RULES` lists what the package offers to the hook for allocation.
"""

from osi_core.plugins import AllocationRule
from osi_voting.matching_funds.pairwise_bounded import PairwiseBoundedFunding, PairwiseBoundedOptions
from osi_voting.matching_funds.quadratic import QuadraticFunding
from osi_voting.matching_funds.rule import MatchingFundsOptions

__all__ = ["RULES", "MatchingFundsOptions", "PairwiseBoundedFunding", "PairwiseBoundedOptions", "QuadraticFunding"]

RULES: list[AllocationRule] = [QuadraticFunding(), PairwiseBoundedFunding()]
