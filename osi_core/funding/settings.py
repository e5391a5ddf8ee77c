"""Funding's part of the playbook."""

from pydantic import Field

from osi_core.ballots import MOST_POINTS
from osi_core.domain import LARGEST_INTEGER, Id, Model, Options


class FundingSettings(Model):
    """How grant rounds are decided."""

    strategy: Id = "score-order"
    """The allocation rule (hook `osi_allocation_rules`)."""
    options: Options = {}
    minimum_support: int = Field(default=0, ge=0, le=1_000_000_000)
    """How many ballots of a grant round must support an application, or it gets nothing."""
    max_choices: int = Field(default=50, ge=1, le=10_000)
    """How many applications one ballot may name."""
    max_points: int = Field(default=100, ge=1, le=MOST_POINTS)
    """How many points one ballot may give out in all."""
    max_applications: int = Field(default=300, ge=1, le=500)
    """How many applications a grant round takes."""
    max_fund: int = Field(default=10_000_000_000, ge=1, le=LARGEST_INTEGER)
    """What one fund may hold, in minor units of its currency (cents)."""
    accept_days: int = Field(default=21, ge=1, le=365)
    """How long an initiative may take to accept what it is awarded, before that lapses."""
    two_people_above: int = Field(default=100_000, ge=0, le=LARGEST_INTEGER)
    """What one person alone may pay of a grant behind its first payment, in minor units; more takes two."""
