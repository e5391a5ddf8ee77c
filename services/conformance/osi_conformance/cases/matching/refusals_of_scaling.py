"""What the phase rules refuse of plans, adoptions, cooperations, financing, readings and the final report."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.hall import id_of
from osi_conformance.town import euros
from osi_conformance.trial import Trial

Asked = tuple[Any, str]

# Plans


@refuses("plan/open/without-a-fit", "fit-missing")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OpenPlan", name=trial.hall.plan(await trial.hall.initiative())), "olga"


@refuses("plan/open/not-fit", "not-fit")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await trial.hall.assessed(initiative, score=1)
    return trial.hall.request("OpenPlan", name=trial.hall.plan(initiative)), "olga"


@refuses("plan/open/never-used", "too-few-uses")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await trial.hall.assessed(initiative)
    return trial.hall.request("OpenPlan", name=trial.hall.plan(initiative)), "olga"


@refuses("plan/open/contested", "fit-contested", "simulated")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await trial.hall.piloted(initiative)
    await trial.hall.contested(initiative)
    return trial.hall.request("OpenPlan", name=trial.hall.plan(initiative)), "olga"


@refuses("plan/open/fit-expired", "fit-expired", "own-simulated")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.proven()
    trial.mission.later(days=366)
    return trial.hall.request("OpenPlan", name=trial.hall.plan(initiative)), "olga"


@refuses("plan/open/under-way", "plan-under-way", "simulated")
async def _(trial: Trial) -> Asked:
    plan = trial.hall.plan(await trial.hall.proven())
    await trial.hall.do("OpenPlan", "olga", name=plan)
    return trial.hall.request("OpenPlan", name=plan), "olga"


@refuses("plan/open/role-missing", "role-missing", "simulated", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OpenPlan", name=trial.hall.plan(await trial.hall.proven())), "rita"


@refuses("plan/request/not-opened", "plan-not-open", "simulated")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("RequestPlan", name=trial.hall.plan(await trial.hall.proven())), "olga"


@refuses("plan/request/institution-unknown", "institution-unknown", "simulated", field="capacities[0].institution")
async def _(trial: Trial) -> Asked:
    plan = trial.hall.plan(await trial.hall.proven())
    await trial.hall.do("OpenPlan", "olga", name=plan)
    capacity = res.Capacity(institution=trial.mission.at("institutions/nobody"), units=3)
    return trial.hall.request("RequestPlan", name=plan, capacities=[capacity]), "olga"


# Adoptions and cooperations


def _adopted(by: str, **fields: Any) -> Any:
    async def build(trial: Trial) -> Asked:
        days = {name: trial.hall.day(value) for name, value in fields.items() if name == "on"}
        return trial.hall.adoption_request(await trial.hall.initiative(), **(fields | days)), by

    return build


_ADOPT = "adoption/create"
refuses(f"{_ADOPT}/for-another-institution", "not-own-institution", rule="P2")(_adopted("anna"))
refuses(f"{_ADOPT}/role-missing", "role-missing", rule="P2")(_adopted("ada"))
refuses(f"{_ADOPT}/source-missing", "source-missing", field="adoption.source")(_adopted("rita", source=None))
refuses(f"{_ADOPT}/in-the-future", "day-in-the-future", field="adoption.on")(_adopted("rita", on=2))
refuses(f"{_ADOPT}/long-before", "day-before-the-mission", field="adoption.on")(_adopted("rita", on=-9_000))
refuses(f"{_ADOPT}/institution-unknown", "institution-unknown", field="adoption.institution")(
    _adopted("olga", institution="nobody")
)


@refuses("adoption/create/not-admitted", "initiative-unknown", field="adoption.initiative")
async def _(trial: Trial) -> Asked:
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    return trial.hall.adoption_request(name), "rita"


@refuses("adoption/create/twice-at-a-place", "adopted-already")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await trial.hall.adoption(initiative)
    return trial.hall.adoption_request(initiative), "rita"


@refuses("adoption/end/twice", "adoption-ended")
async def _(trial: Trial) -> Asked:
    name = (await trial.hall.adoption()).name
    await trial.hall.do("EndAdoption", "rita", name=name, reason="the storm")
    return trial.hall.request("EndAdoption", name=name, reason="again"), "rita"


@refuses("adoption/end/of-another-institution", "not-own-institution", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("EndAdoption", name=(await trial.hall.adoption()).name, reason="theirs"), "anna"


def _cooperates(by: str, **fields: str) -> Any:
    async def build(trial: Trial) -> Asked:
        named = {name: trial.mission.at(f"institutions/{value}") for name, value in fields.items()}
        return trial.hall.cooperation_request(await trial.hall.owned(), **named), by

    return build


_COOPERATE = "cooperation/create"
refuses(f"{_COOPERATE}/for-another-institution", "no-confirmed-mandate", rule="P2")(_cooperates("anna"))
refuses(f"{_COOPERATE}/not-the-owner", "not-the-owner", field="cooperation.owner")(_cooperates("rita", owner="lab"))
refuses(f"{_COOPERATE}/with-itself", "cooperates-with-itself", field="cooperation.institution")(
    _cooperates("bert", institution="works")
)
refuses(f"{_COOPERATE}/institution-unknown", "institution-unknown", field="cooperation.owner")(
    _cooperates("rita", owner="nobody")
)


@refuses("cooperation/end/twice", "cooperation-ended")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.cooperation()
    await trial.hall.do("EndCooperation", "rita", name=name, reason="the storm")
    return trial.hall.request("EndCooperation", name=name, reason="again"), "rita"


@refuses("cooperation/end/from-outside", "no-confirmed-mandate", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("EndCooperation", name=await trial.hall.cooperation(), reason="theirs"), "anna"


# Financing, readings, the report


def _finances(by: str, minor: int = 100, *members: str) -> Any:
    async def build(trial: Trial) -> Asked:
        name = trial.mission.at(f"financing/{id_of(await trial.hall.initiative('founder-01', *members))}")
        fields = {"kind": res.FINANCING_KIND_FEES, "description": "Who sits, pays", "per_year": euros(minor)}
        return trial.hall.request("SetFinancingModel", name=name, **fields), by

    return build


refuses("financing/set/from-outside", "not-in-team", rule="P2")(_finances("ada"))
refuses("financing/set/by-a-member", "not-in-speakers", rule="P2")(_finances("ada", 100, "ada"))
refuses("financing/set/negative", "cost-negative", field="per_year")(_finances("founder-01", -1))


@refuses("reading/record/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.reading_request(), "rita"


@refuses("reading/record/in-the-future", "day-in-the-future", field="on")
async def _(trial: Trial) -> Asked:
    return trial.hall.reading_request(2), "olga"


@refuses("reading/record/before-the-mission", "day-before-the-mission", field="on")
async def _(trial: Trial) -> Asked:
    return trial.hall.reading_request(-400), "olga"


@refuses("final-report/publish/twice", "already-exists", "own-real")
async def _(trial: Trial) -> Asked:
    fields = {"parent": trial.mission.name, "summary": "It worked"}
    await trial.hall.do("PublishFinalReport", "olga", **fields)
    return trial.hall.request("PublishFinalReport", **fields), "olga"


@refuses("final-report/publish/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("PublishFinalReport", parent=trial.mission.name, summary="It worked"), "rita"
