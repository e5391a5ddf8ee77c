"""What happens when a command of phase 6 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation.events import PilotStatus
from osi_core.curation.facts import Dossier
from osi_core.domain import Context
from osi_core.log.decisions import digest_of_secret
from osi_core.scaling import commands as c
from osi_core.scaling import events as e
from osi_core.scaling.candidates import candidates
from osi_core.scaling.settings import ScalingSettings
from osi_core.scaling.state import AdoptionState, CooperationState, PlanState


def open_plan(command: c.OpenPlan, state: PlanState | None, context: Context) -> Iterator[e.PlanOpened]:
    settings = context.settings(ScalingSettings)
    yield e.PlanOpened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        initiative=command.initiative,
    )


def request_plan(command: c.RequestPlan, state: PlanState, context: Context) -> Iterator[e.PlanRequested]:
    yield e.PlanRequested(
        strategy=state.strategy,
        options=state.options,
        secret=context.secret,
        initiative=command.initiative,
        target=command.target,
        candidates=candidates(command, context),
    )


def record_plan(command: c.RecordPlan, state: PlanState, context: Context) -> Iterator[e.RolloutPlanned]:
    yield e.RolloutPlanned(
        initiative=command.initiative,
        record=command.record,
        steps=command.steps,
        left_out=command.left_out,
    )


def record_adoption(command: c.RecordAdoption, state: None, context: Context) -> Iterator[e.InitiativeAdopted]:
    dossier = context.fact(Dossier, command.initiative) or Dossier()
    yield e.InitiativeAdopted(
        adoption=command.adoption,
        initiative=command.initiative,
        institution=command.institution,
        place=command.place,
        on=command.on,
        pilots=tuple(name for name, pilot in dossier.pilots.items() if pilot.status == PilotStatus.SUCCEEDED),
        source=command.source,
        signed=command.source is not None and context.actor.surely_speaks_for(command.institution),
    )


def end_adoption(command: c.EndAdoption, state: AdoptionState, context: Context) -> Iterator[e.AdoptionEnded]:
    yield e.AdoptionEnded(adoption=command.adoption, initiative=state.initiative, reason=command.reason)


def declare_cooperation(
    command: c.DeclareCooperation, state: None, context: Context
) -> Iterator[e.CooperationDeclared]:
    yield e.CooperationDeclared(
        cooperation=command.cooperation,
        initiative=command.initiative,
        institution=command.institution,
        owner=command.owner,
        statement=command.statement,
    )


def end_cooperation(
    command: c.EndCooperation, state: CooperationState, context: Context
) -> Iterator[e.CooperationEnded]:
    yield e.CooperationEnded(cooperation=command.cooperation, initiative=state.initiative, reason=command.reason)


def set_financing_model(command: c.SetFinancingModel, state: None, context: Context) -> Iterator[e.FinancingModelSet]:
    yield e.FinancingModelSet(
        initiative=command.initiative,
        kind=command.kind,
        description=context.sealed["description"],
        per_year=command.per_year,
        self_sustaining=command.self_sustaining,
    )


def record_reading(command: c.RecordReading, state: None, context: Context) -> Iterator[e.ReadingRecorded]:
    yield e.ReadingRecorded(value=command.value, on=command.on, source=command.source)


def publish_final_report(
    command: c.PublishFinalReport, state: None, context: Context
) -> Iterator[e.FinalReportPublished]:
    yield e.FinalReportPublished(summary=command.summary, sha256=command.sha256)
