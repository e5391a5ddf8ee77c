"""What all phases know of contributions' ways, put together."""

from __future__ import annotations

from osi_core.challenges.way import WAY as CHALLENGES
from osi_core.curation.way import WAY as CURATION
from osi_core.funding.way import WAY as FUNDING
from osi_core.mission.way import WAY as MISSION
from osi_core.scaling.way import WAY as SCALING
from osi_core.solutions.way import WAY as SOLUTIONS
from osi_core.support.way import WAY as SUPPORT
from osi_core.way import Told

_WAYS = (MISSION, CHALLENGES, SOLUTIONS, SUPPORT, FUNDING, CURATION, SCALING)

TOLD: dict[str, Told] = {kind.type: told for way in _WAYS for kind, told in way.told.items()}
"""Event type → what it means for a way. Whatever is not here is told in no receipt."""
FOLLOWED = tuple(resource for way in _WAYS for resource in way.follows)
"""Resources that a way goes on from."""
BEGINNINGS = FOLLOWED + tuple(resource for way in _WAYS for resource in way.begins)
"""Resources that a way may begin with, and is then followed."""
UNSETTLED = frozenset(
    {
        "",
        "ended.grant-awarded",
        "ended.grant-undecided",
        "ended.match-proposed",
        "ended.match-released",
        "ended.need-open",
        "ended.offer-open",
    }
)
"""What is said of contributions that have an end of their own, and have not come to it yet."""
