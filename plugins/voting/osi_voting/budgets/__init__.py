"""Rules of participatory budgeting, a folder for each family of rules.

`instance` is what all start from, `standing` where projects stand meanwhile, `limits` what they keep to,
`explanations` and `lacking` what all end with. In between, floating point with proven bounds decides where these
suffice and whole numbers where not (the kernels, `recurrence`). `RULES` lists what the package offers to the hook for
allocation.
"""

from osi_core.plugins import AllocationRule
from osi_voting.budgets.equal_shares import BosEqualShares, BosOptions, EqualShares, EqualSharesOptions
from osi_voting.budgets.greedy import Greedy, GreedyOptions, GreedyVotes
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.maximin_support import MaximinSupport
from osi_voting.budgets.phragmen import Phragmen, PhragmenOptions
from osi_voting.budgets.welfare import WelfareOptimum, WelfareOptions

__all__ = [
    "RULES",
    "BosEqualShares",
    "BosOptions",
    "EqualShares",
    "EqualSharesOptions",
    "Greedy",
    "GreedyOptions",
    "GreedyVotes",
    "Instance",
    "MaximinSupport",
    "Phragmen",
    "PhragmenOptions",
    "WelfareOptimum",
    "WelfareOptions",
]

RULES: list[AllocationRule] = [
    EqualShares(),
    BosEqualShares(),
    Phragmen(),
    MaximinSupport(),
    Greedy(),
    GreedyVotes(),
    WelfareOptimum(),
]
