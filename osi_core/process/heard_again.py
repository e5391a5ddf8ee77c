"""Folding what was heard once more, in the order in which it was known: each chain in its own, and against the own log
as the vectors of its events say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from osi_core.hearing.events import MessageParked, MessageTakenUp
from osi_core.log.envelope import decode
from osi_core.log.store import Reader

if TYPE_CHECKING:
    from osi_core.process.memory import MissionMemory


class HeardAgain:
    """What a store has heard of a mission, on its way into a memory that begins where it stands."""

    def __init__(self, memory: MissionMemory, reader: Reader, chains: Sequence[str]) -> None:
        self._memory, self._reader = memory, reader
        self._at = {chain: memory.heard[chain].position if chain in memory.heard else 0 for chain in chains}
        parked = reader.read(memory.mission, after=memory.head.position, types={MessageParked.type})
        events = (decode(entry).event for entry in parked)
        self._parked = {(event.chain, event.position) for event in events if isinstance(event, MessageParked)}
        """What was heard and not taken in then: its parking stands in the own log."""

    def up_to(self, vector: Mapping[str, int]) -> None:
        """Takes in what was known where this vector stands."""
        for chain, at in self._at.items():
            upto = vector.get(chain, 0)
            if upto <= at:
                continue
            mission = self._memory.mission
            for message in self._reader.heard(mission, chain, after=at, upto=upto):
                if message.raw and (chain, message.position) not in self._parked:
                    self._memory.hear_of(message)
            self._at[chain] = upto

    def take_up(self, event: MessageTakenUp) -> None:
        """Takes in a message that had waited until here."""
        message = self._reader.heard_at(self._memory.mission, event.chain, event.position)
        if message is not None and message.raw:
            self._memory.hear_of(message)
