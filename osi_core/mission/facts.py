"""What other phases may know of phase 1."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date

from osi_core.domain import Actor, Fact, Recorded, Role, Sector
from osi_core.mission import events as e

THE_BEGINNING = "mission"
"""The key of the one beginning that a mission has."""


class Beginning(Fact):
    """The day on which the mission began, under the key "mission"."""

    on: date

    sources = (e.MissionCreated,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Beginning], record: Recorded) -> None:
        rows[THE_BEGINNING] = cls(on=record.time.date())


class Institution(Fact):
    """An institution by its id."""

    name: str
    sector: Sector
    place: str | None

    sources = (e.InstitutionRegistered,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Institution], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.InstitutionRegistered)
        rows[event.institution] = cls(name=event.name, sector=event.sector, place=event.place)


class Member(Fact):
    """A participant by id: the roles held, and the institution and sector spoken for."""

    index: int
    """Counts participants from 0 in the order in which they came; a dense index for columns."""
    roles: frozenset[Role]
    institution: str | None = None
    sector: Sector | None = None
    erased: bool = False

    sources = (e.ParticipantJoined, e.RoleGranted, e.ParticipantErased)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Member], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.ParticipantJoined | e.RoleGranted | e.ParticipantErased)
        known = rows.get(event.participant) or cls(index=len(rows), roles=frozenset())
        match event:
            case e.ParticipantJoined():
                known = known.model_copy(update={"roles": known.roles | {Role.CITIZEN}})
            case e.RoleGranted():
                update = {"roles": known.roles | {event.role}}
                if event.institution is not None:
                    update |= {"institution": event.institution, "sector": event.sector}  # type: ignore[dict-item]
                known = known.model_copy(update=update)
            case e.ParticipantErased():
                known = cls(index=known.index, roles=frozenset(), erased=True)
        rows[event.participant] = known

    def as_actor(self, participant: str) -> Actor:
        """The member as the one who acts."""
        return Actor(participant, self.roles, self.sector, self.institution, self.erased)
