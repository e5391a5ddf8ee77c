"""Pairs: citizens compare two items at a time, and a model of the answers puts all items in order.

`comparisons` counts the answers, `davidson` fits Bradley and Terry's model with ties and its uncertainty, `newton` is
its compiled core, `bradley_terry` the rule, and `next_pair` chooses what to ask next. `RULES` lists what the package
offers to the hook for prioritisation.
"""

from osi_core.plugins import PrioritisationRule
from osi_voting.pairs.bradley_terry import BradleyTerry, BradleyTerryOptions
from osi_voting.pairs.comparisons import Comparisons
from osi_voting.pairs.davidson import Fit, fit
from osi_voting.pairs.next_pair import next_pair, next_pairs

__all__ = ["RULES", "BradleyTerry", "BradleyTerryOptions", "Comparisons", "Fit", "fit", "next_pair", "next_pairs"]

RULES: list[PrioritisationRule] = [BradleyTerry()]
