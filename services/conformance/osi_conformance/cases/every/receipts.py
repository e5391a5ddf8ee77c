"""Receipts: whoever holds a code learns what became of the contribution, and from whom."""

from __future__ import annotations

import hashlib

import grpc

from osi_conformance.case import ensure, fail
from osi_conformance.cases.every.subjects import every
from osi_conformance.services import chain_of
from osi_conformance.subject import Subject
from osi_conformance.target import Refusal, method_named, new_request
from osi_conformance.trial import Trial

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET = "0123456789ABCDEFGHJKMNPQRS"


def _prefix(chain: str) -> str:
    """What the codes of a chain begin with: 20 bits of the SHA-256 of its name, in Crockford's base 32."""
    number = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:3], "big") >> 4
    return "".join(_ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))


async def _refused(trial: Trial, code: str, status: grpc.StatusCode) -> Refusal:
    try:
        await trial.trail(code)
    except Refusal as refusal:
        ensure(refusal.code is status, f"{refusal}; expected: {status.name}")
        return refusal
    fail(f"the code {code} leads somewhere")


@every("receipt/answers-for-its-own", "R1")
async def answers_for_its_own(trial: Trial, subject: Subject) -> None:
    applied = await subject.contributes(trial, "Sails for the square")
    ensure(applied.receipt.code.startswith(_prefix(trial.setup.chain)), "the code's prefix does not name the chain")
    trail = await trial.trail(applied.receipt.code)
    ensure(trail.mission == trial.mission.name, f"the trail is of {trail.mission}")
    ensure(trail.resource == applied.name, f"the trail is of {trail.resource}; expected: {applied.name}")
    ensure(trail.place == applied.receipt.place, "the trail's place is not the receipt's")
    ensure(trail.words == "Sails for the square", "whoever holds the code does not read the own words")
    ensure(trail.steps, "the trail has no steps")


@every("receipt/however-it-is-typed", "R1")
async def however_it_is_typed(trial: Trial, subject: Subject) -> None:
    code = (await subject.contributes(trial, "Sails")).receipt.code
    typed = f" {code.replace('-', ' ').lower()} "
    ensure((await trial.trail(typed)).resource == (await trial.trail(code)).resource, "spaces and case matter")


@every("receipt/in-the-readers-language", "R3")
async def in_the_readers_language(trial: Trial, subject: Subject) -> None:
    code = (await subject.contributes(trial, "Sails")).receipt.code
    english, german = await trial.trail(code, "en"), await trial.trail(code, "de")
    ensure(english.steps[0].sentence != german.steps[0].sentence, "steps are told in one language only")
    ensure(english.steps[0].code == german.steps[0].code, "codes change with the language")


@every("receipt/names-who-issued-it", "R4")
async def names_who_issued_it(trial: Trial, subject: Subject) -> None:
    issuer = chain_of(trial.setup.tested.peers[0])
    refusal = await _refused(trial, f"{_prefix(issuer)}{_SECRET}", grpc.StatusCode.NOT_FOUND)
    said = f"{refusal.text} {refusal.status}"
    ensure(issuer in said, f"the refusal does not name who answers for the code: {refusal.text}")


@every("receipt/unknown", "R5")
async def unknown(trial: Trial, subject: Subject) -> None:
    await _refused(trial, f"{_prefix(trial.setup.chain)}{_SECRET}", grpc.StatusCode.NOT_FOUND)


@every("receipt/no-code", "R5")
async def no_code(trial: Trial, subject: Subject) -> None:
    for code in ("hello", "", "x" * 500):
        await _refused(trial, code, grpc.StatusCode.INVALID_ARGUMENT)


@every("receipt/told-once", "R6")
async def told_once(trial: Trial, subject: Subject) -> None:
    """The code is in the answer to the contribution, and nobody else reads it afterwards."""
    contributed = await subject.contributes(trial, "Sails")
    request = new_request(method_named(subject.contributed))
    request.name = contributed.name
    for by in ("", "olga", subject.contributor, "operator"):
        found = await trial.mission.read(subject.contributed, request, by)
        ensure(not found.receipt.code, f"the receipt's code is told to {by or 'nobody in particular'} afterwards")
