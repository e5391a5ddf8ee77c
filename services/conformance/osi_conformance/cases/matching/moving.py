"""What moves while somebody reads or waits: lists whose rows change, computations that are stopped."""

from __future__ import annotations

from typing import Any

from google.longrunning import operations_pb2
from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.listing import all_of, names_of, page_of
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


@case("matching/solution/list/rows-that-move", "S6", "own-real")
async def rows_that_move(trial: Trial) -> None:
    """Between two pages a row moves to the end of the order; each that did not move is told once."""
    hall, listed = trial.hall, ("ListSolutions", "solutions", trial.mission.name)
    names = [(await hall.solution()).name for _ in range(5)]
    items, token, _ = await page_of(trial, *listed, page_size=2, order_by="version")
    told = names_of(items)
    moved = told[0]
    fields = {"text": "Trees", "kind": res.UPDATE_KIND_CONTENT}
    await hall.do("UpdateSolution", "founder-01", name=moved, **fields)
    told += names_of(await all_of(trial, *listed, page_size=2, order_by="version", page_token=token))
    stayed = [one for one in names if one != moved]
    ensure(sorted(one for one in told if one != moved) == sorted(stayed), f"the pages give {told}; there are {names}")


@case("matching/solution/list/rows-that-go", "S6", "own-real")
async def rows_that_go(trial: Trial) -> None:
    """Between two pages a row fits the filter no more; the others are told once each."""
    hall, listed = trial.hall, ("ListSolutions", "solutions", trial.mission.name)
    names = [(await hall.solution()).name for _ in range(5)]
    fields: dict[str, Any] = {"page_size": 2, "filter": "status = SOLUTION_STATUS_SUBMITTED"}
    items, token, _ = await page_of(trial, *listed, **fields)
    await hall.do("WithdrawSolution", "founder-01", name=names[0], reason=1)
    told = names_of(items) + names_of(await all_of(trial, *listed, page_token=token, **fields))
    ensure(told == names, f"the pages give {told}; expected: {names}")


@case("matching/operation/cancel/asked-again", "O6")
async def asked_again(trial: Trial) -> None:
    """Whoever may close may stop the computation; whoever closes again gets the result all the same."""
    hall = trial.hall
    kickoff, _ = await hall.registered("ada")
    name = (await hall.do("CloseRegistration", "olga", name=kickoff)).name
    try:
        await trial.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=name), "olga")
    except Refusal as refusal:
        ensure(refusal.code.name == "FAILED_PRECONDITION", f"{refusal}; expected: OK or FAILED_PRECONDITION")
    ended = await trial.mission.finished(name)
    if not ended.HasField("response"):
        again = (await hall.do("CloseRegistration", "olga", name=kickoff)).name
        ensure(again == name, f"the same close has another operation: {again}")
    told = await hall.outcome(name, res.Kickoff)
    ensure(told.placed == 1, f"{told.placed} have a place; of one")


@case("matching/operation/cancel/for-those-who-close", "P2")
async def for_those_who_close(trial: Trial) -> None:
    kickoff, _ = await trial.hall.registered("ada")
    name = (await trial.hall.do("CloseRegistration", "olga", name=kickoff)).name
    request = operations_pb2.CancelOperationRequest(name=name)
    for by in ("ada", "rita"):
        await trial.mission.refused("CancelOperation", request, by, code="role-missing")
    await trial.hall.outcome(name, res.Kickoff)


@case("matching/operation/get/of-each-decision", "O1", "simulated")
async def of_each_decision(trial: Trial) -> None:
    """Places, assessments and plans each end with what was decided about."""
    hall = trial.hall
    initiative = await hall.initiative()
    await hall.piloted(initiative)
    dossier = await hall.opened("raul", "ronja", initiative=initiative)
    operation = await hall.do("CloseAssessment", "olga", name=dossier)
    ensure((await hall.outcome(operation.name, res.Dossier)).name == dossier, "another dossier is told")
    plan = hall.plan(initiative)
    await hall.do("OpenPlan", "olga", name=plan)
    operation = await hall.do("RequestPlan", "olga", name=plan)
    ensure((await hall.outcome(operation.name, res.Plan)).name == plan, "another plan is told")
