"""Rules of participatory budgeting, one rule a file: greedy, greedy by votes, equal shares, Phragmén.

`instance` is what all start from, `telling` what all end with; in between, floating point with proven bounds decides
where these suffice and whole numbers where not (`shares_kernel` and `shares_exact`, `phragmen_kernel`, `recurrence`).
"""

from osi_core.plugins import AllocationRule
from osi_voting.budgets.equal_shares import EqualShares, EqualSharesOptions
from osi_voting.budgets.greedy import Greedy, GreedyOptions, GreedyVotes
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.phragmen import Phragmen, PhragmenOptions

__all__ = [
    "EqualShares",
    "EqualSharesOptions",
    "Greedy",
    "GreedyOptions",
    "GreedyVotes",
    "Instance",
    "Phragmen",
    "PhragmenOptions",
    "budget_rules",
]


def budget_rules() -> list[AllocationRule]:
    """All rules of this folder."""
    return [EqualShares(), Greedy(), GreedyVotes(), Phragmen()]
