"""What the cases that hold for every service need to know of the matching service."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.folders import FOLDERS
from osi_conformance.cases.matching.listed import LISTS
from osi_conformance.cases.matching.ready import NO_CHANGE, OPERATIONS, READY
from osi_conformance.subject import Decides, Ready, Refuses, Subject, field_set
from osi_conformance.trial import Trial

__all__ = ["MATCHING"]


async def _office(trial: Trial) -> tuple[str, Ready]:
    return "AmendCall", await READY["AmendCall"].make(trial)


async def _contributes(trial: Trial, words: str) -> Any:
    return await trial.hall.solution(title=words)


async def _speaks(trial: Trial) -> None:
    await trial.hall.team("ada")


async def _whispers(trial: Trial) -> None:
    """What people review is nobody's business."""
    await trial.hall.opened("raul")
    await trial.hall.call()


async def _tells(trial: Trial) -> str:
    """The way from a solution to its adoption, by a kick-off, with an expert's help."""
    hall = trial.hall
    kickoff, _ = await hall.attended("ada")
    await hall.do("HoldKickoff", "olga", name=kickoff)
    match = await hall.matched(("AcceptMatch", "founder-01"), ("DeliverSupport", "eli"))
    for by in ("eli", "founder-01"):
        await match.do("ConfirmDelivery", by)
    initiative = await hall.proven()
    await hall.do("OpenPlan", "olga", name=hall.plan(initiative))
    operation = await hall.do("RequestPlan", "olga", name=hall.plan(initiative))
    await hall.outcome(operation.name, res.Plan)
    await hall.adoption(initiative)
    return "scaling.adopted"


async def _hears(trial: Trial) -> str:
    await trial.world.played.go_on(trial.mission.id, "people")
    return "participation"


async def _refuses(trial: Trial) -> Refuses:
    request, ahead = trial.hall.kickoff_request(-1), field_set("kickoff.starts_on", trial.hall.day(7))
    values = frozenset({"starts_on", "today"})
    return Refuses("CreateKickoff", request, "olga", "kickoff-past", values, "kickoff.starts_on", ahead)


async def _closes(trial: Trial) -> tuple[str, str]:
    kickoff, _ = await trial.hall.registered("ada")
    return kickoff, (await trial.hall.do("CloseRegistration", "olga", name=kickoff)).name


MATCHING = Subject(
    service="matching",
    folders=FOLDERS,
    ready=READY,
    plain="CreateCall",
    get="GetCall",
    listing="ListCalls",
    text=("call.text", 2_000),
    reference=("CreatePilot", "pilot.institution"),
    creates={
        "CreateCall": "call_id",
        "CreateSolution": "solution_id",
        "CreateKickoff": "kickoff_id",
        "CreateProgramme": "programme_id",
        "CreateNeed": "need_id",
        "CreateOffer": "offer_id",
        "CreateBundle": "bundle_id",
        "CreatePilot": "pilot_id",
        "CreateAdoption": "adoption_id",
        "CreateCooperation": "cooperation_id",
    },
    lists=LISTS,
    office=_office,
    contributes=_contributes,
    contributed="GetSolution",
    contributor="founder-01",
    speaks=_speaks,
    whispers=_whispers,
    tells=_tells,
    events=("osi/matching/v1/events.proto", "osi/log/v1/answers.proto"),
    hears=_hears,
    refuses=_refuses,
    decides=Decides(_closes, res.Kickoff, "STATUS_ALLOCATED"),
    another="otto",
    fills={"RecordReading": field_set("value", "1")},
    operations=OPERATIONS,
    no_change=NO_CHANGE,
)
