"""Reading what one has written of funds and rounds."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("funding/reads/as-it-was-answered", "A4")
async def as_it_was_answered(trial: Trial) -> None:
    """What a change answers is what is read right after."""
    fund = await trial.town.fund()
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    ensure(told == fund, "a fund is read otherwise than it was created")
    round_ = await trial.town.round(budget=1_000)
    read = await trial.mission.read("GetGrantRound", api.GetGrantRoundRequest(name=round_.name))
    ensure(read == round_, "a round is read otherwise than it was created")


@case("funding/reads/etag-changes", "E2")
async def etag_changes(trial: Trial) -> None:
    round_ = await trial.town.round()
    cancel = api.CancelGrantRoundRequest(name=round_.name, reason="over")
    cancelled = (await trial.mission.call("CancelGrantRound", cancel, "olga")).message
    ensure(
        int(cancelled.etag) > int(round_.etag), f"the etag was {round_.etag} and is {cancelled.etag} behind a change"
    )
