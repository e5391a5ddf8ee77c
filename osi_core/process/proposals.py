"""Proposals to whoever moderates: challenges that say nearly the same. Nothing is done by itself."""

from __future__ import annotations

from osi_core.challenges.events import ChallengeStatus
from osi_core.challenges.facts import Challenge
from osi_core.process.alike import Alike, alike
from osi_core.process.engine import Engine

__all__ = ["Alike", "merges_to_consider"]


def merges_to_consider(engine: Engine, mission: str) -> list[Alike]:
    """Accepted challenges that share most of their title's words with an earlier one; the most alike first."""
    rows = engine.memory(mission).rows[Challenge]
    standing = ((id_, row) for id_, row in rows.items() if isinstance(row, Challenge))
    accepted = ((id_, engine.words(mission, row.title)) for id_, row in standing if row.status is _ACCEPTED)
    found = alike((id_, title) for id_, title in accepted if title is not None)
    return sorted(found, key=lambda pair: -pair.percent)


_ACCEPTED = ChallengeStatus.ACCEPTED
