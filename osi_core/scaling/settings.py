"""The scaling's part of the playbook."""

from pydantic import Field

from osi_core.domain import Id, Model, Options


class ScalingSettings(Model):
    """What an initiative must have shown before it is rolled out, and how the rollout is planned."""

    min_pilot_institutions: int = Field(default=2, ge=0, le=50)
    """In how many different institutions a pilot must have succeeded, or the initiative been in use for long enough."""
    min_use_days: int = Field(default=90, ge=0, le=3_650)
    """How long an adoption must last to show as much as a pilot."""
    strategy: Id = "commitment-order"
    """The scaling strategy (hook `osi_scaling_strategies`)."""
    options: Options = {}
