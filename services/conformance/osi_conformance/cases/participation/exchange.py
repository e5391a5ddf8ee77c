"""ExchangeToken: a person's own token becomes one of the mission, and nobody else's becomes one."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import grpc
from osi.participation.v1 import token_service_pb2 as tokens

from osi_conformance.case import Case, case, ensure, fail, register
from osi_conformance.mission import Mission, checked
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

UNAUTHENTICATED, INVALID = grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.INVALID_ARGUMENT
GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT = "urn:ietf:params:oauth:token-type:jwt"
_LONGEST = 900
"""Seconds that a token of a mission holds at most."""


def _request(of: Mission, subject_token: str, **fields: Any) -> tokens.ExchangeTokenRequest:
    given: dict[str, Any] = {"grant_type": GRANT, "subject_token_type": JWT, "mission": of.name} | fields
    return tokens.ExchangeTokenRequest(subject_token=subject_token, **given)


async def _exchanged(trial: Trial, mission: Mission, subject: str, **fields: Any) -> tokens.ExchangeTokenResponse:
    """The token of the mission for somebody by the name that the OpenID provider knows them by."""
    request = _request(mission, trial.issuer.login(subject), **fields)
    found: tokens.ExchangeTokenResponse = (await trial.target.call("ExchangeToken", request)).message
    return found


async def _refused(
    trial: Trial, request: tokens.ExchangeTokenRequest, status: grpc.StatusCode, field: str = ""
) -> None:
    try:
        await trial.target.call("ExchangeToken", request)
    except Refusal as refusal:
        checked(refusal, status=status, field=field)
        return
    fail("a token was given")


def _somebody(trial: Trial) -> str:
    return trial.mission.new_id(f"person-of-{trial.mission.id}")


@case("participation/token/exchange/gives-one-of-the-mission", "J1")
async def gives_one_of_the_mission(trial: Trial) -> None:
    """The token says mission and participant, holds fifteen minutes at most, and is believed."""
    given = await _exchanged(trial, trial.mission, _somebody(trial))
    ensure((given.token_type, given.issued_token_type) == ("Bearer", JWT), "it is no bearer's JWT")
    begins = f"{trial.mission.name}/participants/"
    ensure(given.participant.startswith(begins), f"the participant is {given.participant}; expected: {begins}…")
    left = (given.expire_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    ensure(0 < left <= _LONGEST, f"it holds {left:.0f} seconds")
    beside = [("authorization", f"Bearer {given.access_token}")]
    created = (await trial.target.call("CreateChallenge", trial.forum.challenge_request(), beside)).message
    ensure(created.author == given.participant, f"its holder is taken for {created.author or 'nobody'}")


@case("participation/token/exchange/same-person-same-participant", "J1")
async def same_person(trial: Trial) -> None:
    subject = _somebody(trial)
    one, again = [await _exchanged(trial, trial.mission, subject) for _ in range(2)]
    other = await _exchanged(trial, trial.mission, _somebody(trial))
    ensure(one.participant == again.participant, "a person who comes back is somebody else")
    ensure(other.participant != one.participant, "two persons are one participant")


@case("participation/token/exchange/joins", "J2")
async def joins(trial: Trial) -> None:
    given = await _exchanged(trial, trial.mission, _somebody(trial))
    told = await trial.forum.get(given.participant, "olga")
    ensure(told.name == given.participant and not told.erased, "whoever has a token is not in the mission")


@case("participation/token/exchange/another-participant-in-each-mission", "J5")
async def another_in_each_mission(trial: Trial) -> None:
    """Nobody can tell that they are one person, and the token of one says nothing in the other."""
    other, subject = await trial.aside(), _somebody(trial)
    here, there = await _exchanged(trial, trial.mission, subject), await _exchanged(trial, other, subject)
    ensure(here.participant.rpartition("/")[2] != there.participant.rpartition("/")[2], "one id in two missions")
    try:
        beside = [("authorization", f"Bearer {there.access_token}")]
        await trial.target.call("CreateChallenge", trial.forum.challenge_request(), beside)
    except Refusal as refusal:
        allowed = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED)
        ensure(refusal.code in allowed, f"{refusal}; expected: NOT_FOUND")
    else:
        fail("the token of one mission is believed in another")


@case("participation/token/exchange/nothing-of-the-person", "J1")
async def nothing_of_the_person(trial: Trial) -> None:
    """Neither the token nor the public log says who the person is."""
    subject = _somebody(trial)
    given = await _exchanged(trial, trial.mission, subject)
    claims = given.access_token.split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    ensure(subject not in json.dumps(said), f"the token says {said}")
    ensure(said.get("sub") == given.participant.rpartition("/")[2], f"the token's subject is {said.get('sub')}")
    async for event in trial.public():
        ensure(subject.encode() not in event.envelope, f"{event.id} ({event.type}) says who somebody is")


def _past(seconds: int) -> dict[str, int]:
    now = int(time.time())
    return {"iat": now - seconds, "exp": now - seconds + 600}


def _bad(kind: str, make: Callable[[Trial, str], str]) -> None:
    async def run(trial: Trial) -> None:
        await _refused(trial, _request(trial.mission, make(trial, _somebody(trial))), UNAUTHENTICATED)

    register(Case(f"participation/token/exchange/refuses-{kind}", "J3", run))


_bad("expired", lambda trial, who: trial.issuer.login(who, **_past(5_000)))
_bad("signature-of-a-stranger", lambda trial, who: trial.issuer.login_of_a_stranger(who))
_bad("other-audience", lambda trial, who: trial.issuer.login(who, aud="somebody-else"))
_bad("unknown-issuer", lambda trial, who: trial.issuer.login(who, iss="https://x.example"))
_bad("a-mission-token", lambda trial, who: trial.mission.token("ada"))
_bad("no-token", lambda trial, who: "x")


def _unfit(kind: str, field: str, **fields: str) -> None:
    async def run(trial: Trial) -> None:
        request = _request(trial.mission, trial.issuer.login(_somebody(trial)), **fields)
        await _refused(trial, request, INVALID, field)

    register(Case(f"participation/token/exchange/refuses-{kind}", "J3", run))


_unfit("other-grant", "grant_type", grant_type="password")
_unfit("other-kind-of-token", "subject_token_type", subject_token_type="urn:ietf:params:oauth:token-type:saml2")
_unfit("other-kind-that-is-wanted", "requested_token_type", requested_token_type="urn:x")
_unfit("no-mission", "mission", mission="missions/UPPER")


@case("participation/token/exchange/unknown-mission", "N1")
async def unknown_mission(trial: Trial) -> None:
    request = _request(trial.mission, trial.issuer.login(_somebody(trial)), mission="missions/of-somebody-else")
    await _refused(trial, request, grpc.StatusCode.NOT_FOUND)


async def _erased(trial: Trial, mission: Mission, subject: str) -> tokens.ExchangeTokenResponse:
    given = await _exchanged(trial, mission, subject)
    beside = [("authorization", f"Bearer {given.access_token}")]
    await trial.target.call("EraseParticipant", trial.forum.request("EraseParticipant", name=given.participant), beside)
    return given


@case("participation/token/exchange/erased-comes-back-as-another", "J4")
async def erased_comes_back(trial: Trial) -> None:
    """Where no vote can count any more, whoever was erased may join anew, and is another participant."""
    mission, subject = await trial.aside(), _somebody(trial)
    before = await _erased(trial, mission, subject)
    after = await _exchanged(trial, mission, subject)
    ensure(before.participant != after.participant, "whoever was erased has the same id again")


@case("participation/token/exchange/erased-votes-not-twice", "J4")
async def erased_votes_not_twice(trial: Trial) -> None:
    """While votes may still count, nobody comes back as somebody new."""
    subject = _somebody(trial)
    await _erased(trial, trial.mission, subject)
    try:
        await _exchanged(trial, trial.mission, subject)
    except Refusal as refusal:
        checked(refusal, "alias-held")
    else:
        fail("whoever was erased is somebody new while votes may still count")


@case("participation/token/erased-does-nothing-more", "J4")
async def erased_does_nothing(trial: Trial) -> None:
    """A token that was given before is still signed, and of no use."""
    given = await _erased(trial, trial.mission, _somebody(trial))
    beside = [("authorization", f"Bearer {given.access_token}")]
    try:
        await trial.target.call("CreateChallenge", trial.forum.challenge_request(), beside)
    except Refusal as refusal:
        checked(refusal, "actor-erased")
    else:
        fail("somebody who was erased has submitted a challenge")


@case("participation/token/exchange/at-the-time-of-the-call", "Z2", "simulated")
async def at_the_time_of_the_call(trial: Trial) -> None:
    """Whoever joins a simulated mission by exchanging joins it at the call's time."""
    request = _request(trial.mission, trial.issuer.login(_somebody(trial)))
    beside = trial.mission.metadata("")
    given = (await trial.target.call("ExchangeToken", request, beside)).message
    joined = (await trial.forum.get(given.participant, "olga")).create_time.ToDatetime(tzinfo=UTC)
    ensure(joined == trial.mission.now, f"joined at {joined}; the call said {trial.mission.now}")
