"""What the phase rules refuse between needs and offers, and of bundles."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.hall import Match
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED
STIPEND, TALK = res.SUPPORT_KIND_STIPEND, res.SUPPORT_KIND_TALK
ACCEPTED, DELIVERED = ("AcceptMatch", "founder-01"), ("DeliverSupport", "eli")
Asked = tuple[Any, str]

# Matches


@refuses("match/propose/from-outside", "not-the-offerer", rule="P2")
async def _(trial: Trial) -> Asked:
    need = (await trial.hall.need(await trial.hall.initiative())).name
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=need), "founder-01"


@refuses("match/propose/other-kind", "kind-differs", field="need")
async def _(trial: Trial) -> Asked:
    need = (await trial.hall.need(await trial.hall.initiative(), kind=TALK)).name
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=need), "eli"


@refuses("match/propose/need-unknown", "need-unknown", field="need")
async def _(trial: Trial) -> Asked:
    need = trial.mission.at("needs/nobodys")
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=need), "eli"


@refuses("match/propose/matched-already", "need-not-open")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched()
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=match.need), "eli"


@refuses("match/propose/offer-exhausted", "offer-exhausted")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched()
    need = (await trial.hall.need(await trial.hall.initiative())).name
    return trial.hall.request("MatchNeed", name=match.offer, need=need), "eli"


@refuses("match/propose/own-need", "own-need", rule="P2")
async def _(trial: Trial) -> Asked:
    """Nobody answers the needs of the own team."""
    need = (await trial.hall.need(await trial.hall.initiative("founder-01", "eli"))).name
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=need), "eli"


@refuses("match/propose/own-initiative", "asked-oneself", rule="P6")
async def _(trial: Trial) -> Asked:
    """Who organises matches no need of the own initiative."""
    need = (await trial.hall.need(await trial.hall.initiative("founder-01", "olga"))).name
    return trial.hall.request("MatchNeed", name=(await trial.hall.offer()).name, need=need), "olga"


@refuses("match/propose/offer-withdrawn", "offer-withdrawn")
async def _(trial: Trial) -> Asked:
    need, offer = (await trial.hall.need(await trial.hall.initiative())).name, (await trial.hall.offer()).name
    await trial.hall.do("WithdrawOffer", "eli", name=offer, reason=NOT_NEEDED)
    return trial.hall.request("MatchNeed", name=offer, need=need), "eli"


@refuses("match/accept/by-the-offerer", "not-in-team", rule="P2")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched()
    return trial.hall.request("AcceptMatch", name=match.offer, need=match.need), "eli"


@refuses("match/accept/twice", "accepted-already")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched(ACCEPTED)
    return trial.hall.request("AcceptMatch", name=match.offer, need=match.need), "founder-01"


@refuses("match/deliver/not-accepted", "match-not-accepted")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched()
    return trial.hall.request("DeliverSupport", name=match.offer, need=match.need), "eli"


@refuses("match/deliver/from-outside", "not-involved", rule="P2")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched(ACCEPTED)
    return trial.hall.request("DeliverSupport", name=match.offer, need=match.need), "ada"


@refuses("match/confirm/organisers-do-not", "not-involved", rule="P2")
async def _(trial: Trial) -> Asked:
    """Only the two sides know whether support was given."""
    match = await trial.hall.matched(ACCEPTED, DELIVERED)
    return trial.hall.request("ConfirmDelivery", name=match.offer, need=match.need), "olga"


@refuses("match/confirm/twice", "confirmed-already")
async def _(trial: Trial) -> Asked:
    match = await trial.hall.matched(ACCEPTED, DELIVERED, ("ConfirmDelivery", "founder-01"))
    return trial.hall.request("ConfirmDelivery", name=match.offer, need=match.need), "founder-01"


@refuses("match/release/met", "met-already")
async def _(trial: Trial) -> Asked:
    both = (("ConfirmDelivery", "eli"), ("ConfirmDelivery", "founder-01"))
    match = await trial.hall.matched(ACCEPTED, DELIVERED, *both)
    return trial.hall.request("ReleaseMatch", name=match.offer, need=match.need, reason=NOT_NEEDED), "eli"


@refuses("match/release/not-matched", "not-matched")
async def _(trial: Trial) -> Asked:
    need = (await trial.hall.need(await trial.hall.initiative())).name
    match = Match(trial.hall, (await trial.hall.offer()).name, need)
    return trial.hall.request("ReleaseMatch", name=match.offer, need=match.need, reason=NOT_NEEDED), "eli"


# Bundles


def _bundle(by: str, *initiatives: str) -> Any:
    """Of new initiatives of these founders."""

    async def build(trial: Trial) -> Asked:
        return trial.hall.bundle_request(*[await trial.hall.initiative(one) for one in initiatives]), by

    return build


_FOUR = tuple(f"founder-{number:02}" for number in range(1, 5))
refuses("bundle/create/from-outside", "not-in-any-team", rule="P2")(_bundle("ada", *_FOUR[:2]))
refuses("bundle/create/too-large", "bundle-too-large", field="bundle.initiatives")(_bundle("olga", *_FOUR))


@refuses("bundle/create/named-twice", "named-twice", field="bundle.initiatives")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    return trial.hall.bundle_request(initiative, initiative), "olga"


@refuses("bundle/create/dropped-out", "initiative-dropped-out", field="bundle.initiatives")
async def _(trial: Trial) -> Asked:
    gone = await trial.hall.dropped_out()
    return trial.hall.bundle_request(await trial.hall.initiative(), gone), "olga"


@refuses("bundle/consent/twice", "consented-already")
async def _(trial: Trial) -> Asked:
    bundle, (one, _) = await trial.hall.bundle()
    await trial.hall.do("ConsentToBundle", "founder-01", name=bundle, initiative=one)
    return trial.hall.request("ConsentToBundle", name=bundle, initiative=one), "founder-01"


@refuses("bundle/consent/for-another-team", "not-in-team", rule="P2")
async def _(trial: Trial) -> Asked:
    bundle, (_, other) = await trial.hall.bundle()
    return trial.hall.request("ConsentToBundle", name=bundle, initiative=other), "founder-01"


@refuses("bundle/consent/not-of-it", "not-in-bundle", field="initiative")
async def _(trial: Trial) -> Asked:
    bundle, _ = await trial.hall.bundle()
    return trial.hall.request("ConsentToBundle", name=bundle, initiative=await trial.hall.initiative()), "founder-01"


@refuses("bundle/consent/in-another-bundle", "in-another-bundle")
async def _(trial: Trial) -> Asked:
    bundle, (one, other) = await trial.hall.bundle()
    for founder, name in (("founder-01", one), ("founder-02", other)):
        await trial.hall.do("ConsentToBundle", founder, name=bundle, initiative=name)
    request = trial.hall.bundle_request(one, await trial.hall.initiative("founder-03"))
    second = (await trial.mission.call("CreateBundle", request, "olga")).message.name
    return trial.hall.request("ConsentToBundle", name=second, initiative=one), "founder-01"


@refuses("bundle/consent/declined", "bundle-settled")
async def _(trial: Trial) -> Asked:
    bundle, (one, other) = await trial.hall.bundle()
    await trial.hall.do("DeclineBundle", "founder-02", name=bundle, initiative=other, reason=NOT_NEEDED)
    return trial.hall.request("ConsentToBundle", name=bundle, initiative=one), "founder-01"
