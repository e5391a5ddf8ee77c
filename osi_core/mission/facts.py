"""What other phases may know of phase 1."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime

from osi_core.domain import Actor, Fact, Model, Recorded, Role, Sector
from osi_core.mission import events as e

THE_BEGINNING = "mission"
"""The key of the one beginning that a mission has."""
_BY_MANDATE = frozenset({Role.REPRESENTATIVE})
"""The role that nobody has without a mandate that holds."""


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


class Mandate(Model):
    """That somebody speaks for an institution, or did."""

    sector: Sector | None
    until: datetime | None = None
    """When it ends; None: it was given under the first rules, and holds until it is revoked."""
    confirm_by: datetime | None = None
    """When it ends unless it is confirmed; None once it is."""
    ended_at: datetime | None = None
    """When it was revoked, if it was."""

    @property
    def confirmed(self) -> bool:
        """Whether the institution has said so too."""
        return self.confirm_by is None

    @property
    def ends_at(self) -> datetime | None:
        """When it ends or ended, as far as is known."""
        return min((end for end in (self.until, self.confirm_by, self.ended_at) if end), default=None)

    def holds(self, at: datetime) -> bool:
        """Whether it holds at a moment behind its beginning."""
        return self.ends_at is None or at < self.ends_at


class Member(Fact):
    """A participant by id: the roles held, the mandates, and the institution and sector named latest."""

    index: int
    """Counts participants from 0 in the order in which they came; a dense index for columns."""
    roles: frozenset[Role]
    institution: str | None = None
    sector: Sector | None = None
    mandates: Mapping[str, Mandate] = {}
    """By institution, the latest of each; also those that have ended, for conflicts of interest."""
    erased: bool = False

    sources = (e.ParticipantJoined, e.RoleGranted, e.MandateConfirmed, e.RoleRevoked, e.ParticipantErased)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Member], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, cls.sources)
        known = rows.get(event.participant) or cls(index=len(rows), roles=frozenset())
        match event:
            case e.ParticipantJoined():
                known = known.model_copy(update={"roles": known.roles | {Role.CITIZEN}})
            case e.RoleGranted():
                update = {"roles": known.roles | {event.role}}
                if event.institution is not None:
                    update |= {"institution": event.institution, "sector": event.sector}  # type: ignore[dict-item]
                known = known.model_copy(update=update)
                if event.role is Role.REPRESENTATIVE and event.institution is not None:
                    stated = Mandate(sector=event.sector, until=event.until, confirm_by=event.confirm_by)
                    known = known._with(event.institution, stated)
            case e.MandateConfirmed():
                confirmed = {"until": event.until, "confirm_by": None}
                known = known._with(event.institution, known.mandates[event.institution].model_copy(update=confirmed))
            case e.RoleRevoked(role=Role.REPRESENTATIVE, institution=str(institution)):
                ended = {"ended_at": record.time}
                known = known._with(institution, known.mandates[institution].model_copy(update=ended))
                if all(mandate.ended_at for mandate in known.mandates.values()):
                    known = known.model_copy(update={"roles": known.roles - {event.role}})
            case e.RoleRevoked():
                known = known.model_copy(update={"roles": known.roles - {event.role}})
            case e.ParticipantErased():
                known = cls(index=known.index, roles=frozenset(), erased=True)
        rows[event.participant] = known

    def _with(self, institution: str, mandate: Mandate) -> Member:
        return self.model_copy(update={"mandates": {**self.mandates, institution: mandate}})

    def speaks_for(self, at: datetime) -> Mapping[str, Mandate]:
        """The mandates that hold at a moment."""
        return {name: mandate for name, mandate in self.mandates.items() if mandate.holds(at)}

    def institutions(self, since: datetime) -> frozenset[str]:
        """All that the member speaks for or works at, and spoke for since a moment: what a conflict may come from."""
        spoken = {name for name, mandate in self.mandates.items() if mandate.ends_at is None or mandate.ends_at > since}
        works = self.institution if self.institution not in self.mandates else None
        return frozenset(spoken | {works} if works else spoken)

    def as_actor(self, participant: str, at: datetime, institution: str | None = None) -> Actor:
        """The member as the one who acts at a moment: for `institution` where a command names one, else for the only
        one that the member speaks for. Without a mandate that holds nobody is a representative.
        """
        if not self.mandates:  # as nearly all
            return Actor(participant, self.roles - _BY_MANDATE, self.sector, self.institution, self.erased)
        held = self.speaks_for(at)
        acts_for = institution if institution in held else next(iter(held)) if len(held) == 1 else None
        sector = held[acts_for].sector if acts_for else None
        if not held:
            acts_for, sector = self.institution, self.sector
        return Actor(
            participant,
            self.roles if held else self.roles - _BY_MANDATE,
            sector,
            acts_for,
            self.erased,
            {name: mandate.confirmed for name, mandate in held.items()},
        )

    def as_actor_of_rules_1(self, participant: str) -> Actor:
        """Under the first rules one was of one institution, the last that somebody named, and that without an end."""
        mandates = {self.institution: True} if self.institution else {}
        return Actor(participant, self.roles, self.sector, self.institution, self.erased, mandates)
