"""The options that all budgeting rules have."""

from __future__ import annotations

from pydantic import Field

from osi_core.plugins import TieOptions
from osi_voting.limits import Quota

__all__ = ["BudgetOptions"]


class BudgetOptions(TieOptions):
    """`at_most` bounds how many projects of a category, or of a district, may be funded; a name that is both bounds
    each. Lower bounds are not offered: a rule that looks one project ahead cannot promise them (`welfare-optimum` can).
    """

    at_most: dict[str, Quota] = Field(default_factory=dict)
