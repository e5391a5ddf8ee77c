"""What a mission, an institution and a participant are after their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from osi_core.domain import DataOrigin, Event, Phase, Role, Sector, State
from osi_core.mission import events as e
from osi_core.mission.events import ClosingAsked, PlaybookAsked
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
    endorsers: Mapping[str, frozenset[Sector]] = {}
    """Who endorsed for institutions → of which sectors."""
    opened: frozenset[Phase] = frozenset({Phase.MISSION})
    closed: frozenset[Phase] = frozenset()
    closing: Mapping[Phase, ClosingAsked] = {}
    """The phases that are to close, and wait for what the services answer."""
    asked: PlaybookAsked | None = None
    """The playbook that waits for what the services answer."""
    closed_early: bool = False
    """Given up, and not resumed."""

    @property
    def open_phases(self) -> frozenset[Phase]:
        """The phases that are open now; support and curation run side by side."""
        return frozenset() if self.closed_early else self.opened - self.closed - self.closing.keys()

    def as_if_open(self, phase: Phase) -> Mission:
        """As it was before a phase was asked to close."""
        return self.model_copy(update={"closing": self._closing_but(phase)})

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
            case e.PlaybookAsked():
                return state.model_copy(update={"asked": event})
            case e.PlaybookDeclined():
                return state.model_copy(update={"asked": None})
            case e.PlaybookChanged():
                return state.model_copy(update={"playbook": event.playbook, "asked": None})
            case e.ClosingAsked():
                return state.model_copy(update={"closing": {**state.closing, event.phase: event}})
            case e.ClosingCancelled():
                return state.model_copy(update={"closing": state._closing_but(event.phase)})
            case e.RulesAdopted():
                return state.model_copy(update={"rules": event.rules})
            case e.PhaseOpened():
                return state.model_copy(
                    update={"opened": state.opened | {event.phase}, "closed": state.closed - {event.phase}}
                )
            case e.MissionClosedEarly() | e.MissionResumed():
                return state.model_copy(update={"closed_early": isinstance(event, e.MissionClosedEarly)})
            case e.PhaseClosed():
                closed = {"closed": state.closed | {event.phase}, "closing": state._closing_but(event.phase)}
                return state.model_copy(update=closed)
            case _:
                return state

    def _closing_but(self, phase: Phase) -> Mapping[Phase, ClosingAsked]:
        return {one: asked for one, asked in self.closing.items() if one is not phase}

    def _endorsers(self, event: e.MissionEndorsed) -> Mapping[str, frozenset[Sector]]:
        if event.endorsed_by is None:
            return self.endorsers
        sectors = self.endorsers.get(event.endorsed_by, frozenset())
        return {**self.endorsers, event.endorsed_by: sectors | {event.sector}}


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

    @classmethod
    def evolve(cls, state: InstitutionState | None, event: Event) -> InstitutionState:
        if isinstance(event, e.InstitutionRegistered):
            return cls(institution=event.institution)
        assert state is not None
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
