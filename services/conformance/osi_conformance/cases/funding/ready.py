"""For each method that changes something, a request that would be granted now; what repeats over methods uses them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from osi.funding.v1 import funding_service_pb2 as api
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.mission import Mission
from osi_conformance.subject import Prepared, Ready, field_set
from osi_conformance.town import Grant, euros
from osi_conformance.trial import Trial

__all__ = ["FOLDERS", "READY"]


FOLDERS: Mapping[str, str] = {
    "CreateFund": "fund/create",
    "CreateGrantRound": "grant-round/create",
    "CloseGrantRound": "grant-round/close",
    "CancelGrantRound": "grant-round/cancel",
    "CreateApplication": "application/create",
    "CastGrantBallot": "ballot/cast",
    "AcceptGrant": "grant/accept",
    "LapseGrant": "grant/lapse",
    "ProposeGrantMove": "grant/propose-move",
    "PayGrant": "grant/pay",
    "ProposeWriteOff": "grant/propose-write-off",
    "WriteOffGrant": "grant/write-off",
    "UndoWriteOff": "grant/undo-write-off",
    "ReturnGrant": "grant/return",
    "GetFund": "fund/get",
    "ListFunds": "fund/list",
    "ListLedgerEntries": "entry/list",
    "GetGrantRound": "grant-round/get",
    "ListGrantRounds": "grant-round/list",
    "GetApplication": "application/get",
    "ListApplications": "application/list",
    "BatchCastGrantBallots": "ballot/batch",
    "StreamGrantBallots": "ballot/stream",
}


async def _create_fund(trial: Trial) -> Ready:
    return Ready(trial.mission, trial.town.fund_request(), "rita", field_set("fund.purpose", "A warmer town"))


async def _create_round(trial: Trial) -> Ready:
    fund = await trial.town.fund()
    request = trial.town.round_request(fund.name)
    return Ready(trial.mission, request, "olga", field_set("round.kind", terms.BALLOT_KIND_POINTS))


async def _close_round(trial: Trial) -> Ready:
    round_, _ = await trial.town.voting(100)
    trial.mission.later(hours=1)
    return Ready(
        trial.mission,
        api.CloseGrantRoundRequest(name=round_),
        "olga",
        lambda request: None,
        _round_etag(trial.mission, round_),
    )


async def _cancel_round(trial: Trial) -> Ready:
    round_ = await trial.town.round()
    request = api.CancelGrantRoundRequest(name=round_.name, reason="nobody came")
    etag = _round_etag(trial.mission, round_.name)
    return Ready(trial.mission, request, "olga", field_set("reason", "all came"), etag)


async def _create_application(trial: Trial) -> Ready:
    round_ = await trial.town.round()
    request = trial.town.application_request(round_.name)
    return Ready(trial.mission, request, "founder-01", field_set("application.asked", euros(9_999)))


async def _cast(trial: Trial) -> Ready:
    round_, applications = await trial.town.voting(100, 200)
    request = trial.town.ballot(round_, applications[0], id=trial.mission.new_id("ballot"))

    def change(request: Any) -> None:
        request.ballot.choices[:] = applications[1:]

    return Ready(trial.mission, request, "ada", change)


def _round_etag(mission: Mission, round_: str) -> Callable[[], Awaitable[str]]:
    async def etag() -> str:
        return str((await mission.read("GetGrantRound", api.GetGrantRoundRequest(name=round_))).etag)

    return etag


def _of_grant(grant: Grant, method: str, by: str, change: Callable[[Any], None], **fields: Any) -> Ready:
    request = grant.of(getattr(api, f"{method}Request"), **fields)
    return Ready(grant.mission, request, by, change, _round_etag(grant.mission, grant.round))


async def _accept(trial: Trial) -> Ready:
    grant, other = await trial.grant(), await trial.grant()
    name, round_ = other.application, other.round

    def change(request: Any) -> None:
        request.application, request.name = name, round_

    return _of_grant(grant, "AcceptGrant", grant.founder, change)


async def _lapse(trial: Trial) -> Ready:
    """Of two grants of a round of its own, nobody has accepted one in three weeks."""
    grant, other = await trial.town.grants(2)
    trial.mission.later(days=22)
    return _of_grant(grant, "LapseGrant", "olga", field_set("application", other.application))


async def _propose_move(trial: Trial) -> Ready:
    grant = await trial.grant(accepted=True)
    return _of_grant(grant, "ProposeGrantMove", "olga", field_set("amount", euros(2_000)), amount=euros(1_000))


async def _pay(trial: Trial) -> Ready:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga", amount=euros(5_000))
    return _of_grant(grant, "PayGrant", "rita", field_set("note", "another"), amount=euros(5_000))


async def _paid(trial: Trial) -> Grant:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita")
    return grant


async def _propose_write_off(trial: Trial) -> Ready:
    grant = await _paid(trial)
    change = field_set("reason", "they have moved")
    return _of_grant(grant, "ProposeWriteOff", "olga", change, amount=euros(500), reason="they have ended")


async def _write_off(trial: Trial) -> Ready:
    grant = await _paid(trial)
    await grant.do("ProposeWriteOff", "olga", amount=euros(500), reason="they have ended")
    return _of_grant(grant, "WriteOffGrant", "rita", field_set("amount", euros(501)), amount=euros(500))


async def _undo_write_off(trial: Trial) -> Ready:
    grant = await _paid(trial)
    await grant.do("ProposeWriteOff", "olga", amount=euros(500), reason="they have ended")
    await grant.do("WriteOffGrant", "rita", amount=euros(500))
    change = field_set("reason", "it was another one")
    return _of_grant(grant, "UndoWriteOff", "olga", change, amount=euros(100), reason="a mistake")


async def _return(trial: Trial) -> Ready:
    grant = await _paid(trial)
    change = field_set("reason", terms.STOP_REASON_NO_PEOPLE)
    fields = {"amount": euros(700), "reason": terms.STOP_REASON_NOT_NEEDED}
    return _of_grant(grant, "ReturnGrant", grant.founder, change, **fields)


READY: Mapping[str, Prepared] = {
    "CreateFund": Prepared(_create_fund),
    "CreateGrantRound": Prepared(_create_round),
    "CloseGrantRound": Prepared(_close_round, "simulated"),
    "CancelGrantRound": Prepared(_cancel_round),
    "CreateApplication": Prepared(_create_application),
    "CastGrantBallot": Prepared(_cast, "simulated"),
    "AcceptGrant": Prepared(_accept, "simulated"),
    "LapseGrant": Prepared(_lapse, "own-simulated"),
    "ProposeGrantMove": Prepared(_propose_move, "simulated"),
    "PayGrant": Prepared(_pay, "simulated"),
    "ProposeWriteOff": Prepared(_propose_write_off, "simulated"),
    "WriteOffGrant": Prepared(_write_off, "simulated"),
    "UndoWriteOff": Prepared(_undo_write_off, "simulated"),
    "ReturnGrant": Prepared(_return, "simulated"),
}
"""Every method that changes something, but those that take many ballots."""
