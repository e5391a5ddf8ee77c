"""Phase 6, method by method: a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.granted import about, put, without_etag
from osi_conformance.hall import id_of
from osi_conformance.subject import Prepared, Ready
from osi_conformance.trial import Trial

__all__ = ["SCALING"]


async def _open_plan(trial: Trial) -> Ready:
    return about(trial, "OpenPlan", "olga", name=trial.hall.plan(await trial.hall.proven()))


async def _request_plan(trial: Trial) -> Ready:
    plan = trial.hall.plan(await trial.hall.proven())
    await trial.hall.do("OpenPlan", "olga", name=plan)
    return about(trial, "RequestPlan", "olga", put("target", 2), name=plan, target=1)


async def _create_adoption(trial: Trial) -> Ready:
    request = trial.hall.adoption_request(await trial.hall.initiative())
    return without_etag(trial, request, "rita", put("adoption.place", "The school"))


async def _end_adoption(trial: Trial) -> Ready:
    name = (await trial.hall.adoption()).name
    return about(trial, "EndAdoption", "rita", put("reason", "the rain"), name=name, reason="the storm")


async def _create_cooperation(trial: Trial) -> Ready:
    request = trial.hall.cooperation_request(await trial.hall.owned())
    return without_etag(trial, request, "rita", put("cooperation.statement", "Together, by a contract"))


async def _end_cooperation(trial: Trial) -> Ready:
    name = await trial.hall.cooperation()
    return about(trial, "EndCooperation", "rita", put("reason", "the rain"), name=name, reason="the storm")


async def _set_financing(trial: Trial) -> Ready:
    name = trial.mission.at(f"financing/{id_of(await trial.hall.initiative())}")
    fields: dict[str, Any] = {"name": name, "kind": res.FINANCING_KIND_FEES, "description": "Who sits, pays"}
    return without_etag(
        trial, trial.hall.request("SetFinancingModel", **fields), "founder-01", put("description", "Who likes, pays")
    )


async def _record_reading(trial: Trial) -> Ready:
    return without_etag(trial, trial.hall.reading_request(), "olga", put("source", "another office"))


async def _publish_report(trial: Trial) -> Ready:
    request = trial.hall.request("PublishFinalReport", parent=trial.mission.name, summary="It worked")
    return without_etag(trial, request, "olga", put("summary", "It worked well"))


SCALING: Mapping[str, Prepared] = {
    "OpenPlan": Prepared(_open_plan, "simulated"),
    "RequestPlan": Prepared(_request_plan, "simulated"),
    "CreateAdoption": Prepared(_create_adoption),
    "EndAdoption": Prepared(_end_adoption),
    "CreateCooperation": Prepared(_create_cooperation),
    "EndCooperation": Prepared(_end_cooperation),
    "SetFinancingModel": Prepared(_set_financing),
    "RecordReading": Prepared(_record_reading),
    "PublishFinalReport": Prepared(_publish_report, "own-real"),
}
"""Plans, adoptions, cooperations, financing, readings, the final report."""
