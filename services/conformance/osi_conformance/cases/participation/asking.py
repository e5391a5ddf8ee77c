"""Asking and answering: what is put to the other services, what comes of their answers, and of silence."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.answering import Answers
from osi_conformance.case import case, ensure
from osi_conformance.forum import PLAYBOOK, indicator
from osi_conformance.mission import until
from osi_conformance.target import Reply
from osi_conformance.trial import Trial

__all__ = ["asked_to_close", "status_of", "until_status"]

OPEN, CLOSING, CLOSED = res.PHASE_STATUS_OPEN, res.PHASE_STATUS_CLOSING, res.PHASE_STATUS_CLOSED
MISSION = terms.PHASE_MISSION
_ENOUGH = 1.0
"""Seconds in which a service would have done what it must not do."""


def status_of(mission: res.Mission, phase: Any) -> Any:
    """How far a phase has come."""
    return next((one.status for one in mission.phases if one.phase == phase), res.PHASE_STATUS_UNSPECIFIED)


async def until_status(trial: Trial, phase: Any, wanted: Any) -> None:
    """Waits until a phase has come so far. Raises Failed."""
    found: list[Any] = []

    async def has() -> bool:
        found[:] = [status_of(await trial.forum.get(trial.mission.name), phase)]
        return bool(found[0] == wanted)

    told = await until(has, trial.setup.patience)
    ensure(told, f"the phase's status is {found[0]}; expected: {wanted}")


async def asked_to_close(trial: Trial, phase: Any) -> Reply:
    """Olga asks to close a phase, which is closing from here on."""
    request = trial.forum.request("ClosePhase", name=trial.mission.name, phase=phase)
    reply = await trial.mission.call("ClosePhase", request, "olga")
    ensure(status_of(reply.message, phase) == CLOSING, "a phase that others are asked about is not closing")
    return reply


async def _agreeing(trial: Trial) -> Reply:
    """The mission phase, of which nothing is missing, is asked to close."""
    name = trial.mission.name
    await trial.forum.call("SetGoal", name=name, statement="No emissions", indicator=indicator())
    await trial.forum.call("EndorseMission", "rita", name=name)
    return await asked_to_close(trial, MISSION)


@case("participation/phase/close/waits-for-all", "F2", "own-new")
async def waits_for_all(trial: Trial) -> None:
    """It closes when the last of them has left it, and not before."""
    reply = await _agreeing(trial)
    first, last = (Answers(trial.mission, peer) for peer in trial.setup.tested.peers)
    await first.closing(reply, "mission")
    await trial.mission.heard()
    await asyncio.sleep(_ENOUGH)
    ensure(status_of(await trial.forum.get(trial.mission.name), MISSION) == CLOSING, "one of two has answered")
    await last.closing(reply, "mission")
    await until_status(trial, MISSION, CLOSED)
    (closed,) = await trial.says("mission.phase_closed", 1)
    ensure(closed["silent"] == [], f"{closed['silent']} are called silent")


@case("participation/phase/close/takes-nothing-meanwhile", "F2", "own-new")
async def takes_nothing_meanwhile(trial: Trial) -> None:
    await _agreeing(trial)
    comment = trial.forum.request("CommentGoal", parent=trial.mission.name, text="Good")
    await trial.mission.refused("CommentGoal", comment, "ada", code="phase-not-open")


@case("participation/phase/close/refused-by-one", "F3", "own-new")
async def refused_by_one(trial: Trial) -> None:
    """What speaks against it is told in public, and the phase is open again."""
    reply = await _agreeing(trial)
    first, last = (Answers(trial.mission, peer) for peer in trial.setup.tested.peers)
    await first.closing(reply, "mission", ["kickoff-not-held"])
    await last.closing(reply, "mission")
    await until_status(trial, MISSION, OPEN)
    (cancelled,) = await trial.says("mission.closing_cancelled", 1)
    ensure(cancelled["unmet"] == ["kickoff-not-held"], f"what speaks against it is {cancelled['unmet']}")
    comment = trial.forum.request("CommentGoal", parent=trial.mission.name, text="Good")
    await trial.mission.call("CommentGoal", comment, "ada")


@case("participation/phase/close/without-the-silent", "F4", "own-new")
async def without_the_silent(trial: Trial) -> None:
    """Who is silent for longer than the playbook allows is not waited for, and named."""
    reply = await _agreeing(trial)
    speaking, silent = trial.setup.tested.peers
    await Answers(trial.mission, speaking).closing(reply, "mission")
    await trial.mission.heard()
    trial.mission.later(minutes=61)
    await trial.forum.join(trial.mission.new_id("joiner"))  # a simulated mission's time goes on by what is done
    await until_status(trial, MISSION, CLOSED)
    (closed,) = await trial.says("mission.phase_closed", 1)
    ensure(closed["silent"] == [f"{silent}-1"], f"{closed['silent']} are called silent")


@case("participation/phase/close/an-answer-to-nothing", "F2", "own-new")
async def answer_to_nothing(trial: Trial) -> None:
    """An answer to what was not asked changes nothing, and the real one still counts."""
    reply = await _agreeing(trial)
    first, last = (Answers(trial.mission, peer) for peer in trial.setup.tested.peers)
    await first.closing(1, "mission")
    await last.closing(reply, "mission")
    await trial.mission.heard()
    await asyncio.sleep(_ENOUGH)
    ensure(status_of(await trial.forum.get(trial.mission.name), MISSION) == CLOSING, "another question was answered")
    await first.closing(reply, "mission")
    await until_status(trial, MISSION, CLOSED)


# Playbooks


async def _asked_playbook(trial: Trial) -> Reply:
    """A playbook that puts two challenges into the top."""
    other = res.Playbook()
    other.CopyFrom(PLAYBOOK)
    other.challenges.top = 2
    fields: dict[str, Any] = {"name": trial.mission.name, "playbook": other, "reason": "two are better"}
    return await trial.mission.call("ChangePlaybook", trial.forum.request("ChangePlaybook", **fields), "olga")


@case("participation/playbook/change/holds-once-all-agree", "F5", "own-simulated")
async def playbook_holds(trial: Trial) -> None:
    reply = await _asked_playbook(trial)
    ensure((await trial.forum.round()).top == 1, "a playbook that nobody has taken holds already")
    for peer in trial.setup.tested.peers:
        await Answers(trial.mission, peer).playbook(reply)
    await trial.says("mission.playbook_changed", 1)
    ensure((await trial.forum.round()).top == 2, "the playbook that all have taken does not hold")


@case("participation/playbook/change/declined-by-one", "F5", "own-simulated")
async def playbook_declined(trial: Trial) -> None:
    reply = await _asked_playbook(trial)
    first, last = (Answers(trial.mission, peer) for peer in trial.setup.tested.peers)
    await first.playbook(reply, ["strategy-unusable"])
    await last.playbook(reply)
    (declined,) = await trial.says("mission.playbook_declined", 1)
    ensure(declined["unmet"] == ["strategy-unusable"], f"what speaks against it is {declined['unmet']}")
    ensure((await trial.forum.round()).top == 1, "a playbook that one has declined holds")


@case("participation/playbook/change/one-at-a-time", "F5", "own-simulated")
async def playbook_one_at_a_time(trial: Trial) -> None:
    await _asked_playbook(trial)
    fields: dict[str, Any] = {"name": trial.mission.name, "playbook": PLAYBOOK, "reason": "one is better"}
    await trial.forum.refused("ChangePlaybook", "olga", "playbook-asked", **fields)


@case("participation/phase/open/playbook-not-taken", "F6")
async def playbook_not_taken(trial: Trial) -> None:
    """No phase opens whose service has said that it cannot follow the playbook."""
    mission = await trial.aside("simulated")
    chain = res.Chain(service=terms.SERVICE_MATCHING)
    listing = trial.forum.request("CreateChain", parent=mission.name, chain=chain, chain_id="matching-1")
    reply = await mission.call("CreateChain", listing, "operator")
    await Answers(mission, "matching").playbook(reply, ["strategy-unusable"])
    await mission.heard()
    request = trial.forum.request("OpenPhase", name=mission.name, phase=terms.PHASE_SOLUTIONS)
    await mission.refused("OpenPhase", request, "operator", code="playbook-not-taken")


# Erasure


@case("participation/participant/erase/is-answered", "U2", "own-real")
async def erasure_is_answered(trial: Trial) -> None:
    """The service says in public, of itself, that nothing of the person is left."""
    name = trial.mission.participant("nora")
    reply = await trial.mission.call("EraseParticipant", trial.forum.request("EraseParticipant", name=name), "nora")
    (erased,) = await trial.says("mission.participant_erased", 1)
    (answer,) = await trial.says("hearing.erasure_answered", 1)
    position = Answers(trial.mission, "matching").position_in(reply)
    ensure(erased["participant"] == name.rpartition("/")[2], "somebody else was erased")
    ensure(answer["position"] <= position and answer["service"] == "participation", f"the answer is {answer}")
    for peer in trial.setup.tested.peers:
        await Answers(trial.mission, peer).erasure(answer["position"])
    await trial.mission.heard()


# Hearing


def _sealed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


async def _solution(trial: Trial, challenge: str, name: str) -> Any:
    """What matching would say of a solution to a challenge; nobody has heard it yet."""
    matching = Answers(trial.mission, "matching")
    data = {
        "solution": name,
        "author": trial.mission.participant("ben").rpartition("/")[2],
        "origin": "existing",
        "title": _sealed("Shade"),
        "text": _sealed("Sails over the square"),
        "challenges": [challenge.rpartition("/")[2]],
        "wanted_skills": [],
        "joining": "open",
    }
    return matching.spoken.event(
        "solutions.submitted",
        f"solutions/{name}",
        data,
        time=trial.mission.now,
        facts_at={"participation-1": 2},
        actor=str(data["author"]),
        refs=[challenge],
    )


@case("participation/hearing/solutions-stand-with-their-challenge", "H8", "own-simulated")
async def solutions_stand(trial: Trial) -> None:
    challenge = await trial.forum.accepted()
    await trial.world.played.of("matching", trial.mission.id).say(await _solution(trial, challenge, "sails"))
    await trial.mission.heard()
    told = list((await trial.forum.get(challenge)).solutions)
    ensure(told == [trial.mission.at("solutions/sails")], f"the challenge's solutions are {told}")


@case("participation/hearing/a-receipt-tells-what-others-did", "R2", "own-simulated")
async def receipt_tells_others(trial: Trial) -> None:
    """The way of a challenge goes on in what another service says of it."""
    submitted = await trial.forum.challenge()
    await trial.forum.call("AcceptChallenge", name=submitted.name)
    await trial.world.played.of("matching", trial.mission.id).say(await _solution(trial, submitted.name, "sails"))
    await trial.mission.heard()
    codes = [one.code for one in (await trial.trail(submitted.receipt.code)).steps]
    ensure("step.solutions.submitted" in codes, f"a solution was submitted for it, and the steps are {codes}")


@case("participation/hearing/duplicates", "H1", "own-simulated")
async def duplicates(trial: Trial) -> None:
    """A network that doubles: everything from the start comes again, and happens once."""
    challenge = await trial.forum.accepted()
    matching = trial.world.played.of("matching", trial.mission.id)
    matching.says_all_again = True
    await matching.say(await _solution(trial, challenge, "sails"))
    await trial.mission.heard()
    told = list((await trial.forum.get(challenge)).solutions)
    ensure(len(told) == 1, f"one solution was submitted, and told are {told}")


@case("participation/hearing/gap-is-asked-for", "H2", "own-simulated")
async def gap_is_asked_for(trial: Trial) -> None:
    """A network that loses messages: what is missing is asked for, and nothing behind it is taken before."""
    challenge = await trial.forum.accepted()
    matching = trial.world.played.of("matching", trial.mission.id)
    first = await _solution(trial, challenge, "sails")
    matching.withholds, asked = {first.position}, matching.asked
    await matching.say(first)
    await matching.say(await _solution(trial, challenge, "trees"))
    await trial.mission.heard()
    told = sorted((await trial.forum.get(challenge)).solutions)
    wanted = [trial.mission.at(f"solutions/{one}") for one in ("sails", "trees")]
    ensure(told == wanted, f"the challenge's solutions are {told}; expected: {wanted}")
    ensure(matching.asked > asked, "what was missing was never asked for")


@case("participation/hearing/fork-is-not-followed", "H3", "own-simulated")
async def fork_is_not_followed(trial: Trial) -> None:
    """A chain that tells two stories is heard no more."""
    challenge = await trial.forum.accepted()
    matching = trial.world.played.of("matching", trial.mission.id)
    await matching.say(await _solution(trial, challenge, "sails"))
    await trial.mission.heard()
    heard = await trial.mission.heard_of("matching-1")
    forged = matching.forged(previous=0)
    await matching.say(forged)
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("matching-1") == heard, "an event that denies the one before was taken in")
    matching.entries.remove(forged)
    await matching.say(await _solution(trial, challenge, "trees"))
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("matching-1") == heard, "a chain that has told two stories is still heard")


@case("participation/hearing/nobody-speaks-for-another", "G8", "own-simulated")
async def nobody_speaks_for_another(trial: Trial) -> None:
    """What funding says of a solution, which is none of its own, is not taken for matching's word."""
    challenge = await trial.forum.accepted()
    of_matching = await _solution(trial, challenge, "sails")
    funding = trial.world.played.of("funding", trial.mission.id)
    await funding.say(of_matching._replace(position=funding.position + 1, previous=funding.position))
    await asyncio.sleep(_ENOUGH)
    ensure(not list((await trial.forum.get(challenge)).solutions), "funding was believed to speak for matching")
