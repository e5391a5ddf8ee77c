"""Words behind seals, and persons who are erased: what is told of them then, and what stands."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.case import case, ensure, fail
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


async def _seal_of(trial: Trial, name: str) -> str:
    async for event in trial.public():
        if event.stream == name and event.type == "challenges.submitted":
            return str(json.loads(event.envelope)["data"]["title"])
    fail(f"{name} is not in the public log")


async def _texts(trial: Trial, *seals: str, by: str = "peer") -> list[Any]:
    request = reads.BatchGetTextsRequest(parent=trial.mission.name, seals=seals)
    return list((await trial.mission.read("BatchGetTexts", request, by)).texts)


@case("participation/texts/open-their-seals", "U3")
async def texts(trial: Trial) -> None:
    """The words of a public event, with the salt that makes its seal of them."""
    seal = await _seal_of(trial, (await trial.forum.challenge("Zu heiß")).name)
    (told,) = await _texts(trial, seal, "0" * 64)
    ensure((told.seal, told.text) == (seal, "Zu heiß"), f"{told.text!r}")
    digest = hashlib.sha256(bytes.fromhex(told.salt) + told.text.encode()).hexdigest()
    ensure(digest == seal, "SHA-256(salt ‖ text) is not the seal")


@case("participation/texts/for-services-alone", "U3")
async def texts_for_services(trial: Trial) -> None:
    seal = await _seal_of(trial, (await trial.forum.challenge("Zu heiß")).name)
    for by in ("", "ada", "olga", "elsewhere"):
        try:
            found = await _texts(trial, seal, by=by)
        except Refusal as refusal:
            allowed = ("UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND")
            ensure(refusal.code.name in allowed, f"{refusal}; expected: one of {allowed}")
        else:
            fail(f"{by or 'nobody in particular'} is told {len(found)} texts behind seals")


@case("participation/texts/not-of-another-mission", "U3")
async def texts_of_another(trial: Trial) -> None:
    """A seal says nothing in a mission that it does not stand in."""
    seal = await _seal_of(trial, (await trial.forum.challenge("Zu heiß")).name)
    other = await trial.aside()
    request = reads.BatchGetTextsRequest(parent=other.name, seals=[seal])
    ensure(not (await other.read("BatchGetTexts", request, "operator")).texts, "another mission's words are told")


@case("participation/texts/not-what-was-taken-down", "U3")
async def texts_taken_down(trial: Trial) -> None:
    name = (await trial.forum.challenge("Zu heiß")).name
    seal = await _seal_of(trial, name)
    await trial.forum.call("RejectChallenge", name=name, reason="No")
    ensure(not await _texts(trial, seal), "the words of what was taken down are told")


@case("participation/texts/not-what-was-erased", "U1", "own-real")
async def texts_erased(trial: Trial) -> None:
    name = (await trial.forum.challenge("Zu heiß", "nora")).name
    seal = await _seal_of(trial, name)
    await trial.forum.call("EraseParticipant", "nora", name=trial.mission.participant("nora"))
    ensure(not await _texts(trial, seal), "the words of somebody who was erased are told")


# Erasure


@case("participation/participant/erase/words-are-gone", "U1", "own-real")
async def erased(trial: Trial) -> None:
    """Words and offices are gone; what was done with them stands, and the log stays whole."""
    created = await trial.forum.challenge("Secretword", "nora")
    await trial.forum.call("AcceptChallenge", name=created.name)
    await trial.forum.call("EraseParticipant", "nora", name=trial.mission.participant("nora"))
    told = await trial.forum.get(created.name, "olga")
    ensure(not told.title and told.status == res.CHALLENGE_STATUS_ACCEPTED, f"{told.title!r}, {told.status}")
    person = await trial.forum.get(trial.mission.participant("nora"), "olga")
    ensure(person.erased and not list(person.roles), f"erased: {person.erased}, roles: {list(person.roles)}")
    ensure(not (await trial.trail(created.receipt.code)).words, "the receipt still tells the words")


@case("participation/participant/erase/does-nothing-more", "H7", "own-real")
async def erased_does_nothing(trial: Trial) -> None:
    await trial.forum.call("EraseParticipant", "nora", name=trial.mission.participant("nora"))
    await trial.mission.refused("CreateChallenge", trial.forum.challenge_request(), "nora", code="actor-erased")
    request = trial.forum.request("JoinMission", name=trial.mission.participant("nora"))
    await trial.mission.refused("JoinMission", request, "nora")


@case("participation/participant/erase/by-the-operator", "U1", "own-real")
async def erased_by_operator(trial: Trial) -> None:
    await trial.forum.call("EraseParticipant", "operator", name=trial.mission.participant("nora"))
    ensure((await trial.forum.get(trial.mission.participant("nora"), "olga")).erased, "nobody was erased")


@case("participation/participant/erase/ballots-stay", "U1", "own-simulated")
async def ballots_stay(trial: Trial) -> None:
    """What somebody has cast counts, though nobody knows any more whose it is."""
    round_ = await trial.forum.round()
    first, second = round_.items
    await trial.forum.cast("nora", round_.name, second)
    await trial.forum.cast("ada", round_.name, second)
    await trial.forum.cast("ben", round_.name, first)
    await trial.forum.call("EraseParticipant", "nora", name=trial.mission.participant("nora"))
    decided = await trial.forum.decide(round_.name)
    first_now = next(iter(decided.order), "nothing")
    ensure(first_now == second, f"first is {first_now}; two people have voted for {second}")
