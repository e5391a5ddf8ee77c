"""From a requested plan to the problem that a scaling strategy decides on, and back."""

from __future__ import annotations

from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Institution, RolloutPlan, ScalingProblem
from osi_core.scaling.commands import RecordPlan
from osi_core.scaling.events import Candidate, PlanRequested, PlanStep


def scaling_problem(log: LogView, closing: Recorded) -> ScalingProblem:
    """The candidates that the request named, from the facts at its position; nothing else of the log counts."""
    request = closing.event
    assert isinstance(request, PlanRequested)
    return ScalingProblem(
        initiative=request.initiative,
        institutions=tuple(map(_institution, request.candidates)),
        target=request.target,
    )


def _institution(candidate: Candidate) -> Institution:
    return Institution(
        id=candidate.institution,
        place=candidate.place,
        capacity=candidate.capacity,
        commitment=candidate.commitment,
        kept=candidate.kept,
        broken=candidate.broken,
        pilot_success=candidate.pilot_success,
    )


def plan_command(closing: Recorded, record: DecisionRecord, outcome: RolloutPlan) -> RecordPlan:
    """The command that brings a plan."""
    assert isinstance(closing.event, PlanRequested)
    return RecordPlan(
        mission=closing.mission,
        initiative=closing.event.initiative,
        record=record,
        steps=tuple(PlanStep(institution=one.institution, wave=one.wave, units=one.units) for one in outcome.steps),
        left_out=outcome.left_out,
    )
