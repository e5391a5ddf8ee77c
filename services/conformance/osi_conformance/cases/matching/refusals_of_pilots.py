"""What the phase rules refuse of pilots."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.trial import Trial

FACTS, NOT_YET = res.CONTEST_GROUND_FACTS, res.FIT_NOT_YET
Asked = tuple[Any, str]

# Pilots


@refuses("pilot/create/for-another-institution", "not-own-pilot", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.pilot_request(await trial.hall.initiative()), "rita"


@refuses("pilot/create/organisers-do-not", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.pilot_request(await trial.hall.initiative()), "olga"


@refuses("pilot/create/own-institution", "pilot-at-own-institution", rule="Q6")
async def _(trial: Trial) -> Asked:
    """A pilot shows what others can do with an initiative."""
    initiative = await trial.hall.initiative("founder-01", "anna")
    return trial.hall.pilot_request(initiative), "anna"


@refuses("pilot/create/not-admitted", "initiative-unknown", field="pilot.initiative")
async def _(trial: Trial) -> Asked:
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    return trial.hall.pilot_request(name), "anna"


def _dated(start: int, end: int) -> Any:
    async def build(trial: Trial) -> Asked:
        hall = trial.hall
        return hall.pilot_request(await hall.initiative(), start=hall.day(start), end=hall.day(end)), "anna"

    return build


refuses("pilot/create/ends-before-it-starts", "end-before-start", field="pilot.end")(_dated(3, 2))
refuses("pilot/create/over-already", "pilot-past", field="pilot.end")(_dated(-9, -2))


@refuses("pilot/start/too-early", "pilot-too-early")
async def _(trial: Trial) -> Asked:
    hall = trial.hall
    name = await hall.pilot(start=hall.day(3), end=hall.day(9))
    return hall.request("StartPilot", name=name), "anna"


@refuses("pilot/start/twice", "pilot-moved-on")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("StartPilot", name=await trial.hall.pilot(started=True)), "anna"


@refuses("pilot/start/of-another-institution", "not-own-pilot", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("StartPilot", name=await trial.hall.pilot()), "rita"


@refuses("pilot/result/not-started", "pilot-not-started")
async def _(trial: Trial) -> Asked:
    return trial.hall.pilot_result(await trial.hall.pilot()), "anna"


@refuses("pilot/result/too-early", "pilot-too-early")
async def _(trial: Trial) -> Asked:
    return trial.hall.pilot_result(await trial.hall.pilot(started=True)), "anna"


def _result(by: str, *met: bool, members: tuple[str, ...] = (), **fields: Any) -> Any:
    async def build(trial: Trial) -> Asked:
        hall = trial.hall
        initiative = await hall.initiative("founder-01")
        name = await hall.pilot(initiative, started=True)
        for one in members:
            await hall.do("JoinTeam", one, name=hall.solution_name(initiative))
        trial.mission.later(days=1)
        return hall.pilot_result(name, *met, **fields), by

    return build


_RESULT = "pilot/result"
refuses(f"{_RESULT}/organisers-do-not", "role-missing", "simulated", rule="Q6")(_result("olga"))
refuses(f"{_RESULT}/of-another-institution", "not-own-pilot", "simulated", rule="P2")(_result("rita"))
refuses(f"{_RESULT}/by-one-of-the-team", "conflict-team", "simulated", rule="Q6")(_result("anna", members=("anna",)))
refuses(f"{_RESULT}/criteria-miscounted", "criteria-miscounted", "simulated", field="met")(_result("anna", True))
refuses(f"{_RESULT}/success-without-all", "result-contradicts-criteria", "simulated", field="result")(
    _result("anna", True, False)
)
refuses(f"{_RESULT}/failure-with-all", "result-contradicts-criteria", "simulated", field="result")(
    _result("anna", result=res.PILOT_RESULT_FAILED)
)


@refuses("pilot/abandon/ended", "pilot-moved-on", "simulated")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.piloted(await trial.hall.initiative())
    return trial.hall.request("AbandonPilot", name=name, reason="the storm"), "anna"
