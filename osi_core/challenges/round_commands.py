"""What sets a round right, and how people come into it by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import AwareDatetime

from osi_core.challenges.commands import OfRound
from osi_core.challenges.round_facts import Round
from osi_core.challenges.state import RoundState
from osi_core.domain import BoxUse, FactKey, Id, PublicText, Recorded, Rows
from osi_core.mission.facts import Member


class EnterRound(OfRound):
    """Enter a round that is open, where the playbook lets people in until it closes."""

    uses_box = BoxUse.CASTS
    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Member, self.participant), FactKey(Round, self.round)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        return {"participant": records[0].actor}

    def box_sha256(self, state: RoundState | None, facts: Mapping[FactKey, Any]) -> str | None:
        return state.box_sha256 if state else None


class MoveRound(OfRound):
    """Let a round take ballots for longer."""

    closes_at: AwareDatetime
    reason: PublicText


class CancelRound(OfRound):
    """End a round without a result, and say why; what was cast in it counts nowhere."""

    reason: PublicText
