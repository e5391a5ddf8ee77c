"""What a mission, an institution and a participant are after their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from osi_core.domain import DataOrigin, Event, Model, Phase, Role, Sector, State
from osi_core.mission import events as e
from osi_core.mission.playbook import Playbook


class Goal(State):
    """The goal and the indicator by which it is measured."""

    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class Mission(State):
    """The mission itself: its goal, its playbook, who endorsed it, and which phases are open."""

    title: str
    language: str
    origin: DataOrigin
    playbook: Playbook
    rules: int
    """The version of the phase rules that its commands are judged by."""
    goal: Goal | None = None
    endorsements: Mapping[str, Sector] = {}
    """Institution → its sector."""
    endorsers: Mapping[str, frozenset[str]] = {}
    """Who endorsed for institutions → for which."""
    opened: frozenset[Phase] = frozenset({Phase.MISSION})
    closed: frozenset[Phase] = frozenset()
    closed_early: bool = False
    """Given up, and not resumed."""

    @property
    def open_phases(self) -> frozenset[Phase]:
        """The phases that are open now; support and curation run side by side."""
        return frozenset() if self.closed_early else self.opened - self.closed

    @classmethod
    def evolve(cls, state: Mission | None, event: Event) -> Mission:
        if isinstance(event, e.MissionCreated):
            return cls(
                title=event.title,
                language=event.language,
                origin=event.origin,
                playbook=event.playbook,
                rules=event.rules,
            )
        assert state is not None, "a mission's first event is its creation"
        match event:
            case e.GoalSet():
                return state.model_copy(update={"goal": Goal(**event.model_dump())})
            case e.MissionEndorsed():
                endorsements = {**state.endorsements, event.institution: event.sector}
                return state.model_copy(update={"endorsements": endorsements, "endorsers": state._endorsers(event)})
            case e.PlaybookChanged():
                return state.model_copy(update={"playbook": event.playbook})
            case e.RulesAdopted():
                return state.model_copy(update={"rules": event.rules})
            case e.PhaseOpened():
                return state.model_copy(
                    update={"opened": state.opened | {event.phase}, "closed": state.closed - {event.phase}}
                )
            case e.MissionClosedEarly() | e.MissionResumed():
                return state.model_copy(update={"closed_early": isinstance(event, e.MissionClosedEarly)})
            case e.PhaseClosed():
                return state.model_copy(update={"closed": state.closed | {event.phase}})
            case _:
                return state

    def _endorsers(self, event: e.MissionEndorsed) -> Mapping[str, frozenset[str]]:
        if event.endorsed_by is None:
            return self.endorsers
        institutions = self.endorsers.get(event.endorsed_by, frozenset())
        return {**self.endorsers, event.endorsed_by: institutions | {event.institution}}


class ProposedJoining(Model):
    """That an institution is another one, as somebody proposed."""

    into: str
    by: str
    agreed: frozenset[str] = frozenset()
    """Those of both whose representative has said yes."""


class ChainState(State):
    """A chain that serves the mission, or did."""

    chain: str
    retired: bool = False

    @classmethod
    def evolve(cls, state: ChainState | None, event: Event) -> ChainState:
        if isinstance(event, e.ChainListed):
            return cls(chain=event.chain)
        assert state is not None, "a chain is listed first"
        return state.model_copy(update={"retired": True}) if isinstance(event, e.ChainRetired) else state


class InstitutionState(State):
    """An institution that takes part."""

    institution: str
    proposed: ProposedJoining | None = None
    joined_into: str | None = None

    @classmethod
    def evolve(cls, state: InstitutionState | None, event: Event) -> InstitutionState:
        if isinstance(event, e.InstitutionRegistered):
            return cls(institution=event.institution)
        assert state is not None, "an institution's first event is its registration"
        match event:
            case e.JoiningProposed():
                proposed = ProposedJoining(into=event.into, by=event.proposed_by)
                return state.model_copy(update={"proposed": proposed})
            case e.JoiningAgreed() if state.proposed:
                agreed = state.proposed.agreed.union(event.agreed)
                return state.model_copy(update={"proposed": state.proposed.model_copy(update={"agreed": agreed})})
            case e.JoiningDropped():
                return state.model_copy(update={"proposed": None})
            case e.InstitutionsJoined():
                return state.model_copy(update={"proposed": None, "joined_into": event.into})
            case e.InstitutionsParted():
                return state.model_copy(update={"joined_into": None})
        return state


class Participant(State):
    """One person's part in the mission: the roles held, for which institution, and whether the person was erased."""

    participant: str
    roles: frozenset[Role] = frozenset()
    institution: str | None = None
    erased: bool = False

    @classmethod
    def evolve(cls, state: Participant | None, event: Event) -> Participant:
        match event:
            case e.ParticipantJoined():
                roles = (state.roles if state else frozenset()) | {Role.CITIZEN}
                return cls(participant=event.participant, roles=roles)
            case e.RoleGranted():
                roles = (state.roles if state else frozenset()) | {event.role}
                institution = event.institution or (state.institution if state else None)
                return cls(participant=event.participant, roles=roles, institution=institution)
            case e.ParticipantErased():
                return cls(participant=event.participant, erased=True)
        assert state is not None
        return state  # mandates stand, with their dates, in the fact `Member`
