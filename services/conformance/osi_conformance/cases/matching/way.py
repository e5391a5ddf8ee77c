"""The way from an opened call to an adoption, step by step, and what each step tells."""

from __future__ import annotations

from osi.matching.v1 import matching_service_pb2 as api
from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("matching/way/from-call-to-adoption", "W1", "own-simulated")
async def from_call_to_adoption(trial: Trial) -> None:
    hall = trial.hall
    initiative = await hall.proven()
    await hall.do("OpenPlan", "olga", name=hall.plan(initiative))
    operation = await hall.do("RequestPlan", "olga", name=hall.plan(initiative))
    plan = await hall.outcome(operation.name, res.Plan)
    ensure(len(plan.steps) > 0, f"plan {plan}")
    adoption = await hall.adoption(initiative)


