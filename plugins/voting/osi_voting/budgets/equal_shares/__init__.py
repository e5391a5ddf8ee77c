"""The method of equal shares, with its completions and with bounded overspending.

`rule` is the rule that cities use: `count` counts once with given shares, and `completions` and `epsilon` spend what
is left over. A count is floating point with proven bounds (`kernel` with `sums`, `history` and `double_double`, on the
arrays of `state`) and whole numbers for the rounds where these do not suffice (`exact`); `explanations` says why. The
rule of `bounded_overspending` counts in whole numbers throughout, on `purses`.
"""

from osi_voting.budgets.equal_shares.bounded_overspending import BosEqualShares, BosOptions
from osi_voting.budgets.equal_shares.rule import EqualShares, EqualSharesOptions

__all__ = ["BosEqualShares", "BosOptions", "EqualShares", "EqualSharesOptions"]
