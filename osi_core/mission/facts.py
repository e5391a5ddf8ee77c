"""What other phases may know of phase 1."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from osi_core.domain import (
    NOTHING_JOINED,
    Actor,
    Context,
    Fact,
    Joined,
    LogView,
    Model,
    Recorded,
    Role,
    Sector,
    Service,
)
from osi_core.mission import events as e
from osi_core.mission.settings import MissionSettings

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


THE_GOAL = "goal"
"""The key of the one goal that a mission has."""


class GoalVersions(Fact):
    """Which versions of the goal there are, under the key "goal"."""

    current: int = 0
    """The one that is the goal; 0 before there is one."""
    written: int = 0
    """How many there were so far."""
    proposed: int | None = None
    """The one that is proposed."""
    until: datetime | None = None
    """From when on silence has kept the goal as it is."""

    sources = (e.GoalSet, e.GoalProposed, e.GoalTakenBack, e.GoalAdopted)

    @classmethod
    def fold(cls, rows: MutableMapping[str, GoalVersions], record: Recorded) -> None:
        known = rows.get(THE_GOAL) or cls()
        match record.event:
            case e.GoalSet():
                known = cls(current=known.written + 1, written=known.written + 1)
            case e.GoalProposed() as event:
                known = cls(current=known.current, written=event.version, proposed=event.version, until=event.until)
            case e.GoalTakenBack():
                known = cls(current=known.current, written=known.written)
            case e.GoalAdopted() as event:
                known = cls(current=event.version, written=known.written)
        rows[THE_GOAL] = known

    def asked_about(self, at: datetime) -> tuple[int, ...]:
        """The versions that can be endorsed and commented at a moment: the goal's, and one that is proposed."""
        waits = self.proposed is not None and self.until is not None and at < self.until
        return tuple(version for version in (self.current, self.proposed if waits else None) if version)


class Institution(Fact):
    """An institution by its id."""

    name: str
    sector: Sector
    place: str | None
    latitude: Decimal | None
    longitude: Decimal | None
    registered_at: datetime

    sources = (e.InstitutionRegistered,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Institution], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.InstitutionRegistered)
        rows[event.institution] = cls(
            name=event.name,
            sector=event.sector,
            place=event.place,
            latitude=event.latitude,
            longitude=event.longitude,
            registered_at=record.time,
        )


THE_JOINED = "institutions"
"""The key of the only row of `JoinedInstitutions`."""


class JoinedInstitutions(Joined, Fact):
    """The institutions that were entered twice, under the key "institutions"; every context has it as `joined`."""

    proposed: Mapping[str, str] = {}
    """What waits for a yes: id → the one that it is said to be."""

    sources = (e.JoiningProposed, e.JoiningDropped, e.InstitutionsJoined, e.InstitutionsParted)

    @classmethod
    def fold(cls, rows: MutableMapping[str, JoinedInstitutions], record: Recorded) -> None:
        known, event = rows.get(THE_JOINED) or cls(), record.event
        assert isinstance(event, cls.sources)
        into, proposed, sectors = dict(known.into), dict(known.proposed), known.sectors
        proposed.pop(event.institution, None)
        match event:
            case e.JoiningProposed():
                proposed[event.institution] = event.into
            case e.InstitutionsJoined():
                into[event.institution], sectors = event.into, {**sectors, event.into: event.sector}
            case e.InstitutionsParted():
                into.pop(event.institution, None)
        rows[THE_JOINED] = cls(into=into, sectors=sectors, proposed=proposed)


def joined_in_log(log: LogView) -> Joined:
    """The institutions that are one at the end of a log."""
    rows: dict[str, JoinedInstitutions] = {}
    for record in log.events(*JoinedInstitutions.sources):
        JoinedInstitutions.fold(rows, record)
    return rows.get(THE_JOINED, NOTHING_JOINED)


class ServingChain(Fact):
    """A chain that serves the mission, by its name: the mission's own, where it began, and those that are listed."""

    service: Service
    listed_at: int
    """Where it was listed, in the mission's own chain."""
    since: datetime
    """When it was listed."""
    key: str | None = None
    """The public key that signs its checkpoints."""
    address: str | None = None
    """Where its service answers."""
    agreed: bool = False
    """Whether a playbook was agreed on since, which it can follow: of the one before, its own answer tells."""
    last: int | None = None
    """The last position of it that counts, once it is retired."""

    sources = (e.MissionCreated, e.ChainListed, e.ChainRetired, e.PlaybookChanged)

    @classmethod
    def fold(cls, rows: MutableMapping[str, ServingChain], record: Recorded) -> None:
        match record.event:
            case e.MissionCreated():
                rows[record.chain] = cls(
                    service=Service.PARTICIPATION, listed_at=record.position, since=record.time, agreed=True
                )
            case e.ChainListed() as event:
                rows[event.chain] = cls(
                    service=event.service,
                    listed_at=record.position,
                    since=record.time,
                    key=event.key,
                    address=event.address,
                )
            case e.ChainRetired() as event:
                rows[event.chain] = rows[event.chain].model_copy(update={"last": event.last})
            case e.PlaybookChanged():  # all have been asked, and none has said no
                rows.update({name: row.model_copy(update={"agreed": True}) for name, row in rows.items()})


def others_asked(context: Context) -> tuple[str, ...]:
    """The chains beside the mission's own, which are asked before all follow; none under the rules before the third."""
    chains = context.all(ServingChain).items() if context.rules > 2 else ()
    return tuple(name for name, one in chains if one.last is None and one.service is not Service.PARTICIPATION)


def answers_until(context: Context) -> datetime:
    """How long the services have to answer."""
    return context.time + timedelta(minutes=context.settings(MissionSettings).knowledge_minutes)


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


@cache
def _roles_with(roles: frozenset[Role], role: Role) -> frozenset[Role]:
    """These roles and one more: the same set for all who have the same."""
    return roles | {role}


_NO_ROLES: frozenset[Role] = frozenset()
_NO_MANDATES: Mapping[str, Mandate] = {}
"""Given, for a default that can be changed is copied each time."""


class Member(Fact):
    """A participant by id: the roles held, the mandates, and the institution and sector named latest."""

    index: int
    """Counts participants from 0 in the order in which they came; a dense index for columns."""
    joined_at: datetime
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
        known = rows.get(event.participant)
        if known is None and isinstance(event, e.ParticipantJoined):  # nearly always
            index = len(rows) if event.index is None else event.index
            roles = _roles_with(_NO_ROLES, Role.CITIZEN)
            rows[event.participant] = cls(index=index, joined_at=record.time, roles=roles, mandates=_NO_MANDATES)
            return
        known = known or cls(index=len(rows), joined_at=record.time, roles=_NO_ROLES)
        match event:
            case _ if known.erased and not isinstance(event, e.ParticipantJoined):
                pass  # it had waited while the erasure passed it
            case e.ParticipantJoined():
                if event.index is not None:
                    known = known.model_copy(update={"index": event.index})
                known = known.model_copy(update={"roles": _roles_with(known.roles, Role.CITIZEN)})
            case e.RoleGranted():
                update = {"roles": _roles_with(known.roles, event.role)}
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
                known = cls(index=known.index, joined_at=known.joined_at, roles=frozenset(), erased=True)
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

    def as_actor(
        self, participant: str, at: datetime, institution: str | None = None, joined: Joined = NOTHING_JOINED
    ) -> Actor:
        """The member as the one who acts at a moment: for `institution` where a command names one, else for the only
        one that the member speaks for. Without a mandate that holds nobody is a representative.

        Of institutions that are `joined` the mandate of either speaks for the one that goes on.
        """
        if not self.mandates and not joined.into:  # as nearly all
            return Actor(participant, self.roles - _BY_MANDATE, self.sector, self.institution, self.erased)
        mandates: dict[str, bool] = {}
        sectors: dict[str, Sector | None] = {}
        for name, mandate in self.speaks_for(at).items():
            real = joined.really(name)
            mandates[real] = mandates.get(real, False) or mandate.confirmed
            sectors[real] = joined.sector(name, mandate.sector)
        named = joined.really(institution) if institution else None
        acts_for = named if named in mandates else next(iter(mandates)) if len(mandates) == 1 else None
        sector = sectors[acts_for] if acts_for else None
        if not mandates and self.institution is not None:
            acts_for, sector = joined.really(self.institution), joined.sector(self.institution, self.sector)
        roles = self.roles if mandates else self.roles - _BY_MANDATE
        return Actor(participant, roles, sector, acts_for, self.erased, mandates, joined)

    def as_actor_of_rules_1(self, participant: str) -> Actor:
        """Under the first rules one was of one institution, the last that somebody named, and that without an end."""
        mandates = {self.institution: True} if self.institution else {}
        return Actor(participant, self.roles, self.sector, self.institution, self.erased, mandates)
