"""What a plan, an adoption and the final report are after their events."""

from __future__ import annotations

from osi_core.domain import Event, State
from osi_core.log.decisions import DecisionState
from osi_core.scaling import events as e


class PlanState(DecisionState):
    """An initiative's rollout plan, opened, requested and recorded, perhaps again."""

    candidates: tuple[str, ...] = ()

    @classmethod
    def evolve(cls, state: PlanState | None, event: Event) -> PlanState:
        state = state or cls()
        match event:
            case e.PlanOpened():
                return state.opened_by(event)
            case e.PlanRequested():
                candidates = tuple(candidate.institution for candidate in event.candidates)
                return state.closed_by(event).model_copy(update={"candidates": candidates})
            case e.RolloutPlanned():
                return state.model_copy(update={"decided": True})
        return state


class AdoptionState(State):
    """An adoption, until it ends."""

    initiative: str
    institution: str
    ended: bool = False

    @classmethod
    def evolve(cls, state: AdoptionState | None, event: Event) -> AdoptionState:
        if isinstance(event, e.InitiativeAdopted):
            return cls(initiative=event.initiative, institution=event.institution)
        assert state is not None, "an adoption's first event is its record"
        return state.model_copy(update={"ended": True}) if isinstance(event, e.AdoptionEnded) else state


class CooperationState(State):
    """A declared cooperation, until it ends."""

    initiative: str
    institution: str
    owner: str
    ended: bool = False

    @classmethod
    def evolve(cls, state: CooperationState | None, event: Event) -> CooperationState:
        if isinstance(event, e.CooperationDeclared):
            return cls(initiative=event.initiative, institution=event.institution, owner=event.owner)
        assert state is not None, "a cooperation's first event is its declaration"
        return state.model_copy(update={"ended": True}) if isinstance(event, e.CooperationEnded) else state


class FinalReportState(State):
    """The mission's final report, which is published or not."""

    @classmethod
    def evolve(cls, state: FinalReportState | None, event: Event) -> FinalReportState:
        return cls()
