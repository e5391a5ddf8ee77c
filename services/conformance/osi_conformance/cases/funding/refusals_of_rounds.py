"""What the phase rules refuse before a round is decided: funds, rounds, applications, ballots."""

from __future__ import annotations

from typing import Any

import grpc
from osi.funding.v1 import funding_service_pb2 as api
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.trial import Trial

DENIED, PRECONDITION = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION


refuses = refusing("funding")


def _fund(by: str, **fund: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        request = trial.town.fund_request()
        for name, value in fund.items():
            setattr(request.fund, name, trial.mission.at(value))
        return Asked("CreateFund", request, by)

    return build


refuses("fund/create/role-missing", "role-missing", _fund("ada"), status=DENIED, rule="P2")
refuses("fund/create/organisers-give-nothing", "role-missing", _fund("olga"), rule="P2")
refuses("fund/create/for-another-institution", "no-confirmed-mandate", _fund("bert"), rule="P2")
refuses("fund/create/mandate-unconfirmed", "no-confirmed-mandate", _fund("uwe"), "own-simulated", rule="P2")
refuses("fund/create/institution-unknown", "institution-unknown", _fund("rita", institution="institutions/nobody"))
refuses("fund/create/stranger", "role-missing", _fund("zoe"), rule="P2")


def _round(by: str = "olga", budget: int = 50_000, **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        fund = trial.mission.at(fields["fund"]) if "fund" in fields else (await trial.town.fund(50_000)).name
        times = {name: trial.mission.time(**value) for name, value in fields.items() if isinstance(value, dict)}
        kind = {"kind": fields["kind"]} if "kind" in fields else {}
        return Asked("CreateGrantRound", trial.town.round_request(fund, budget, **times, **kind), by)

    return build


_R = "grant-round/create"
refuses(f"{_R}/role-missing", "role-missing", _round("rita"), status=DENIED, rule="P2")
refuses(f"{_R}/over-the-fund", "fund-too-small", _round(budget=50_001), status=PRECONDITION)
refuses(f"{_R}/fund-unknown", "not-found", _round(fund="funds/nobodys"))
refuses(f"{_R}/applications-end-too-early", "deadline-too-early", _round(applications_until={"hours": -1}))
refuses(f"{_R}/ballots-end-too-early", "deadline-too-early", _round(closes_at={"minutes": 60}), "simulated")
refuses(f"{_R}/kind-unfit", "grant-ballot-kind", _round(kind=terms.BALLOT_KIND_RANKED))


async def _closes_early(trial: Trial) -> Asked:
    return Asked("CloseGrantRound", api.CloseGrantRoundRequest(name=(await trial.town.round()).name), "olga")


async def _closes_twice(trial: Trial) -> Asked:
    round_, _ = await trial.town.voting(100)
    await trial.town.decide(round_)
    return Asked("CloseGrantRound", api.CloseGrantRoundRequest(name=round_), "olga")


async def _closes_as_citizen(trial: Trial) -> Asked:
    round_, _ = await trial.town.voting(100)
    trial.mission.later(hours=1)
    return Asked("CloseGrantRound", api.CloseGrantRoundRequest(name=round_), "ada")


async def _cancelled(trial: Trial) -> str:
    round_ = (await trial.town.round()).name
    await trial.mission.call("CancelGrantRound", api.CancelGrantRoundRequest(name=round_, reason="over"), "olga")
    return round_


async def _cancels_twice(trial: Trial) -> Asked:
    request = api.CancelGrantRoundRequest(name=await _cancelled(trial), reason="over")
    return Asked("CancelGrantRound", request, "olga")


async def _cancels_as_giver(trial: Trial) -> Asked:
    request = api.CancelGrantRoundRequest(name=(await trial.town.round()).name, reason="over")
    return Asked("CancelGrantRound", request, "rita")


async def _cancels_decided(trial: Trial) -> Asked:
    round_ = (await trial.grant()).round
    return Asked("CancelGrantRound", api.CancelGrantRoundRequest(name=round_, reason="over"), "olga")


refuses("grant-round/close/before-its-deadline", "round-still-open", _closes_early, status=PRECONDITION)
refuses("grant-round/close/twice", "round-closed", _closes_twice, "simulated")
refuses("grant-round/close/role-missing", "role-missing", _closes_as_citizen, "simulated", DENIED, "P2")
refuses("grant-round/cancel/twice", "round-ended", _cancels_twice)
refuses("grant-round/cancel/role-missing", "role-missing", _cancels_as_giver, status=DENIED, rule="P2")
refuses("grant-round/cancel/what-is-decided", "round-ended", _cancels_decided, "simulated")


def _applies(number: int = 1, by: str = "", asked: int = 10_000, round_: str = "") -> Build:
    async def build(trial: Trial) -> Asked:
        name = trial.mission.at(round_) if round_ else (await trial.town.round()).name
        request = trial.town.application_request(name, number, asked)
        return Asked("CreateApplication", request, by or f"founder-{number:02}")

    return build


async def _applies_late(trial: Trial) -> Asked:
    round_, _ = await trial.town.voting(100)
    return Asked("CreateApplication", trial.town.application_request(round_, 2), "founder-02")


async def _applies_to_cancelled(trial: Trial) -> Asked:
    return Asked("CreateApplication", trial.town.application_request(await _cancelled(trial)), "founder-01")


async def _applies_twice(trial: Trial) -> Asked:
    round_ = (await trial.town.round()).name
    await trial.town.apply(round_)
    return Asked("CreateApplication", trial.town.application_request(round_), "founder-01")


async def _applies_as_eleventh(trial: Trial) -> Asked:
    round_ = (await trial.town.round()).name
    for number in range(1, 11):
        await trial.town.apply(round_, number, 100)
    return Asked("CreateApplication", trial.town.application_request(round_, 11), "founder-11")


_A = "application/create"
refuses(f"{_A}/round-unknown", "not-found", _applies(round_="grant-rounds/nobodys"))
refuses(f"{_A}/initiative-not-supported", "initiative-not-supported", _applies(12))
refuses(f"{_A}/of-another-team", "not-in-team", _applies(1, "founder-02"), rule="P2")
refuses(f"{_A}/of-a-mere-member", "not-in-speakers", _applies(1, "mia"), rule="P2")
refuses(f"{_A}/more-than-there-is", "asks-too-much", _applies(asked=50_001))
refuses(f"{_A}/twice-in-a-round", "applied-already", _applies_twice)
refuses(f"{_A}/round-full", "round-full", _applies_as_eleventh)
refuses(f"{_A}/after-its-deadline", "applications-closed", _applies_late, "simulated", PRECONDITION)
refuses(f"{_A}/round-cancelled", "applications-closed", _applies_to_cancelled)


def _casts(*places: int, by: str = "ada", points: tuple[int, ...] = (), **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        round_, names = await trial.town.voting(100, 100, 100, 100, **fields)
        return Asked("CastGrantBallot", trial.town.ballot(round_, *(names[n] for n in places), points=points), by)

    return build


async def _casts_early(trial: Trial) -> Asked:
    return Asked("CastGrantBallot", trial.town.ballot((await trial.town.round()).name), "ada")


async def _casts_late(trial: Trial) -> Asked:
    round_, names = await trial.town.voting(100)
    trial.mission.later(hours=2)
    return Asked("CastGrantBallot", trial.town.ballot(round_, *names), "ada")


async def _casts_for_the_unknown(trial: Trial) -> Asked:
    round_, _ = await trial.town.voting(100)
    return Asked("CastGrantBallot", trial.town.ballot(round_, trial.mission.at("applications/nobodys")), "ada")


_B = "ballot/cast"
_POINTS: dict[str, Any] = {"kind": terms.BALLOT_KIND_POINTS}
_EXPERTS: dict[str, Any] = {"electorate": (terms.ROLE_EXPERT,)}
refuses(f"{_B}/before-applications-end", "round-not-open", _casts_early, "simulated", PRECONDITION)
refuses(f"{_B}/after-its-deadline", "ballots-ended", _casts_late, "simulated", PRECONDITION)
refuses(f"{_B}/not-of-the-electorate", "not-eligible", _casts(0, **_EXPERTS), "simulated", DENIED, "P2")
refuses(f"{_B}/stranger", "not-eligible", _casts(0, by="zoe"), "simulated", DENIED, "P2")
refuses(f"{_B}/item-unknown", "item-unknown", _casts_for_the_unknown, "simulated")
refuses(f"{_B}/item-repeated", "item-repeated", _casts(0, 0), "simulated")
refuses(f"{_B}/too-many-choices", "too-many-choices", _casts(0, 1, 2, 3), "simulated")
refuses(f"{_B}/points-unasked", "points-unasked", _casts(0, points=(1,)), "simulated")
refuses(f"{_B}/points-misplaced", "points-misplaced", _casts(0, 1, points=(1,), **_POINTS), "simulated")
refuses(f"{_B}/too-many-points", "too-many-points", _casts(0, 1, points=(9, 2), **_POINTS), "simulated")


@case("funding/fund/create/all-that-is-unmet", "P3")
async def all_that_is_unmet(trial: Trial) -> None:
    """A refusal names everything, so that nobody has to find it out one by one."""
    request = trial.town.round_request(
        (await trial.town.fund(100)).name, 101, applications_until=trial.mission.time(hours=-2)
    )
    refusal = await trial.mission.refused("CreateGrantRound", request, "olga", code="fund-too-small")
    ensure("deadline-too-early" in refusal.codes, f"the refusal names {sorted(refusal.codes)} alone")
