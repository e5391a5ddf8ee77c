"""The mission's part of the playbook."""

from pydantic import Field

from osi_core.domain import Model, Sector


class MissionSettings(Model):
    """Whose endorsement a mission needs before its challenges are called for."""

    required_sectors: tuple[Sector, ...] = tuple(Sector)
    """Each of these sectors must have endorsed the mission through at least one institution."""
    mandate_months: int = Field(default=24, ge=1, le=120)
    """How long somebody speaks for an institution, from the day that it is stated or confirmed."""
    mandate_confirm_days: int = Field(default=14, ge=0, le=365)
    """How long a mandate holds that the institution has not confirmed."""
    goal_days: int = Field(default=30, ge=1, le=365)
    """How long a new version of the goal waits for those who endorse; then the former one stays."""
    knowledge_minutes: int = Field(default=60, ge=1, le=43_200)
    """How old what a service knows of the others may be; whoever has not answered for as long is not waited for."""
