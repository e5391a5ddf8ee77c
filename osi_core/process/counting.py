"""Whether a vote that somebody has cast may still be counted.

An erased person's vote stays where it is. Until it is counted, the person could vote a second time as a newcomer, so
the alias is not free before. Whether this person has voted at all is not asked: nobody shall look that up for an alias.
"""

from __future__ import annotations

from osi_core.challenges.events import RoundCancelled, RoundClosed, RoundStatus, RoundUndecided
from osi_core.challenges.round_facts import Round
from osi_core.domain import Phase
from osi_core.funding.events import GrantRoundClosed, GrantRoundStatus
from osi_core.funding.facts import GrantRound
from osi_core.log.store import Reader
from osi_core.mission.events import MissionClosedEarly, PhaseClosed
from osi_core.process.memory import MissionMemory

ENDS_COUNTING = (PhaseClosed, MissionClosedEarly, RoundClosed, RoundCancelled, RoundUndecided, GrantRoundClosed)
"""After these, fewer votes may still be counted than before."""


def votes_may_count(memory: MissionMemory, reader: Reader) -> bool:
    """Whether a round is open, or statements can be voted on.

    A challenges phase that is opened again takes votes on statements again, also of somebody who came back in between:
    they are shown, and decide nothing.
    """
    mission = memory.mission_state(reader)
    if mission is not None and Phase.CHALLENGES in mission.open_phases:
        return True
    rounds = (*memory.rows.get(Round, {}).values(), *memory.rows.get(GrantRound, {}).values())
    return any(
        isinstance(one, Round | GrantRound)
        and one.status in (RoundStatus.OPEN, GrantRoundStatus.OPEN)
        and one.box_sha256 is not None
        for one in rounds
    )
