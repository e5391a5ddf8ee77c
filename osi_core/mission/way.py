"""What the events of phase 1 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.mission import events as e
from osi_core.way import Stage, Told, Way

WAY = Way(told={e.MissionEndorsed: Told(Stage.CONTRIBUTION)})
