"""Deleting what may be kept no longer: an act of the operator's timer."""

from __future__ import annotations

from datetime import datetime

from osi_core.curation.commands import DeleteConflictCodes
from osi_core.domain import Refused
from osi_core.process.engine import Engine
from osi_core.process.request import Handled


def forget_due(engine: Engine, mission: str, *, time: datetime | None = None) -> Handled | None:
    """Deletes the codes of conflicts that have been kept as long as the playbook says; None where there are none.

    `time` is needed in a mission that is not real. Raises Refused where the mission, or this share, has nothing such.
    """
    try:
        return engine.handle(DeleteConflictCodes(mission=mission), time=time)
    except Refused as refused:
        if refused.codes != ("no-conflict-codes-due",):
            raise
    return None
