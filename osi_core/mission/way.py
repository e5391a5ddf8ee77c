"""What the events of phase 1 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.domain import Event
from osi_core.mission import events as e
from osi_core.mission.resources import MISSION
from osi_core.way import Audience, Stage, Told, Turn, Way


def of_the_mission(event: Event) -> str:
    """What becomes of the goal stands in the mission's own stream."""
    return MISSION()


_ABOUT_THE_GOAL = Told(Stage.CONTRIBUTION, Audience.ONESELF, result_at=of_the_mission)

WAY = Way(
    told={
        e.MissionEndorsed: _ABOUT_THE_GOAL,
        e.GoalCommented: _ABOUT_THE_GOAL,
        e.GoalSet: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.GoalProposed: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.GoalTakenBack: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.GoalAdopted: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.MissionClosedEarly: Told(Stage.CONTRIBUTION, Audience.SINCE, frozenset({Turn.ENDS})),
        e.MissionResumed: Told(Stage.CONTRIBUTION, Audience.SINCE, frozenset({Turn.LIVES})),
        e.InstitutionsJoined: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.InstitutionsParted: Told(Stage.CONTRIBUTION, Audience.OWN),
    }
)
