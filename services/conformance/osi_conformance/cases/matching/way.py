"""The way from an opened call to an adoption, step by step, and what each step tells."""

from __future__ import annotations

from osi.matching.v1 import matching_service_pb2 as api
from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("matching/way/from-call-to-adoption", "W1", "own-simulated")
async def from_call_to_adoption(trial: Trial) -> None:
    town = trial.town
    initiative = await town.proven()
    await town.do("OpenPlan", "olga", name=town.plan(initiative))
    operation = await town.do("RequestPlan", "olga", name=town.plan(initiative))
    plan = await town.outcome(operation.name, res.Plan)
    ensure(len(plan.steps) > 0, f"plan {plan}")
    adoption = await town.adoption(initiative)
    print(await town.get("GetDossier", town.dossier(initiative)))
    print(plan, adoption)
