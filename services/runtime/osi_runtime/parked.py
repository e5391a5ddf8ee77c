"""What waits of what was heard: messages that could not be taken in, since when, and behind which other one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from osi_core.domain import full_name
from osi_core.hearing.commands import TakeUpMessage
from osi_core.hearing.events import MessageParked
from osi_core.hearing.facts import Parked
from osi_core.hearing.resources import HEARING
from osi_core.log.envelope import decode
from osi_core.process import Engine

__all__ = ["Waiting", "taking_up", "waiting_in"]


class Waiting(NamedTuple):
    """A message that waits."""

    mission: str
    chain: str
    position: int
    type: str
    """As its origin says it."""
    subject: str
    """Full name of the resource that it is about."""
    reason: str
    """A code."""
    since: datetime
    behind: int
    """Position of the message that it waits behind; 0 where it is the first."""


def taking_up(one: Waiting) -> TakeUpMessage:
    """The command that takes in a message that waits."""
    return TakeUpMessage(mission=one.mission, chain=one.chain, position=one.position)


def waiting_in(engine: Engine, mission: str, begin: int = 0, end: int | None = None) -> list[Waiting]:
    """Those of a mission, in the order in which they were parked; or only some of them."""
    rows = [row for row in engine.memory(mission).rows[Parked].values() if isinstance(row, Parked)]
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row.chain, row.subject
        first[key] = min(row.position, first.get(key, row.position))
    asked = rows[begin:end]
    since = _since(engine, mission, {row.chain for row in asked})
    return [_waiting(engine, mission, row, first[row.chain, row.subject], since) for row in asked]


def _waiting(engine: Engine, mission: str, row: Parked, first: int, since: dict[tuple[str, int], datetime]) -> Waiting:
    heard = next(iter(engine.store.heard(mission, row.chain, row.position - 1, row.position)), None)
    subject = row.subject if row.subject.startswith("missions/") else full_name(mission, row.subject)
    return Waiting(
        mission,
        row.chain,
        row.position,
        heard.type if heard else "",
        subject,
        row.reason,
        since[row.chain, row.position],
        first if first < row.position else 0,
    )


def _since(engine: Engine, mission: str, chains: set[str]) -> dict[tuple[str, int], datetime]:
    found: dict[tuple[str, int], datetime] = {}
    for chain in chains:
        for entry in engine.store.read_stream(HEARING.within(mission, chain)):
            record = decode(entry)
            if isinstance(record.event, MessageParked):
                found[chain, record.event.position] = record.time
    return found
