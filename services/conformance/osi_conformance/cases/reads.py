"""Reading what one has written: positions with answers, and answers that are not older than a position."""

from __future__ import annotations

import re

import grpc
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.target import Target
from osi_conformance.trial import Trial

_POSITIONS = re.compile(r"[a-z0-9-]+=\d+(?:,[a-z0-9-]+=\d+)*")


def _own(trial: Trial, position: str) -> int:
    chains = dict(one.split("=") for one in position.split(",") if "=" in one)
    return int(chains.get(trial.setup.chain, 0))


@case("funding/reads/position-of-a-change", "A1")
async def position_of_a_change(trial: Trial) -> None:
    first = await trial.mission.call("CreateFund", trial.town.fund_request())
    second = await trial.mission.call("CreateFund", trial.town.fund_request())
    for reply in (first, second):
        ensure(_POSITIONS.fullmatch(reply.position), f"osi-position is {reply.position!r}; expected: chain=n,…")
    ensure(_own(trial, second.position) > _own(trial, first.position) > 0, "positions do not grow with changes")


@case("funding/reads/own-writes", "A2")
async def own_writes(trial: Trial) -> None:
    """Over another connection, at once: what was created is there."""
    other = Target(trial.setup.target)
    try:
        for _ in range(20):
            created = await trial.mission.call("CreateFund", trial.town.fund_request())
            beside = [("osi-after", created.position)]
            request = api.GetFundRequest(name=created.message.name)
            found = (await other.call("GetFund", request, beside)).message
            ensure(found.name == created.message.name, "another fund is told")
    finally:
        await other.close()


@case("funding/reads/of-another-chain", "A2", "own-simulated")
async def of_another_chain(trial: Trial) -> None:
    """What the others have said up to a position is known before the answer is given."""
    await trial.world.played.go_on(trial.mission.id, "people")
    position = trial.world.played.of("matching", trial.mission.id).last.position
    request = api.ListFundsRequest(parent=trial.mission.name)
    await trial.target.call("ListFunds", request, [("osi-after", f"matching-1={position}")])
    heard = await trial.mission.heard_of("matching-1")
    ensure(heard >= position, f"the answer was given when matching was heard up to {heard}; asked for: {position}")


@case("funding/reads/beyond-the-end", "A3")
async def beyond_the_end(trial: Trial) -> None:
    request = api.ListFundsRequest(parent=trial.mission.name)
    beside = [("osi-after", f"{trial.setup.chain}=999999999")]
    await trial.mission.refused("ListFunds", request, "", beside=beside)


@case("funding/reads/malformed-position", "A3")
async def malformed_position(trial: Trial) -> None:
    request = api.ListFundsRequest(parent=trial.mission.name)
    for wrong in ("x", "funding-1=-1", "funding-1", "=1", "funding-1=1;matching-1=2"):
        invalid = grpc.StatusCode.INVALID_ARGUMENT
        await trial.mission.refused("ListFunds", request, "", status=invalid, beside=[("osi-after", wrong)])


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
