"""The mission's part of the playbook."""

from osi_core.domain import Model, Sector


class MissionSettings(Model):
    """Whose endorsement a mission needs before its challenges are called for."""

    required_sectors: tuple[Sector, ...] = tuple(Sector)
    """Each of these sectors must have endorsed the mission through at least one institution."""
