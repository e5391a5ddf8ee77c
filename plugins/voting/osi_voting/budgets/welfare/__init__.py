"""The set of projects with the highest welfare, exactly, to compare the other rules with.

`worth` says what a set of projects is worth to all voters together, `search` finds the best one with proof, `rule`
makes an outcome of it, and `lacking` counts the votes that would have had another project in it.
"""

from osi_voting.budgets.welfare.rule import WelfareOptimum, WelfareOptions

__all__ = ["WelfareOptimum", "WelfareOptions"]
