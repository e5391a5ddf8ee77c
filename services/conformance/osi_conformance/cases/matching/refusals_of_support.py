"""What the phase rules refuse of programmes, initiatives, needs, offers, matches and bundles."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.town import euros
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED
STIPEND, TALK = res.SUPPORT_KIND_STIPEND, res.SUPPORT_KIND_TALK
ACCEPTED, DELIVERED = ("AcceptMatch", "founder-01"), ("DeliverSupport", "eli")
Asked = tuple[Any, str]

# Programmes and initiatives


@refuses("programme/create/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.programme_request(), "founder-01"


@refuses("programme/extend/backwards", "not-an-extension", field="ends_on")
async def _(trial: Trial) -> Asked:
    fields = {"ends_on": trial.hall.day(30), "reason": "shorter"}
    return trial.hall.request("ExtendProgramme", name=await trial.hall.the_programme(), **fields), "olga"


@refuses("programme/extend/too-long", "programme-too-long", field="ends_on")
async def _(trial: Trial) -> Asked:
    fields = {"ends_on": trial.hall.day(3_000), "reason": "longer"}
    return trial.hall.request("ExtendProgramme", name=await trial.hall.the_programme(), **fields), "olga"


@refuses("programme/end/too-early", "programme-not-over")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("EndProgramme", name=await trial.hall.the_programme()), "olga"


@refuses("programme/end/twice", "programme-ended", "simulated")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("EndProgramme", name=await _ended(trial)), "olga"


async def _ended(trial: Trial) -> str:
    """The programme has come to its end."""
    programme = await trial.hall.the_programme()
    trial.mission.later(days=280)
    await trial.hall.do("EndProgramme", "olga", name=programme)
    return programme


@refuses("initiative/admit/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    return trial.hall.request("AdmitInitiative", name=name, programme=await trial.hall.the_programme()), "founder-01"


@refuses("initiative/admit/own-solution", "asked-oneself", rule="P6")
async def _(trial: Trial) -> Asked:
    """Who organises does not admit the own solution."""
    name = trial.hall.initiative_name((await trial.hall.solution("olga")).name)
    return trial.hall.request("AdmitInitiative", name=name, programme=await trial.hall.the_programme()), "olga"


@refuses("initiative/admit/twice", "admitted-already")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.initiative()
    return trial.hall.request("AdmitInitiative", name=name, programme=await trial.hall.the_programme()), "olga"


@refuses("initiative/admit/no-solution", "solution-unknown")
async def _(trial: Trial) -> Asked:
    name = trial.mission.at("initiatives/nobodys")
    return trial.hall.request("AdmitInitiative", name=name, programme=await trial.hall.the_programme()), "olga"


@refuses("initiative/admit/solution-withdrawn", "solution-withdrawn")
async def _(trial: Trial) -> Asked:
    solution = (await trial.hall.solution()).name
    await trial.hall.do("WithdrawSolution", "founder-01", name=solution, reason=NOT_NEEDED)
    programme, name = await trial.hall.the_programme(), trial.hall.initiative_name(solution)
    return trial.hall.request("AdmitInitiative", name=name, programme=programme), "olga"


@refuses("initiative/admit/no-programme", "programme-not-started", field="programme")
async def _(trial: Trial) -> Asked:
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    programme = trial.mission.at("programmes/nobodys")
    return trial.hall.request("AdmitInitiative", name=name, programme=programme), "olga"


@refuses("initiative/admit/programme-ended", "programme-ended", "simulated")
async def _(trial: Trial) -> Asked:
    programme = await _ended(trial)
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    return trial.hall.request("AdmitInitiative", name=name, programme=programme), "olga"


@refuses("initiative/activity/from-outside", "not-in-team", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("RecordActivity", name=await trial.hall.initiative()), "ada"


@refuses("initiative/activity/by-a-member", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("RecordActivity", name=await trial.hall.initiative("founder-01", "ada")), "ada"


@refuses("initiative/activity/dropped-out", "initiative-dropped-out")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("RecordActivity", name=await trial.hall.dropped_out()), "founder-01"


@refuses("initiative/drop-out/not-warned", "not-warned", rule="P2")
async def _(trial: Trial) -> Asked:
    """Nobody is written off unasked."""
    return trial.hall.request("MarkDroppedOut", name=await trial.hall.initiative(), reason=NOT_NEEDED), "olga"


@refuses("initiative/drop-out/grace-not-over", "grace-not-over", "simulated", rule="P2")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.initiative()
    trial.mission.later(days=61)
    await trial.hall.do("WarnOfDropOff", "olga", name=await trial.hall.the_programme())
    trial.mission.later(days=13)
    return trial.hall.request("MarkDroppedOut", name=name, reason=NOT_NEEDED), "olga"


# Needs and offers


@refuses("need/create/from-outside", "not-in-team", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.need_request(await trial.hall.initiative()), "ada"


@refuses("need/create/by-a-member", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.need_request(await trial.hall.initiative("founder-01", "ada")), "ada"


@refuses("need/create/not-admitted", "initiative-unknown", field="need.initiative")
async def _(trial: Trial) -> Asked:
    name = trial.hall.initiative_name((await trial.hall.solution()).name)
    return trial.hall.need_request(name), "founder-01"


@refuses("need/create/dropped-out", "initiative-dropped-out")
async def _(trial: Trial) -> Asked:
    return trial.hall.need_request(await trial.hall.dropped_out()), "founder-01"


@refuses("need/create/programme-ended", "programme-ended", "simulated")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await _ended(trial)
    return trial.hall.need_request(initiative), "founder-01"


@refuses("need/create/stipend-without-amount", "amount-missing", field="need.amount")
async def _(trial: Trial) -> Asked:
    return trial.hall.need_request(await trial.hall.initiative(), kind=STIPEND), "founder-01"


@refuses("need/create/amount-without-stipend", "amount-unexpected", field="need.amount")
async def _(trial: Trial) -> Asked:
    return trial.hall.need_request(await trial.hall.initiative(), amount=euros(100)), "founder-01"


@refuses("need/create/more-than-allowed", "amount-too-large", field="need.amount")
async def _(trial: Trial) -> Asked:
    """The playbook bears a thousand."""
    amount = euros(100_001)
    return trial.hall.need_request(await trial.hall.initiative(), kind=STIPEND, amount=amount), "founder-01"


@refuses("need/cancel/matched", "need-not-open")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched()
    return trial.hall.request("CancelNeed", name=match.need, reason=NOT_NEEDED), "founder-01"


@refuses("need/cancel/from-outside", "not-in-team", rule="P2")
async def _(trial: Trial) -> Asked:
    need = (await trial.hall.need(await trial.hall.initiative())).name
    return trial.hall.request("CancelNeed", name=need, reason=NOT_NEEDED), "ada"


@refuses("offer/create/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    await trial.hall.the_programme()
    return trial.hall.offer_request(), "ada"


@refuses("offer/create/no-programme-runs", "no-programme-runs", "own-real")
async def _(trial: Trial) -> Asked:
    return trial.hall.offer_request(), "eli"


def _stipend(by: str, fund: str = "for-stipends", minor: int = 10_000) -> Any:
    async def build(trial: Trial) -> Asked:
        await trial.hall.the_programme()
        named = {"fund": trial.mission.at(f"funds/{fund}")} if fund else {}
        return trial.hall.offer_request(kind=STIPEND, budget=euros(minor), capacity=2, **named), by

    return build


_OFFER = "offer/create"
refuses(f"{_OFFER}/fund-missing", "fund-missing", field="offer.fund")(_stipend("rita", fund=""))
refuses(f"{_OFFER}/fund-unknown", "not-found", field="offer.fund")(_stipend("rita", fund="nobodys"))
refuses(f"{_OFFER}/fund-of-another-house", "no-confirmed-mandate", rule="P2")(_stipend("bert"))
refuses(f"{_OFFER}/fund-too-small", "fund-too-small", field="offer.budget")(_stipend("rita", minor=100_001))
refuses(f"{_OFFER}/more-than-allowed", "amount-too-large", field="offer.budget")(_stipend("rita", minor=200_001))


@refuses("offer/withdraw/twice", "offer-withdrawn")
async def _(trial: Trial) -> Asked:
    offer = (await trial.hall.offer()).name
    await trial.hall.do("WithdrawOffer", "eli", name=offer, reason=NOT_NEEDED)
    return trial.hall.request("WithdrawOffer", name=offer, reason=NOT_NEEDED), "eli"


@refuses("offer/withdraw/of-somebody-else", "not-the-offerer", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("WithdrawOffer", name=(await trial.hall.offer()).name, reason=NOT_NEEDED), "raul"
