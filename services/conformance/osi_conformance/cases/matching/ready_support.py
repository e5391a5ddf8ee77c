"""Phase 4, method by method: a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping

from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.granted import about, put, without_etag
from osi_conformance.hall import Match
from osi_conformance.subject import Prepared, Ready
from osi_conformance.trial import Trial

__all__ = ["SUPPORT"]

NOT_NEEDED, NO_TIME = terms.STOP_REASON_NOT_NEEDED, terms.STOP_REASON_NO_TIME
PROPOSED = ("MatchNeed", "olga")
ACCEPTED = ("AcceptMatch", "founder-01")
DELIVERED = ("DeliverSupport", "eli")


async def _create_programme(trial: Trial) -> Ready:
    request = trial.hall.programme_request()
    return without_etag(trial, request, "olga", put("programme_id", trial.mission.new_id("programme")))


async def _extend(trial: Trial) -> Ready:
    programme, hall = (await trial.hall.programme()).name, trial.hall
    change = put("ends_on", hall.day(401))
    return about(trial, "ExtendProgramme", "olga", change, name=programme, ends_on=hall.day(400), reason="it goes well")


async def _admit(trial: Trial) -> Ready:
    hall = trial.hall
    name = hall.initiative_name((await hall.solution()).name)
    programme, other = (await hall.programme()).name, (await hall.programme()).name
    return about(trial, "AdmitInitiative", "olga", put("programme", other), name=name, programme=programme)


async def _record_activity(trial: Trial) -> Ready:
    change = put("note", "We have built two")
    return about(trial, "RecordActivity", "founder-01", change, name=await trial.hall.initiative(), note="We build")


async def _warn(trial: Trial) -> Ready:
    """An initiative was silent for two months."""
    await trial.hall.initiative()
    trial.mission.later(days=61)
    return about(trial, "WarnOfDropOff", "olga", name=await trial.hall.the_programme())


async def _drop_out(trial: Trial) -> Ready:
    name = await trial.hall.initiative()
    return about(trial, "MarkDroppedOut", "founder-01", put("reason", NO_TIME), name=name, reason=NOT_NEEDED)


async def _end_programme(trial: Trial) -> Ready:
    programme = (await trial.hall.programme()).name
    trial.mission.later(days=280)
    return about(trial, "EndProgramme", "olga", name=programme)


async def _create_need(trial: Trial) -> Ready:
    request = trial.hall.need_request(await trial.hall.initiative())
    return without_etag(trial, request, "founder-01", put("need.text", "Somebody who knows trees"))


async def _cancel_need(trial: Trial) -> Ready:
    need = (await trial.hall.need(await trial.hall.initiative())).name
    return about(trial, "CancelNeed", "founder-01", put("reason", NO_TIME), name=need, reason=NOT_NEEDED)


async def _create_offer(trial: Trial) -> Ready:
    await trial.hall.the_programme()
    return without_etag(trial, trial.hall.offer_request(), "eli", put("offer.capacity", 2))


async def _withdraw_offer(trial: Trial) -> Ready:
    offer = (await trial.hall.offer()).name
    return about(trial, "WithdrawOffer", "eli", put("reason", NO_TIME), name=offer, reason=NOT_NEEDED)


async def _matches(trial: Trial, *steps: tuple[str, str]) -> tuple[Match, str]:
    """An offer for two needs of one initiative, what was done with both, and the other need's name."""
    hall = trial.hall
    initiative = await hall.initiative()
    offer, needs = (await hall.offer(capacity=2)).name, [(await hall.need(initiative)).name for _ in range(2)]
    matches = [Match(hall, offer, need) for need in needs]
    for method, by in steps:
        for match in matches:
            await match.do(method, by)
    return matches[0], needs[1]


async def _match(trial: Trial) -> Ready:
    match, other = await _matches(trial)
    return about(trial, "MatchNeed", "olga", put("need", other), name=match.offer, need=match.need)


async def _accept(trial: Trial) -> Ready:
    match, other = await _matches(trial, PROPOSED)
    return about(trial, "AcceptMatch", "founder-01", put("need", other), name=match.offer, need=match.need)


async def _release(trial: Trial) -> Ready:
    match = await trial.hall.matched(ACCEPTED)
    fields = {"name": match.offer, "need": match.need, "reason": NOT_NEEDED}
    return about(trial, "ReleaseMatch", "eli", put("reason", NO_TIME), **fields)


async def _deliver(trial: Trial) -> Ready:
    match = await trial.hall.matched(ACCEPTED)
    return about(trial, "DeliverSupport", "eli", put("note", "An hour"), name=match.offer, need=match.need)


async def _confirm(trial: Trial) -> Ready:
    match, other = await _matches(trial, PROPOSED, ACCEPTED, DELIVERED)
    return about(trial, "ConfirmDelivery", "founder-01", put("need", other), name=match.offer, need=match.need)


async def _create_bundle(trial: Trial) -> Ready:
    initiatives = [await trial.hall.initiative() for _ in range(2)]
    request = trial.hall.bundle_request(*initiatives)
    return without_etag(trial, request, "founder-01", put("bundle.purpose", "One tree for all"))


async def _consent(trial: Trial) -> Ready:
    """The founder of both consents for one."""
    bundle, initiatives = await trial.hall.bundle("founder-01", "founder-01")
    change = put("initiative", initiatives[1])
    return about(trial, "ConsentToBundle", "founder-01", change, name=bundle, initiative=initiatives[0])


async def _decline(trial: Trial) -> Ready:
    bundle, initiatives = await trial.hall.bundle()
    fields = {"name": bundle, "initiative": initiatives[0], "reason": NOT_NEEDED}
    return about(trial, "DeclineBundle", "founder-01", put("reason", NO_TIME), **fields)


SUPPORT: Mapping[str, Prepared] = {
    "CreateProgramme": Prepared(_create_programme),
    "ExtendProgramme": Prepared(_extend),
    "AdmitInitiative": Prepared(_admit),
    "RecordActivity": Prepared(_record_activity),
    "WarnOfDropOff": Prepared(_warn, "simulated"),
    "MarkDroppedOut": Prepared(_drop_out),
    "EndProgramme": Prepared(_end_programme, "simulated"),
    "CreateNeed": Prepared(_create_need),
    "CancelNeed": Prepared(_cancel_need),
    "CreateOffer": Prepared(_create_offer),
    "WithdrawOffer": Prepared(_withdraw_offer),
    "MatchNeed": Prepared(_match),
    "AcceptMatch": Prepared(_accept),
    "ReleaseMatch": Prepared(_release),
    "DeliverSupport": Prepared(_deliver),
    "ConfirmDelivery": Prepared(_confirm),
    "CreateBundle": Prepared(_create_bundle),
    "ConsentToBundle": Prepared(_consent),
    "DeclineBundle": Prepared(_decline),
}
"""Programmes, initiatives, needs, offers, bundles."""
