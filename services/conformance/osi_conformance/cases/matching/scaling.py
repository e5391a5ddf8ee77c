"""Scaling: to whom a solution is rolled out, who has taken it over, and what came of the mission."""

from __future__ import annotations

import hashlib
from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.hall import id_of
from osi_conformance.town import euros, minor
from osi_conformance.trial import Trial
from osi_core.plugins import Plugins
from osi_core.plugins.decide import decide_with
from osi_core.plugins.problems import Institution, RolloutPlan, ScalingProblem


async def _planned(trial: Trial, initiative: str, **fields: Any) -> res.Plan:
    plan = trial.hall.plan(initiative)
    await trial.hall.do("OpenPlan", "olga", name=plan)
    operation = await trial.hall.do("RequestPlan", "olga", name=plan, **fields)
    found: res.Plan = await trial.hall.outcome(operation.name, res.Plan)
    return found


def _capacity(trial: Trial, name: str, units: int) -> res.Capacity:
    return res.Capacity(institution=trial.mission.at(f"institutions/{name}"), units=units)


@case("matching/plan/decide/as-many-as-are-wanted", "W15", "simulated")
async def as_many_as_are_wanted(trial: Trial) -> None:
    """Five are wanted, of two that have room for three each."""
    rooms = [_capacity(trial, name, 3) for name in ("town", "aue")]
    plan = await _planned(trial, await trial.hall.proven(), target=5, capacities=rooms)
    units = {id_of(one.institution): one.units for one in plan.steps}
    ensure(sum(units.values()) == 5 and max(units.values()) <= 3, f"the plan is {units}")
    ensure(plan.target == 5 and not plan.pending, f"the plan is {plan}")


@case("matching/plan/decide/can-be-computed-again", "D1", "own-simulated")
async def can_be_computed_again(trial: Trial) -> None:
    """From the public log alone: the same input, seed and outcome, to the digest."""
    initiative = await trial.hall.proven()
    plan = await _planned(trial, initiative, target=4, capacities=[_capacity(trial, "aue", 3)])
    (opened,), (requested,) = await trial.said("scaling.plan_opened"), await trial.said("scaling.plan_requested")
    (planned,) = await trial.said("scaling.planned")
    problem = ScalingProblem(
        initiative=id_of(initiative),
        institutions=tuple(
            Institution(id=one["institution"], **{name: one[name] for name in one if name != "institution"})
            for one in requested["candidates"]
        ),
        target=4,
    )
    secret, record = bytes.fromhex(requested["secret"]), planned["record"]
    ensure(hashlib.sha256(secret).hexdigest() == opened["secret_sha256"], "this is not the promised secret")
    again = decide_with(
        Plugins.builtin(),
        "scaling",
        record["strategy"],
        problem,
        decision=trial.hall.plan(initiative),
        secret=secret,
        options=record["options"],
    )
    for name in ("input_sha256", "seed", "outcome_sha256"):
        told = getattr(again.record, name)
        ensure(str(told) == str(record[name]), f"{name} is {record[name]}; computed: {told}")
    assert isinstance(again.outcome, RolloutPlan)
    computed = [(one.institution, one.units) for one in again.outcome.steps]
    steps = [(id_of(one.institution), one.units) for one in plan.steps]
    ensure(computed == steps, f"computed: {computed}; told: {steps}")


@case("matching/plan/request/again-after-it-is-there", "W15", "simulated")
async def again_after_it_is_there(trial: Trial) -> None:
    """A plan is opened again once the last one is recorded; the newer one is told."""
    initiative = await trial.hall.proven()
    await _planned(trial, initiative, target=1)
    plan = await _planned(trial, initiative, target=2)
    ensure(plan.target == 2, f"the plan's target is {plan.target}")


# Adoptions and cooperations


@case("matching/adoption/create/who-has-said-it", "W16")
async def who_has_said_it(trial: Trial) -> None:
    """What the institution enters itself is signed; what the organisers note is not."""
    initiative = await trial.hall.initiative()
    for by, place, signed in (("rita", "The school", True), ("olga", "The square", False)):
        told = await trial.hall.adoption(initiative, by, place=place)
        ensure(told.signed == signed, f"what {by} has entered is {'signed' if told.signed else 'not signed'}")


@case("matching/adoption/create/before-the-mission", "W16")
async def before_the_mission(trial: Trial) -> None:
    """What is in use already may be entered with the day since when."""
    told = await trial.hall.adoption(on=trial.hall.day(-700))
    ensure(told.on == trial.hall.day(-700), f"it is in use since {told.on}")


@case("matching/adoption/end/and-again", "W16")
async def ended_and_again(trial: Trial) -> None:
    initiative = await trial.hall.initiative()
    first = await trial.hall.adoption(initiative)
    told = await trial.hall.do("EndAdoption", "rita", name=first.name, reason="the storm")
    ensure(told.HasField("ended_on") and told.reason == "the storm", f"the adoption is {told}")
    again = await trial.hall.adoption(initiative)
    ensure(again.name != first.name and not again.HasField("ended_on"), f"the adoption is {again}")


@case("matching/adoption/list/by-filter", "S5", "own-real")
async def adoptions_by_filter(trial: Trial) -> None:
    initiative, hall = await trial.hall.initiative(), trial.hall
    town = (await hall.adoption(initiative)).name
    aue = (await hall.adoption(initiative, "anna", institution="aue")).name
    for text, wanted in (
        (f'institution = "{trial.mission.at("institutions/aue")}"', [aue]),
        (f'initiative = "{initiative}"', [town, aue]),
        ("signed = false", []),
    ):
        request = hall.request("ListAdoptions", parent=trial.mission.name, filter=text)
        listed = await trial.mission.read("ListAdoptions", request)
        names = [one.name for one in listed.adoptions]
        ensure(names == wanted, f"{text} gives {names}; expected: {wanted}")


@case("matching/cooperation/end/is-over", "W16")
async def cooperation_is_over(trial: Trial) -> None:
    """Either of both says so; then it is not told any more."""
    name = await trial.hall.cooperation()
    told = await trial.hall.get("GetCooperation", name)
    ensure(id_of(told.owner) == "works" and id_of(told.institution) == "town", f"the cooperation is {told}")
    await trial.hall.do("EndCooperation", "bert", name=name, reason="the storm")
    request = trial.hall.request("ListCooperations", parent=trial.mission.name)
    listed = (await trial.mission.read("ListCooperations", request)).cooperations
    ensure(name not in [one.name for one in listed], "a cooperation that is over is told of")


# Financing, readings, the report


@case("matching/financing/set/anew", "W17")
async def financing_anew(trial: Trial) -> None:
    name = trial.mission.at(f"financing/{id_of(await trial.hall.initiative())}")
    for kind, cents in ((res.FINANCING_KIND_FEES, 120_050), (res.FINANCING_KIND_MIXED, 99_999)):
        fields = {"kind": kind, "description": f"By {cents}", "per_year": euros(cents), "self_sustaining": True}
        await trial.hall.do("SetFinancingModel", "founder-01", name=name, **fields)
        told = await trial.hall.get("GetFinancing", name)
        ensure(told.kind == kind and minor(told.per_year) == cents, f"the financing is {told}")
        ensure(told.self_sustaining and told.description == f"By {cents}", f"the financing is {told}")


@case("matching/financing/set/fraction-of-a-cent", "M2")
async def fraction_of_a_cent(trial: Trial) -> None:
    name = trial.mission.at(f"financing/{id_of(await trial.hall.initiative())}")
    amount = euros(100)
    amount.nanos = 1
    fields = {"kind": res.FINANCING_KIND_FEES, "description": "Fees", "per_year": amount}
    request = trial.hall.request("SetFinancingModel", name=name, **fields)
    await trial.mission.refused("SetFinancingModel", request, "founder-01", field="per_year.nanos")


@case("matching/reading/record/kept-as-it-was-given", "W17", "own-real")
async def reading_kept(trial: Trial) -> None:
    """Figures are decimals: what was measured is told to the digit."""
    values = ("7.10", "0.1", "123456789.123456")
    for days, value in zip((-2, -1, 0), values, strict=True):
        await trial.mission.call("RecordReading", trial.hall.reading_request(days, value), "olga")
    for number, value in enumerate(values, start=1):
        told = await trial.hall.get("GetReading", trial.mission.at(f"readings/{number}"))
        ensure(told.value == value, f"reading {number} is {told.value}; given was {value}")


@case("matching/final-report/publish/is-read-by-all", "W17", "own-real")
async def report_is_read(trial: Trial) -> None:
    digest = hashlib.sha256(b"report").hexdigest()
    fields = {"parent": trial.mission.name, "summary": "It is cooler", "sha256": digest}
    published = await trial.hall.do("PublishFinalReport", "olga", **fields)
    told = await trial.hall.get("GetFinalReport", trial.mission.at("final-report"))
    ensure(told == published and told.sha256 == digest, f"the report is {told}")
