"""The challenges' part of the playbook."""

from typing import get_args

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from osi_core.ballots import MOST_POINTS
from osi_core.domain import Id, Model, Options, Plain
from osi_core.plugins.chance import TieRule, TieRuleWithoutCost


class ChallengesSettings(Model):
    """How challenges are prioritised."""

    statement_length: int = Field(default=300, ge=1, le=10_000)
    """How many characters a challenge's title and a statement may have."""
    top: int = Field(default=12, ge=1, le=500)
    """How many challenges of a published result must find a commitment, or be acknowledged as gaps."""
    strategy: Id = "proportional-ranking"
    """The prioritisation rule (hook `osi_prioritisation_rules`)."""
    options: Options = {}
    minimum_support: int = Field(default=0, ge=0, le=1_000_000_000)
    """How many ballots of a round must support a challenge, or it stands in no order."""
    max_choices: int = Field(default=50, ge=1, le=10_000)
    """How many items one ballot may name."""
    max_points: int = Field(default=100, ge=1, le=MOST_POINTS)
    """How many points one ballot may give out in all."""
    round_days: int = Field(default=14, ge=0, le=365)
    """How many days a round takes ballots at least; 0: any time."""
    least_ballots: int = Field(default=20, ge=0, le=1_000_000_000)
    """With fewer ballots the result of a round only advises."""
    enter_until_close: bool = False
    """Whether people who are of the electorate may enter a round themselves until it closes."""
    merge_days: int = Field(default=5, ge=0, le=60)
    """How many days an author has to object to a merge; 0: merges need no proposal."""

    @field_validator("options")
    @classmethod
    def _ties_without_cost(cls, options: dict[str, Plain]) -> dict[str, Plain]:
        """Challenges cost nothing, so ties by cost would be refused when a round is closed: too late."""
        allowed = get_args(TieRuleWithoutCost)
        if options.get("ties") in set(get_args(TieRule)) - set(allowed):
            raise PydanticCustomError("ties_by_cost", "challenges have no cost", {"allowed": ", ".join(allowed)})
        return options
