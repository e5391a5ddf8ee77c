"""Folding what was heard once more, in the order in which it was known: each chain in its own, and against the own log
as the vectors of its events say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from osi_core.domain import Recorded
from osi_core.hearing.events import MessageParked, MessageTakenUp
from osi_core.log.heard import HeardHead, PublicEntry

if TYPE_CHECKING:
    from osi_core.process.memory import MissionMemory


class HeardLog(Protocol):
    """What was heard of other chains, wherever it is read from."""

    def heard(self, mission: str, chain: str, after: int = 0, upto: int | None = None) -> Iterator[PublicEntry]:
        """What was heard of a chain with after < position ≤ upto, in order."""

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        """What was heard at a position of a chain, if anything."""


class HeardAgain:
    """What was heard of a mission, on its way into a memory that begins where it stands."""

    def __init__(self, memory: MissionMemory, log: HeardLog, chains: Sequence[str]) -> None:
        self._memory, self._log, self.chains = memory, log, chains

    def before(self, record: Recorded) -> None:
        """Takes in what was known to an own event. One that parks a message comes right behind it."""
        parks = record.event if isinstance(record.event, MessageParked) else None
        self.up_to(record.facts_at, (parks.chain, parks.position) if parks else None)

    def behind(self, record: Recorded) -> None:
        """Takes in what an own event lets in: a message that had waited until here."""
        if isinstance(record.event, MessageTakenUp):
            message = self._log.heard_at(self._memory.mission, record.event.chain, record.event.position)
            if message is not None and message.raw:
                self._memory.hear_of(message)

    def up_to(self, vector: Mapping[str, int], parked: tuple[str, int] | None = None) -> None:
        """Takes in what was known where this vector stands, but the message that was `parked` then."""
        heard, mission = self._memory.heard, self._memory.mission
        for chain in self.chains:
            head, upto = heard.get(chain, HeardHead()), vector.get(chain, 0)
            # Of the chain itself is heard only where its log was restored from a copy, and goes on under another name.
            if upto <= head.position or chain == self._memory.chain:
                continue
            for message in self._log.heard(mission, chain, head.position, upto):
                if message.raw and (chain, message.position) != parked:
                    self._memory.hear_of(message)
                heard[chain] = HeardHead(message.position, message.hash)
