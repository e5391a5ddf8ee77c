"""What a played service answers to a question of participation: done, what speaks against it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from osi_conformance.mission import Mission
from osi_conformance.played import Spoken
from osi_conformance.services import chain_of
from osi_conformance.target import Reply

__all__ = ["Answers"]


class Answers:
    """Answers of one peer in one mission. `question` is the answer that asked, or its position in the asking chain."""

    def __init__(self, mission: Mission, peer: str) -> None:
        self.mission, self.peer = mission, peer
        self.asking = chain_of(mission.played.tested.name)

    @property
    def spoken(self) -> Spoken:
        """What the peer has said."""
        return self.mission.played.of(self.peer, self.mission.id)

    async def playbook(self, question: Reply | int, unmet: Sequence[str] = ()) -> None:
        """Whether it can follow a playbook that was asked for, or that it was listed under."""
        await self._answer("hearing.playbook_answered", question, unmet=list(unmet))

    async def closing(self, question: Reply | int, phase: str, unmet: Sequence[str] = ()) -> None:
        """Whether it leaves a phase that is to close."""
        await self._answer("hearing.closing_answered", question, phase=phase, unmet=list(unmet))

    async def erasure(self, question: Reply | int) -> None:
        """That what it held of somebody is gone."""
        await self._answer("hearing.erasure_answered", question)

    async def says(self, type_: str, stream: str, at: int, **data: Any) -> None:
        """Any event, by a service that has heard the asking chain up to a position."""
        event = self.spoken.event(type_, stream, data, time=self._now, facts_at={self.asking: at})
        await self.spoken.say(event)

    async def _answer(self, type_: str, question: Reply | int, **data: Any) -> None:
        position = question if isinstance(question, int) else self.position_in(question)
        named = {"chain": self.asking, "position": position, "service": self.peer}
        await self.says(type_, f"hearing/{self.asking}", position, **named, **data)

    def position_in(self, reply: Reply) -> int:
        """Where the asking chain ended when an answer was given."""
        chains = dict(one.split("=") for one in reply.position.split(",") if "=" in one)
        return int(chains.get(self.asking, 0))

    @property
    def _now(self) -> datetime:
        return self.mission.now if self.mission.origin == "simulated" else datetime.now(UTC)
