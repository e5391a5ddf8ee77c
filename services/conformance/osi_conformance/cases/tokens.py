"""Tokens: a good one says who asks and nothing else; a forged one says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

import grpc
from osi.funding.v1 import funding_service_pb2 as api
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import Case, case, ensure, register
from osi_conformance.mission import checked
from osi_conformance.recorded import participant
from osi_conformance.setup import ELSEWHERE
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

UNAUTHENTICATED, DENIED = grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED
NOT_FOUND = grpc.StatusCode.NOT_FOUND


async def _refused(trial: Trial, beside: list[tuple[str, str]], *allowed: grpc.StatusCode) -> Refusal:
    """Opening a fund with this beside the call is refused, and there is no fund."""
    request = trial.town.fund_request()
    try:
        await trial.target.call("CreateFund", request, beside)
    except Refusal as refusal:
        names = " or ".join(one.name for one in allowed)
        ensure(refusal.code in allowed, f"{refusal}; expected: {names}")
        return refusal
    ensure(False, "a fund was opened")
    raise AssertionError


def _forged(kind: str, make: Callable[[Trial, str, str], str], *allowed: grpc.StatusCode) -> None:
    async def run(trial: Trial) -> None:
        token = make(trial, trial.mission.id, participant("rita"))
        await _refused(trial, [("authorization", f"Bearer {token}")], *(allowed or (UNAUTHENTICATED,)))

    register(Case(f"funding/token/refuses-{kind}", "T1", run))


def _past(seconds: int) -> dict[str, int]:
    now = int(time.time())
    return {"iat": now - seconds, "exp": now - seconds + 600}


_forged("expired", lambda trial, mission, who: trial.issuer.person(mission, who, **_past(5_000)))
_forged("not-yet-valid", lambda trial, mission, who: trial.issuer.person(mission, who, **_past(-5_000)))
_forged("signature-of-a-stranger", lambda trial, mission, who: trial.issuer.of_a_stranger(mission, who))
_forged("unsigned", lambda trial, mission, who: trial.issuer.unsigned(mission, who))
_forged("signed-by-the-public-key", lambda trial, mission, who: trial.issuer.signed_by_the_public_key(mission, who))
_forged("other-audience", lambda trial, mission, who: trial.issuer.person(mission, who, aud="somebody-else"))
_forged("unknown-issuer", lambda trial, mission, who: trial.issuer.person(mission, who, iss="https://x.example"))
_forged("no-expiry", lambda trial, mission, who: trial.issuer.person(mission, who, exp=-1))
_forged(
    "longer-than-allowed", lambda trial, mission, who: trial.issuer.person(mission, who, exp=int(time.time()) + 86_400)
)
_forged("no-mission-token", lambda trial, mission, who: trial.issuer.of_no_mission(mission, who))
_forged("changed", lambda trial, mission, who: trial.issuer.changed(mission, participant("ada"), who))
_forged("no-participant", lambda trial, mission, who: trial.issuer.person(mission, "operator"))
_forged("other-mission", lambda trial, mission, who: trial.issuer.person("another", who), NOT_FOUND, DENIED)
_forged("no-token", lambda trial, mission, who: "x")


@case("funding/token/nobody-changes-anything", "T2")
async def nobody_changes_anything(trial: Trial) -> None:
    await _refused(trial, [], UNAUTHENTICATED, DENIED)


@case("funding/token/other-scheme", "T1")
async def other_scheme(trial: Trial) -> None:
    await _refused(trial, [("authorization", "Basic cml0YTpyaXRh")], UNAUTHENTICATED)


@case("funding/token/two-of-them", "T1")
async def two_of_them(trial: Trial) -> None:
    lines = [("authorization", f"Bearer {trial.mission.token(by)}") for by in ("ada", "rita")]
    await _refused(trial, lines, UNAUTHENTICATED)


@case("funding/token/tells-nothing-of-itself", "T3")
async def tells_nothing_of_itself(trial: Trial) -> None:
    token = trial.issuer.of_a_stranger(trial.mission.id, participant("rita"))
    refusal = await _refused(trial, [("authorization", f"Bearer {token}")], UNAUTHENTICATED)
    said = f"{refusal.text} {refusal.status}"
    ensure(
        token.split(".")[2] not in said and participant("rita") not in said, "the refusal tells what is in the token"
    )


@case("funding/token/operator-acts", "T4")
async def operator_acts(trial: Trial) -> None:
    round_ = (await trial.town.round()).name
    request = api.CancelGrantRoundRequest(name=round_, reason="by the operator")
    await trial.mission.call("CancelGrantRound", request, "operator")


@case("funding/token/operator-of-others", "T5")
async def operator_of_others(trial: Trial) -> None:
    """A mission of an organisation is not there for the operator of another."""
    round_ = (await trial.town.round()).name
    request = api.CancelGrantRoundRequest(name=round_, reason="by another operator")
    await trial.mission.refused("CancelGrantRound", request, "elsewhere", status=NOT_FOUND)


@case("funding/token/service-changes-nothing", "T2")
async def service_changes_nothing(trial: Trial) -> None:
    await _refused(trial, trial.mission.metadata("peer", timed=False), DENIED)


@case("funding/token/service-of-others", "T5")
async def service_of_others(trial: Trial) -> None:
    """A mission of an organisation is not there for the services of another."""
    token = trial.issuer.service("participation", ELSEWHERE)
    beside = [("authorization", f"Bearer {token}")]
    try:
        await trial.target.call("GetHead", log.GetHeadRequest(mission=trial.mission.name), beside)
    except Refusal as refusal:
        ensure(refusal.code is NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
    else:
        ensure(False, "the end of the chain is told to another organisation's service")
    heads = (await trial.target.call("ListHeads", log.ListHeadsRequest(), beside)).message.heads
    ensure(trial.mission.name not in {one.mission for one in heads}, "another organisation's service is told of it")


@case("funding/token/public-is-public", "T6")
async def public_is_public(trial: Trial) -> None:
    fund = await trial.town.fund()
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    ensure(told.name == fund.name, "a fund is not told to whoever asks")


@case("funding/token/applicant-is-told-to-oneself", "T7")
async def applicant_is_told_to_oneself(trial: Trial) -> None:
    round_ = (await trial.town.round()).name
    request = api.GetApplicationRequest(name=(await trial.town.apply(round_)).name)
    wanted = trial.mission.participant("founder-01")
    for by, told in (("founder-01", wanted), ("founder-02", ""), ("", "")):
        found = (await trial.mission.read("GetApplication", request, by)).applicant
        ensure(found == told, f"{by or 'nobody in particular'} is told {found or 'nobody'} as the applicant")


@case("funding/token/no-role-by-claim", "T8")
async def no_role_by_claim(trial: Trial) -> None:
    """What a token claims beside who somebody is gives no role."""
    claims = {
        "role": "organiser",
        "roles": ["organiser"],
        "scope": "osi.operator",
        "osi_organisations": ["conformance"],
    }
    token = trial.issuer.person(trial.mission.id, participant("ada"), **claims)
    fund = await trial.town.fund()
    try:
        beside = [("authorization", f"Bearer {token}")]
        await trial.target.call("CreateGrantRound", trial.town.round_request(fund.name), beside)
    except Refusal as refusal:
        checked(refusal, "role-missing", DENIED)
        return
    ensure(False, "a citizen whose token claims to be an organiser has opened a round")
