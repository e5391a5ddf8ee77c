"""What a team alone knows of itself; what everybody may know stands in `facts.Solution`."""

from __future__ import annotations

from collections.abc import MutableMapping

from osi_core.domain import Fact, Recorded
from osi_core.mission.events import ParticipantErased
from osi_core.solutions import events as e


class Team(Fact):
    """A solution's team by the solution's id: who waits for it, and whom it is choosing; never leaves its owner."""

    waiting: dict[str, tuple[str, ...]] = {}
    """Who asked to join → with which skills, in the order in which they asked."""
    removed: frozenset[str] = frozenset()
    """Who was taken out, and has not been asked in again."""
    voices: dict[str, str] = {}
    """Member → whom the member wants as a speaker, while there is none."""

    sources = (
        e.JoinRequested,
        e.JoinRequestAccepted,
        e.JoinRequestDeclined,
        e.JoinRequestWithdrawn,
        e.TeamInvited,
        e.TeamJoined,
        e.TeamMemberRemoved,
        e.SpeakerProposed,
        e.SpeakerChosen,
        e.SpeakerNamed,
        e.ErasureFollowed,
        ParticipantErased,
    )
    followed = (ParticipantErased,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Team], record: Recorded) -> None:
        event = record.event
        if isinstance(event, ParticipantErased | e.ErasureFollowed):
            for name, row in list(rows.items()):
                rows[name] = row._without(event.participant)
            return
        solution: str = event.solution  # type: ignore[attr-defined]
        row = rows.get(solution) or cls()
        match event:
            case e.JoinRequested():
                row = row.model_copy(update={"waiting": {**row.waiting, event.participant: event.skills}})
            case e.TeamJoined() | e.JoinRequestAccepted() | e.JoinRequestDeclined() | e.JoinRequestWithdrawn():
                row = row.model_copy(update={"waiting": _but(row.waiting, event.participant)})
            case e.TeamInvited():
                row = row.model_copy(update={"removed": row.removed - {event.participant}})
            case e.TeamMemberRemoved():
                row = row.model_copy(update={"removed": row.removed | {event.participant}})
            case e.SpeakerProposed():
                row = row.model_copy(update={"voices": {**row.voices, event.member: event.participant}})
            case e.SpeakerChosen() | e.SpeakerNamed():
                row = row.model_copy(update={"voices": {}})
        if isinstance(event, e.JoinRequestAccepted):
            row = row.model_copy(update={"removed": row.removed - {event.participant}})
        rows[solution] = row

    def _without(self, participant: str) -> Team:
        return self.model_copy(
            update={
                "waiting": _but(self.waiting, participant),
                "removed": self.removed - {participant},
                "voices": {m: wanted for m, wanted in self.voices.items() if participant not in (m, wanted)},
            }
        )


def _but(entries: dict[str, tuple[str, ...]], key: str) -> dict[str, tuple[str, ...]]:
    return {name: value for name, value in entries.items() if name != key}
