"""Support: initiatives in programmes, needs that offers answer, money that is left, bundles that all consent to."""

from __future__ import annotations

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED


# Programmes and initiatives


@case("matching/programme/extend/ends-later", "W10")
async def ends_later(trial: Trial) -> None:
    programme, hall = await trial.hall.programme(), trial.hall
    told = await hall.do("ExtendProgramme", "olga", name=programme.name, ends_on=hall.day(400), reason="it goes well")
    ensure(told.ends_on == hall.day(400) and told.starts_on == programme.starts_on, f"it ends on {told.ends_on}")


@case("matching/programme/end/tells-when", "W10", "simulated")
async def tells_when(trial: Trial) -> None:
    name = (await trial.hall.programme()).name
    trial.mission.later(days=280)
    told = await trial.hall.do("EndProgramme", "olga", name=name)
    ensure(told.end_time.ToDatetime(tzinfo=trial.mission.now.tzinfo) == trial.mission.now, f"ended: {told.end_time}")


@case("matching/initiative/admit/again-after-the-end", "W10", "simulated")
async def again_after_the_end(trial: Trial) -> None:
    """When a programme has ended, its initiatives may be in the next."""
    initiative, first = await trial.hall.initiative(), await trial.hall.the_programme()
    trial.mission.later(days=280)
    await trial.hall.do("EndProgramme", "olga", name=first)
    second = (await trial.hall.programme()).name
    told = await trial.hall.do("AdmitInitiative", "olga", name=initiative, programme=second)
    ensure(told.programme == second, f"it is in {told.programme}; expected: {second}")


@case("matching/initiative/activity/answers-a-warning", "W11", "simulated")
async def answers_a_warning(trial: Trial) -> None:
    """A sign of life takes the warning off, and nobody is written off for it."""
    initiative = await trial.hall.initiative()
    trial.mission.later(days=61)
    await trial.hall.do("WarnOfDropOff", "olga", name=await trial.hall.the_programme())
    ensure((await trial.hall.get("GetInitiative", initiative)).HasField("warn_time"), "nobody is told of the warning")
    told = await trial.hall.do("RecordActivity", "founder-01", name=initiative, note="We build")
    ensure(not told.HasField("warn_time"), "the warning stands behind a sign of life")
    trial.mission.later(days=15)
    request = trial.hall.request("MarkDroppedOut", name=initiative, reason=NOT_NEEDED)
    await trial.mission.refused("MarkDroppedOut", request, "olga", code="not-warned")


@case("matching/initiative/drop-out/after-the-grace", "W11", "simulated")
async def after_the_grace(trial: Trial) -> None:
    initiative = await trial.hall.initiative()
    trial.mission.later(days=61)
    await trial.hall.do("WarnOfDropOff", "olga", name=await trial.hall.the_programme())
    trial.mission.later(days=15)
    told = await trial.hall.do("MarkDroppedOut", "olga", name=initiative, reason=terms.STOP_REASON_NO_TIME)
    ensure(told.dropped_out and told.reason == terms.STOP_REASON_NO_TIME, f"it is {told}")


@case("matching/initiative/drop-out/admitted-again", "W11")
async def admitted_again(trial: Trial) -> None:
    initiative = await trial.hall.initiative()
    await trial.hall.do("MarkDroppedOut", "founder-01", name=initiative, reason=NOT_NEEDED)
    programme = await trial.hall.the_programme()
    told = await trial.hall.do("AdmitInitiative", "olga", name=initiative, programme=programme)
    ensure(not told.dropped_out, "who was admitted again has dropped out")


@case("matching/programme/warn/each-silence-once", "W11", "simulated")
async def each_silence_once(trial: Trial) -> None:
    """A second call names nobody whom the first has named."""
    initiative, programme = await trial.hall.initiative(), await trial.hall.the_programme()
    trial.mission.later(days=61)
    await trial.hall.do("WarnOfDropOff", "olga", name=programme)
    first = (await trial.hall.get("GetInitiative", initiative)).warn_time
    trial.mission.later(days=1)
    await trial.hall.do("WarnOfDropOff", "olga", name=programme)
    ensure((await trial.hall.get("GetInitiative", initiative)).warn_time == first, "one silence was warned of twice")


# Needs and offers


@case("matching/match/way/proposed-to-met", "W12")
async def proposed_to_met(trial: Trial) -> None:
    """Each step is told, and only the word of both sides ends it."""
    match = await trial.hall.matched()
    ensure(await match.status() == res.NEED_STATUS_PROPOSED, "a match that was proposed is none")
    steps = (
        ("AcceptMatch", "founder-01", res.NEED_STATUS_MATCHED),
        ("DeliverSupport", "eli", res.NEED_STATUS_DELIVERED),
        ("ConfirmDelivery", "eli", res.NEED_STATUS_DELIVERED),
        ("ConfirmDelivery", "founder-01", res.NEED_STATUS_MET),
    )
    for method, by, wanted in steps:
        await match.do(method, by)
        status = await match.status()
        ensure(status == wanted, f"behind {method} by {by} the need is {res.NeedStatus.Name(status)}")  # type: ignore[arg-type]
    offer = await trial.hall.get("GetOffer", match.offer)
    ensure((offer.free, offer.met) == (0, 1), f"the offer has met {offer.met}, and is free for {offer.free}")
    need = await trial.hall.get("GetNeed", match.need)
    ensure(need.offer == match.offer and need.HasField("met_time"), f"the need is {need}")


@case("matching/match/release/frees-both", "W13")
async def frees_both(trial: Trial) -> None:
    """Nothing came of it: the need is open, the offer has room, and both may be matched again."""
    match = await trial.hall.matched(("AcceptMatch", "founder-01"))
    offer = await match.do("ReleaseMatch", "eli", reason=NOT_NEEDED)
    ensure(offer.free == 1, f"the offer is free for {offer.free}")
    ensure(await match.status() == res.NEED_STATUS_OPEN, "the need is not open again")
    await match.do("MatchNeed", "olga")
    ensure(await match.status() == res.NEED_STATUS_PROPOSED, "the need cannot be matched again")


@case("matching/match/release/before-it-is-accepted", "W13")
async def released_before(trial: Trial) -> None:
    match = await trial.hall.matched()
    await match.do("ReleaseMatch", "founder-01", reason=NOT_NEEDED)
    ensure(await match.status() == res.NEED_STATUS_OPEN, "the need is not open again")


@case("matching/offer/withdraw/opens-its-needs", "W13")
async def opens_its_needs(trial: Trial) -> None:
    match = await trial.hall.matched()
    told = await trial.hall.do("WithdrawOffer", "eli", name=match.offer, reason=NOT_NEEDED)
    ensure(told.withdrawn and told.reason == NOT_NEEDED, f"the offer is {told}")
    ensure(await match.status() == res.NEED_STATUS_OPEN, "the need is not open again")


@case("matching/need/cancel/tells-why", "W13")
async def need_cancelled(trial: Trial) -> None:
    need = (await trial.hall.need(await trial.hall.initiative())).name
    told = await trial.hall.do("CancelNeed", "founder-01", name=need, reason=NOT_NEEDED)
    ensure(told.status == res.NEED_STATUS_CANCELLED and told.reason == NOT_NEEDED, f"the need is {told}")


@case("matching/offer/create/by-another-of-the-house", "W12")
async def by_another_of_the_house(trial: Trial) -> None:
    """What one representative offers for an institution, another one may match."""
    town, initiative = trial.mission.at("institutions/town"), await trial.hall.initiative()
    offer = await trial.hall.offer("rita", institution=town)
    ensure(offer.institution == town, f"the offer is for {offer.institution}")
    need = await trial.hall.need(initiative)
    await trial.hall.do("MatchNeed", "rosa", name=offer.name, need=need.name)


@case("matching/offer/get/offerer-to-those-who-take-part", "T7")
async def offerer_to_those_who_take_part(trial: Trial) -> None:
    name, eli = (await trial.hall.offer()).name, trial.mission.participant("eli")
    for by, wanted in (("", ""), ("zoe", ""), ("ada", eli), ("eli", eli)):
        found = (await trial.hall.get("GetOffer", name, by)).offerer
        ensure(found == wanted, f"{by or 'nobody in particular'} is told {found or 'nobody'} as the offerer")


# Bundles


@case("matching/bundle/consent/stands-by-all", "W14")
async def stands_by_all(trial: Trial) -> None:
    bundle, initiatives = await trial.hall.bundle("founder-01", "founder-02", "founder-03")
    for number, name in enumerate(initiatives, start=1):
        told = await trial.hall.do("ConsentToBundle", f"founder-{number:02}", name=bundle, initiative=name)
        wanted = res.BUNDLE_STATUS_FORMED if number == 3 else res.BUNDLE_STATUS_PROPOSED
        ensure(told.status == wanted, f"behind {number} of three consents the bundle is {told.status}")
    consents = list((await trial.hall.get("GetBundle", bundle)).consents)
    ensure(consents == initiatives, f"consents: {consents}")
    found = (await trial.hall.get("GetInitiative", initiatives[0])).bundle
    ensure(found == bundle, f"the initiative is in {found or 'no bundle'}")


@case("matching/bundle/decline/falls-by-one", "W14")
async def falls_by_one(trial: Trial) -> None:
    bundle, (one, other) = await trial.hall.bundle()
    await trial.hall.do("ConsentToBundle", "founder-01", name=bundle, initiative=one)
    fields = {"name": bundle, "initiative": other, "reason": NOT_NEEDED}
    told = await trial.hall.do("DeclineBundle", "founder-02", **fields)
    ensure(told.status == res.BUNDLE_STATUS_DECLINED and told.reason == NOT_NEEDED, f"the bundle is {told}")
    ensure(not (await trial.hall.get("GetInitiative", one)).bundle, "who consented is in a bundle that fell")
