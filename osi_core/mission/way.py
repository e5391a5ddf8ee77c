"""What the events of phase 1 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.mission import events as e
from osi_core.way import Audience, Stage, Told, Way

WAY = Way(
    told={
        e.MissionEndorsed: Told(Stage.CONTRIBUTION),
        e.InstitutionsJoined: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.InstitutionsParted: Told(Stage.CONTRIBUTION, Audience.OWN),
    }
)
