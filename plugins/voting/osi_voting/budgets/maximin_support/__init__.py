"""The maximin support method: costs are shared among supporters so that the heaviest share is least.

`rule` decides and explains; `flow_kernel` is the largest flow by which it finds out who bears the heaviest share.
"""

from osi_voting.budgets.maximin_support.rule import MaximinSupport

__all__ = ["MaximinSupport"]
