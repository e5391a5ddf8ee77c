"""Receipts: whoever holds a code learns what became of the contribution, and from whom."""

from __future__ import annotations

import hashlib

import grpc
from osi.log.v1 import receipt_service_pb2 as receipts

from osi_conformance.case import case, ensure
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET = "0123456789ABCDEFGHJKMNPQRS"


def _prefix(chain: str) -> str:
    """What the codes of a chain begin with: 20 bits of the SHA-256 of its name, in Crockford's base 32."""
    number = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:3], "big") >> 4
    return "".join(_ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))


async def _trail(trial: Trial, code: str, language: str = "en") -> receipts.Trail:
    request = receipts.GetTrailRequest(code=code)
    found: receipts.Trail = (await trial.target.call("GetTrail", request, [("accept-language", language)])).message
    return found


async def _refused(trial: Trial, code: str, status: grpc.StatusCode) -> Refusal:
    try:
        await _trail(trial, code)
    except Refusal as refusal:
        ensure(refusal.code is status, f"{refusal}; expected: {status.name}")
        return refusal
    ensure(False, f"the code {code} leads somewhere")
    raise AssertionError


@case("funding/receipt/answers-for-its-own", "R1")
async def answers_for_its_own(trial: Trial) -> None:
    applied = await trial.town.apply((await trial.town.round()).name, purpose="Sails for the square")
    ensure(applied.receipt.code.startswith(_prefix(trial.setup.chain)), "the code's prefix does not name the chain")
    trail = await _trail(trial, applied.receipt.code)
    ensure(trail.mission == trial.mission.name, f"the trail is of {trail.mission}")
    ensure(trail.resource == applied.name, f"the trail is of {trail.resource}; expected: {applied.name}")
    ensure(trail.place == applied.receipt.place, "the trail's place is not the receipt's")
    ensure(trail.words == "Sails for the square", "whoever holds the code does not read the own words")
    ensure(trail.steps, "the trail has no steps")


@case("funding/receipt/however-it-is-typed", "R1")
async def however_it_is_typed(trial: Trial) -> None:
    code = (await trial.town.apply((await trial.town.round()).name)).receipt.code
    typed = f" {code.replace('-', ' ').lower()} "
    ensure((await _trail(trial, typed)).resource == (await _trail(trial, code)).resource, "spaces and case matter")


@case("funding/receipt/tells-the-way", "R2", "simulated")
async def tells_the_way(trial: Trial) -> None:
    round_, _ = await trial.town.voting(100)
    trail_before = await trial.town.cast("ada", round_)
    await trial.town.decide(round_)
    trail = await _trail(trial, trail_before.receipt.code)
    ensure(trail.resource.startswith(trial.mission.name), f"the ballot's trail is of {trail.resource}")
    codes = [one.code for one in trail.steps]
    ensure(any("decided" in one for one in codes), f"the round was decided, and the steps are {codes}")


@case("funding/receipt/in-the-readers-language", "R3")
async def in_the_readers_language(trial: Trial) -> None:
    code = (await trial.town.apply((await trial.town.round()).name)).receipt.code
    english, german = await _trail(trial, code, "en"), await _trail(trial, code, "de")
    ensure(english.steps[0].sentence != german.steps[0].sentence, "steps are told in one language only")
    ensure(english.steps[0].code == german.steps[0].code, "codes change with the language")


@case("funding/receipt/names-who-issued-it", "R4")
async def names_who_issued_it(trial: Trial) -> None:
    refusal = await _refused(trial, f"{_prefix('participation-1')}{_SECRET}", grpc.StatusCode.NOT_FOUND)
    said = f"{refusal.text} {refusal.status}"
    ensure("participation-1" in said, f"the refusal does not name who answers for the code: {refusal.text}")


@case("funding/receipt/unknown", "R5")
async def unknown(trial: Trial) -> None:
    await _refused(trial, f"{_prefix(trial.setup.chain)}{_SECRET}", grpc.StatusCode.NOT_FOUND)


@case("funding/receipt/no-code", "R5")
async def no_code(trial: Trial) -> None:
    for code in ("hello", "", "x" * 500):
        await _refused(trial, code, grpc.StatusCode.INVALID_ARGUMENT)


@case("funding/receipt/told-once", "R6")
async def told_once(trial: Trial) -> None:
    """The code is in the answer to the contribution, and nobody else reads it afterwards."""
    from osi.funding.v1 import funding_service_pb2 as api

    applied = await trial.town.apply((await trial.town.round()).name)
    request = api.GetApplicationRequest(name=applied.name)
    for by in ("", "olga", "founder-01", "operator"):
        found = await trial.mission.read("GetApplication", request, by)
        ensure(not found.receipt.code, f"the receipt's code is told to {by or 'nobody in particular'} afterwards")
