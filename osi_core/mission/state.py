"""What a mission, an institution and a participant are after their events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from osi_core.domain import DataOrigin, Event, Model, Phase, Role, Sector, State
from osi_core.mission import events as e
from osi_core.mission.events import ClosingAsked, PlaybookAsked
from osi_core.mission.playbook import Playbook


class Goal(State):
    """The goal and the indicator by which it is measured."""

    version: int
    """Counts the versions of the goal from 1."""
    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class ProposedGoal(State):
    """Another version of the goal, and who has endorsed it so far."""

    goal: Goal
    proposer: str
    until: datetime
    """From here on silence has kept the former goal."""
    endorsements: Mapping[str, Sector] = {}
    endorsers: Mapping[str, frozenset[str]] = {}


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
    versions: int = 0
    """How many versions of the goal there were so far."""
    proposed: ProposedGoal | None = None
    """The version that was proposed last, unless it was taken back or is the goal."""
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

    def proposed_at(self, at: datetime) -> ProposedGoal | None:
        """The version of the goal that waits at a moment for those who endorse."""
        return self.proposed if self.proposed is not None and at < self.proposed.until else None

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
            case e.GoalWritten() | e.GoalTakenBack():
                return state._with_goal(event)
            case e.MissionEndorsed():
                proposed = state.proposed
                if proposed is None or event.version != proposed.goal.version:
                    return state.model_copy(update=_endorsed(state, event))
                return state.model_copy(update={"proposed": proposed.model_copy(update=_endorsed(proposed, event))})
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

    def _with_goal(self, event: e.GoalWritten | e.GoalTakenBack) -> Mission:
        match event:
            case e.GoalSet():
                version = self.versions + 1
                return self.model_copy(update={"versions": version, "goal": _goal_of(event, version)})
            case e.GoalProposed():
                proposed = ProposedGoal(goal=_goal_of(event, event.version), proposer=event.proposer, until=event.until)
                return self.model_copy(update={"versions": event.version, "proposed": proposed})
            case e.GoalAdopted():
                assert self.proposed is not None, "only what was proposed is adopted"
                kept = {"endorsements": self.proposed.endorsements, "endorsers": self.proposed.endorsers}
                return self.model_copy(update={"goal": self.proposed.goal, "proposed": None, **kept})
        return self.model_copy(update={"proposed": None})


def _goal_of(event: e.GoalWritten, version: int) -> Goal:
    return Goal(version=version, **{name: getattr(event, name) for name in e.GoalWritten.model_fields})


def _endorsed(what: Mission | ProposedGoal, event: e.MissionEndorsed) -> dict[str, Any]:
    """Its endorsements, with one more."""
    endorsements = {**what.endorsements, event.institution: event.sector}
    if event.endorsed_by is None:
        return {"endorsements": endorsements}
    institutions = what.endorsers.get(event.endorsed_by, frozenset()) | {event.institution}
    return {"endorsements": endorsements, "endorsers": {**what.endorsers, event.endorsed_by: institutions}}


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
