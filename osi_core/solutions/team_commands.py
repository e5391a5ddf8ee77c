"""What can be asked for within a team: how people come in and go, and who speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osi_core.domain import Command, FactKey, Id, Recorded, Rows, ShortWords, StopReason, Tags
from osi_core.mission.facts import Member
from osi_core.mission.resources import PARTICIPANT
from osi_core.solutions.commands import OfSolution
from osi_core.solutions.events import SpeakerAppointed


class FollowErasure(Command, at=PARTICIPANT):
    """Let somebody go whom the mission has erased, where it is told of it in another chain."""

    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Member, self.participant),)


class RequestToJoin(OfSolution):
    """Ask a team to be let in, with one's skills; a speaker accepts or declines."""

    skills: Tags = ()


class WithdrawRequest(OfSolution):
    """Take one's own request to join back; one may ask again."""


class AcceptRequest(OfSolution):
    """Let somebody in who asked."""

    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return *super().needs(state), FactKey(Member, self.participant)


class DeclineRequest(OfSolution):
    """Do not let somebody in who asked, with a reason; they may ask again."""

    participant: Id
    reason: StopReason
    note: ShortWords | None = None


class RemoveFromTeam(OfSolution):
    """Take a member out of the team, with a reason; a speaker cannot be taken out."""

    participant: Id
    reason: StopReason
    note: ShortWords | None = None


class AppointSpeaker(OfSolution):
    """Make another member a speaker: beside oneself, or handing over."""

    participant: Id
    hand_over: bool = False

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        event = records[0].event
        assert isinstance(event, SpeakerAppointed)
        return {"hand_over": event.instead_of is not None}


class ResignAsSpeaker(OfSolution):
    """Be an ordinary member again; when no speaker is left, the members choose."""


class ProposeSpeaker(OfSolution):
    """Say who should speak for one's team while nobody does: the first to name somebody proposes, others confirm."""

    participant: Id


class NameSpeaker(OfSolution):
    """Name one of a team its speaker, because its members have chosen nobody in time."""

    participant: Id
