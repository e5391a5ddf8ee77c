"""What phase 1 brings to the process."""

from __future__ import annotations

from osi_core.mission.charter import Charter, GoalComment
from osi_core.mission.facts import GoalVersions, Institution, JoinedInstitutions, Member, ServingChain
from osi_core.mission.rules import RULES
from osi_core.mission.settings import MissionSettings
from osi_core.mission.views import VIEWS
from osi_core.part import Part

PART = Part(
    name="mission",
    rules=RULES,
    facts=(Charter, GoalComment, GoalVersions, Institution, JoinedInstitutions, Member, ServingChain),
    settings=MissionSettings,
    views=VIEWS,
)
