"""Rankings, one rule a file: all items in order by what majorities prefer.

`pairwise` counts who stands above whom, for every kind of ballot; `placing` makes orders and explanations of it.
`RULES` lists what the package offers to the hook for prioritisation.
"""

from osi_core.plugins import PrioritisationRule
from osi_voting.rankings.borda import FastBorda
from osi_voting.rankings.copeland import Copeland
from osi_voting.rankings.kemeny import Kemeny, KemenyOptions
from osi_voting.rankings.pairwise import pairwise_matrix
from osi_voting.rankings.ranked_pairs import RankedPairs
from osi_voting.rankings.schulze import Schulze, SchulzeOptions

__all__ = [
    "RULES",
    "Copeland",
    "FastBorda",
    "Kemeny",
    "KemenyOptions",
    "RankedPairs",
    "Schulze",
    "SchulzeOptions",
    "pairwise_matrix",
]

RULES: list[PrioritisationRule] = [FastBorda(), Copeland(), Schulze(), RankedPairs(), Kemeny()]
