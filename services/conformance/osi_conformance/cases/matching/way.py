"""The whole way: from an opened call to an adoption, and a report that ends it."""

from __future__ import annotations

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.hall import id_of
from osi_conformance.trial import Trial


@case("matching/way/from-call-to-adoption", "W18", "own-simulated")
async def from_call_to_adoption(trial: Trial) -> None:
    """Heat is answered by a solution that people work on, that is supported, tried, judged and taken over."""
    hall, town = trial.hall, trial.mission.at("institutions/town")
    kickoff, solution = await hall.attended("ada", "ben")
    await hall.do("HoldKickoff", "olga", name=kickoff)
    initiative = await hall.admit(solution)
    await hall.piloted(initiative)
    await hall.assessed(initiative)
    await hall.do("OpenPlan", "olga", name=hall.plan(initiative))
    operation = await hall.do("RequestPlan", "olga", name=hall.plan(initiative))
    plan = await hall.outcome(operation.name, res.Plan)
    ensure(town in [one.institution for one in plan.steps], f"the town has committed itself, and the plan is {plan}")
    adoption = await hall.adoption(initiative)
    ensure(len(adoption.pilots) == 1, f"the adoption builds on {list(adoption.pilots)}; there was one pilot")
    ensure(adoption.signed, "the town has entered it itself, and it is not signed")
    report = await hall.do("PublishFinalReport", "olga", parent=trial.mission.name, summary="It is cooler")
    ensure(report.summary == "It is cooler", f"the report says {report.summary!r}")
    for type_ in ("solutions.kickoff_held", "support.initiative_admitted", "curation.assessed", "scaling.adopted"):
        ensure(await trial.said(type_), f"{type_} is not told to the other services")


@case("matching/way/receipt-tells-it", "R2", "own-simulated")
async def receipt_tells_it(trial: Trial) -> None:
    """Whoever has brought a solution reads what became of it, up to the town that took it over."""
    hall = trial.hall
    solution = await hall.solution()
    initiative = await hall.admit(solution.name)
    await hall.piloted(initiative)
    await hall.assessed(initiative)
    await hall.adoption(initiative)
    trail = await trial.trail(solution.receipt.code)
    codes = [one.code for one in trail.steps]
    for wanted in ("admitted", "assessed", "adopted"):
        ensure(any(wanted in code for code in codes), f"the solution was {wanted}, and the steps are {codes}")


@case("matching/way/receipts-of-every-contribution", "R2")
async def receipts_of_every_contribution(trial: Trial) -> None:
    """Need, offer, registration and request to join each have a code that leads to it."""
    hall = trial.hall
    initiative = await hall.initiative()
    need, offer = await hall.need(initiative), await hall.offer()
    pilot = (await trial.mission.call("CreatePilot", hall.pilot_request(initiative), "anna")).message
    review = await hall.review(await hall.opened(initiative=initiative), "raul")
    for one, id_ in ((need, need.name), (offer, offer.name), (pilot, pilot.name), (review, "")):
        ensure(one.receipt.code, f"{id_ or 'the review'} has no receipt")
        trail = await trial.trail(one.receipt.code)
        ensure(not id_ or id_of(trail.resource) == id_of(id_), f"the code of {id_} leads to {trail.resource}")
