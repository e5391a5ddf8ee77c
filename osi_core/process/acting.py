"""Who acts at a moment, and for whom: an office, or a participant as the mission's own events know them."""

from __future__ import annotations

from datetime import datetime

from osi_core.domain import NOTHING_JOINED, Actor, Joined
from osi_core.mission.facts import THE_JOINED, JoinedInstitutions, Member
from osi_core.process.memory import MissionMemory
from osi_core.process.request import Office

__all__ = ["actor_of", "joined_in"]


def actor_of(
    actor: str | Office, memory: MissionMemory, rules: int, at: datetime, institution: str | None = None
) -> Actor:
    """Who acts at a moment: an office, or a participant as the mission's own events know them, for an institution if
    one is named.

    A log has names alone; who judges it again asks `Office.named` first.
    """
    if isinstance(actor, Office):
        return Actor(participant=actor.name, roles=frozenset({actor.role}))
    member = memory.rows[Member].get(actor)
    if not isinstance(member, Member):
        return Actor(participant=actor)
    if rules == 1:
        return member.as_actor_of_rules_1(actor)
    return member.as_actor(actor, at, institution, joined_in(memory))


def joined_in(memory: MissionMemory) -> Joined:
    """Which institutions of a mission are one."""
    found = memory.rows[JoinedInstitutions].get(THE_JOINED)
    return found if isinstance(found, JoinedInstitutions) else NOTHING_JOINED
