"""The gate of phase 1: the mission is agreed when its goal can be measured and every required sector endorses it."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Command, Context, Gate, Sector, Unmet
from osi_core.mission.settings import MissionSettings
from osi_core.mission.state import Mission


def goal_has_an_indicator(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The mission's goal can be measured: unit, baseline, target, deadline."""
    if state.goal is None:
        yield Unmet("goal-missing")


def required_sectors_endorse(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every required sector stands behind the mission through at least one institution; one that was entered twice
    stands for the sector that it goes on in.
    """
    missing = set(context.settings(MissionSettings).required_sectors) - context.joined.sectors_of(state.endorsements)
    for sector in (sector for sector in Sector if sector in missing):
        yield Unmet("endorsement-missing", sector=sector)


GATE = Gate(
    opens_when=(),  # it is open from the mission's creation
    closes_when=(goal_has_an_indicator, required_sectors_endorse),
)
