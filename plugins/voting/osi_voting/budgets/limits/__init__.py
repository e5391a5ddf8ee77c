"""The limits that all budgeting rules keep to, as arrays (`arrays`), and the compiled keeping of them (`kernel`).

What they are, and their quotas, `osi_voting.limits` says for committees and budgets alike.
"""

from osi_voting.budgets.limits.arrays import LARGEST, LimitRows
from osi_voting.budgets.limits.kernel import close_and_open

__all__ = ["LARGEST", "LimitRows", "close_and_open"]
