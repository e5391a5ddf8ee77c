"""Tokens: a good one says who asks and nothing else; a forged one says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

import grpc
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import ensure, fail
from osi_conformance.cases.every.subjects import every
from osi_conformance.mission import checked
from osi_conformance.recorded import participant
from osi_conformance.setup import ELSEWHERE
from osi_conformance.subject import Ready, Subject
from osi_conformance.target import Refusal, method_named, new_request
from osi_conformance.trial import Trial

UNAUTHENTICATED, DENIED = grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED
NOT_FOUND = grpc.StatusCode.NOT_FOUND


async def _refused(
    trial: Trial, method: str, ready: Ready, beside: list[tuple[str, str]], *allowed: grpc.StatusCode
) -> Refusal:
    """A request that would be granted is refused with this beside it."""
    try:
        await trial.target.call(method, ready.request, beside)
    except Refusal as refusal:
        names = " or ".join(one.name for one in allowed)
        ensure(refusal.code in allowed, f"{refusal}; expected: {names}")
        return refusal
    fail(f"{method} was granted")


async def _plain_refused(
    trial: Trial, subject: Subject, beside: list[tuple[str, str]], *allowed: grpc.StatusCode
) -> Refusal:
    return await _refused(trial, subject.plain, await subject.make(trial), beside, *allowed)


def _forged(kind: str, make: Callable[[Trial, str, str], str], *allowed: grpc.StatusCode) -> None:
    @every(f"token/refuses-{kind}", "T1")
    async def run(trial: Trial, subject: Subject) -> None:
        ready = await subject.make(trial)
        token = make(trial, trial.mission.id, participant(ready.by))
        beside = [("authorization", f"Bearer {token}")]
        await _refused(trial, subject.plain, ready, beside, *(allowed or (UNAUTHENTICATED,)))


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
_forged("changed", lambda trial, mission, who: trial.issuer.changed(mission, participant("otto"), who))
_forged("no-participant", lambda trial, mission, who: trial.issuer.person(mission, "operator"))
_forged("other-mission", lambda trial, mission, who: trial.issuer.person("another", who), NOT_FOUND, DENIED)
_forged("no-token", lambda trial, mission, who: "x")


@every("token/nobody-changes-anything", "T2")
async def nobody_changes_anything(trial: Trial, subject: Subject) -> None:
    await _plain_refused(trial, subject, [], UNAUTHENTICATED, DENIED)


@every("token/other-scheme", "T1")
async def other_scheme(trial: Trial, subject: Subject) -> None:
    await _plain_refused(trial, subject, [("authorization", "Basic cml0YTpyaXRh")], UNAUTHENTICATED)


@every("token/two-of-them", "T1")
async def two_of_them(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    lines = [("authorization", f"Bearer {trial.mission.token(by)}") for by in ("otto", ready.by)]
    await _refused(trial, subject.plain, ready, lines, UNAUTHENTICATED)


@every("token/tells-nothing-of-itself", "T3")
async def tells_nothing_of_itself(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    token = trial.issuer.of_a_stranger(trial.mission.id, participant(ready.by))
    refusal = await _refused(trial, subject.plain, ready, [("authorization", f"Bearer {token}")], UNAUTHENTICATED)
    said = f"{refusal.text} {refusal.status}"
    ensure(
        token.split(".")[2] not in said and participant(ready.by) not in said, "the refusal tells what is in the token"
    )


@every("token/operator-acts", "T4")
async def operator_acts(trial: Trial, subject: Subject) -> None:
    method, ready = await subject.office(trial)
    await trial.mission.call(method, ready.request, "operator")


@every("token/operator-of-others", "T5")
async def operator_of_others(trial: Trial, subject: Subject) -> None:
    """A mission of an organisation is not there for the operator of another."""
    method, ready = await subject.office(trial)
    await trial.mission.refused(method, ready.request, "elsewhere", status=NOT_FOUND)


@every("token/service-changes-nothing", "T2")
async def service_changes_nothing(trial: Trial, subject: Subject) -> None:
    await _plain_refused(trial, subject, trial.mission.metadata("peer", timed=False), DENIED)


@every("token/service-of-others", "T5")
async def service_of_others(trial: Trial, subject: Subject) -> None:
    """A mission of an organisation is not there for the services of another."""
    token = trial.issuer.service(trial.setup.tested.peers[0], ELSEWHERE)
    beside = [("authorization", f"Bearer {token}")]
    try:
        await trial.target.call("GetHead", log.GetHeadRequest(mission=trial.mission.name), beside)
    except Refusal as refusal:
        ensure(refusal.code is NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
    else:
        fail("the end of the chain is told to another organisation's service")
    heads = (await trial.target.call("ListHeads", log.ListHeadsRequest(), beside)).message.heads
    ensure(trial.mission.name not in {one.mission for one in heads}, "another organisation's service is told of it")


@every("token/public-is-public", "T6")
async def public_is_public(trial: Trial, subject: Subject) -> None:
    created = (await subject.create(trial)).message
    request = new_request(method_named(subject.get))
    request.name = created.name
    told = await trial.mission.read(subject.get, request)
    ensure(told.name == created.name, "what is public is not told to whoever asks")


@every("token/no-role-by-claim", "T8")
async def no_role_by_claim(trial: Trial, subject: Subject) -> None:
    """What a token claims beside who somebody is gives no role."""
    claims = {
        "role": "organiser",
        "roles": ["organiser"],
        "scope": "osi.operator",
        "osi_organisations": ["conformance"],
    }
    token = trial.issuer.person(trial.mission.id, participant("ada"), **claims)
    method, ready = await subject.office(trial)
    beside = [("authorization", f"Bearer {token}")]
    checked(await _refused(trial, method, ready, beside, DENIED), "role-missing", DENIED)
