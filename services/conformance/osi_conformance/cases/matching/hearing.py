"""Hearing: what participation and funding say is taken in once, in order, followed and answered."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
from osi.log.v1 import hearing_service_pb2 as log
from osi.matching.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.case import case, ensure
from osi_conformance.hall import Match
from osi_conformance.mission import until
from osi_conformance.recorded import spoken
from osi_conformance.town import euros, minor
from osi_conformance.trial import Trial

_ENOUGH = 1.0
"""Seconds in which a service would have done what it must not do."""
STIPEND = res.SUPPORT_KIND_STIPEND


# In order, once


@case("matching/hearing/duplicates", "H1", "own-simulated")
async def duplicates(trial: Trial) -> None:
    """A network that doubles: everything from the start comes again, and an erasure is followed once."""
    await trial.hall.team("nora")
    for service in ("participation", "funding"):
        trial.world.played.of(service, trial.mission.id).says_all_again = True
    await trial.mission.goes_on("people")
    await trial.says("solutions.erasure_followed", 1)
    await trial.says("hearing.erasure_answered", 1)


@case("matching/hearing/in-parts", "H1", "own-simulated")
async def in_parts(trial: Trial) -> None:
    """What comes piece by piece is followed as if it had come at once."""
    solution = (await trial.hall.team("nora")).name
    participation = trial.world.played.of("participation", trial.mission.id)
    for entry in spoken("matching", "participation", "simulated", trial.mission.id, "people"):
        await participation.say(entry)
        await trial.mission.heard()
    await trial.says("hearing.erasure_answered", 1)
    ensure((await trial.hall.get("GetSolution", solution, "ada")).members == 1, "who was erased is in a team")


@case("matching/hearing/gap-is-asked-for", "H2", "own-simulated")
async def gap_is_asked_for(trial: Trial) -> None:
    """A network that loses messages: what is missing is asked for, and nothing behind it is taken before."""
    participation = trial.world.played.of("participation", trial.mission.id)
    later = spoken("matching", "participation", "simulated", trial.mission.id, "people")
    participation.withholds = {later[0].position}
    asked = participation.asked
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    initiative = await trial.hall.initiative()
    request = trial.hall.adoption_request(initiative, "works")
    await trial.mission.refused("CreateAdoption", request, "bert", code="role-missing")
    ensure(participation.asked > asked, "what was missing was never asked for")


@case("matching/hearing/fork-is-not-followed", "H3", "own-simulated")
async def fork_is_not_followed(trial: Trial) -> None:
    """A chain that tells two stories is heard no more."""
    participation = trial.world.played.of("participation", trial.mission.id)
    heard = await trial.mission.heard_of("participation-1")
    forged = participation.forged(previous=participation.entries[-2].previous)
    await participation.say(forged)
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("participation-1") == heard, "an event that denies the one before was taken in")
    participation.entries.remove(forged)
    await trial.world.played.go_on(trial.mission.id, "people")
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("participation-1") == heard, "a chain of two stories is still heard")


# Playbooks and closings


@case("matching/hearing/answers-the-playbook-as-it-stands", "H4", "own-simulated")
async def answers_as_listed(trial: Trial) -> None:
    """A chain that is listed says whether it can keep to the playbook."""
    (answer,) = await trial.says("hearing.playbook_answered", 1)
    ensure(answer["unmet"] == [] and answer["chain"] == "participation-1", f"the answer is {answer}")


async def _asked(trial: Trial, part: str) -> dict[str, Any]:
    await trial.mission.goes_on(part)
    answer = (await trial.says("hearing.playbook_answered", 2))[-1]
    position = trial.world.played.of("participation", trial.mission.id).last.position
    ensure(answer["position"] == position, f"the answer is to {answer['position']}; asked was at {position}")
    return answer


@case("matching/hearing/answers-an-unfit-playbook", "H4", "own-simulated")
async def answers_unfit_playbook(trial: Trial) -> None:
    ensure((await _asked(trial, "playbook"))["unmet"], "a matching rule that nobody has was agreed to")


@case("matching/hearing/answers-a-new-playbook", "H4", "own-simulated")
async def answers_new_playbook(trial: Trial) -> None:
    """It is agreed to, and nothing of it holds before all have agreed."""
    answer = await _asked(trial, "larger-teams")
    ensure(answer["unmet"] == [], f"larger teams were refused: {answer}")
    trial.mission.later(days=1)
    name = (await trial.hall.team("ada", "ben", "cem")).name
    await trial.mission.refused("JoinTeam", trial.hall.request("JoinTeam", name=name), "dia", code="team-full")


@case("matching/hearing/closing-is-answered", "H5", "own-simulated")
async def closing_is_answered(trial: Trial) -> None:
    """Asked to close the solutions phase, the service leaves it: nothing more is brought in."""
    await trial.hall.call()
    await trial.mission.goes_on("closing")
    (answer,) = await trial.says("hearing.closing_answered", 1)
    ensure(answer["unmet"] == [] and answer["phase"] == "solutions", f"the answer is {answer}")
    trial.mission.later(days=31)
    request = trial.hall.solution_request()
    await trial.mission.refused("CreateSolution", request, "founder-01", code="phase-not-open")


@case("matching/hearing/closing-is-called-off", "H5", "own-simulated")
async def closing_is_called_off(trial: Trial) -> None:
    """The phase goes on, and takes what it took before."""
    await trial.hall.call()
    await trial.mission.goes_on("going-on")
    trial.mission.later(days=31)
    await trial.hall.solution()


@case("matching/hearing/closing-over-an-assessment-is-refused", "H5", "own-simulated")
async def closing_over_an_assessment(trial: Trial) -> None:
    """What enough people have reviewed gets its result before the last phase closes that takes reviews."""
    await trial.hall.opened("raul", "ronja")
    await trial.mission.goes_on("ending")
    answers = await trial.says("hearing.closing_answered", 2)
    unmet = {one["phase"]: one["unmet"] for one in answers}
    ensure(unmet["curation"] == [], f"curation hangs by {unmet['curation']}, and scaling takes reviews still")
    ensure("assessment-hangs" in unmet["scaling"], f"an assessment hangs, and what speaks against it is {unmet}")


@case("matching/hearing/closing-with-too-few-reviews", "H5", "own-simulated")
async def closing_with_too_few(trial: Trial) -> None:
    """An assessment that found too few reviewers keeps nothing open."""
    await trial.hall.opened("raul")
    await trial.mission.goes_on("ending")
    answers = await trial.says("hearing.closing_answered", 2)
    ensure(all(one["unmet"] == [] for one in answers), f"the answers are {answers}")


@case("matching/hearing/phase-is-closed", "P5", "own-simulated")
async def phase_is_closed(trial: Trial) -> None:
    """Behind the curation phase no final word is spoken; reviews are taken while scaling is open."""
    dossier = await trial.hall.assessed()
    await trial.mission.goes_on("closed")
    trial.mission.later(days=31)
    request = trial.hall.request("AssessFinally", name=dossier, outcome=res.FINAL_OUTCOME_FIT)
    await trial.mission.refused("AssessFinally", request, "olga", code="phase-not-open")
    await trial.hall.opened("raul")


# Money of funding


async def _offered(trial: Trial, *offers: tuple[str, int]) -> list[str]:
    """Rita offers stipends of the town's fund."""
    fund = trial.mission.at("funds/for-stipends")
    fields = {"kind": STIPEND, "capacity": 2, "fund": fund}
    return [(await trial.hall.offer("rita", offer_id=id, budget=euros(cents), **fields)).name for id, cents in offers]


async def _stipend(trial: Trial, offer: str, cents: int) -> Match:
    """A need of so much, and the offer that may answer it."""
    initiative = await trial.hall.initiative()
    need = await trial.hall.need(initiative, kind=STIPEND, amount=euros(cents))
    return Match(trial.hall, offer, need.name)


@case("matching/hearing/stipends-wait-for-their-money", "H6", "own-simulated")
async def stipends_wait(trial: Trial) -> None:
    """Nothing is promised of money that funding has not set aside yet."""
    (small,) = await _offered(trial, ("small", 30_000))
    match = await _stipend(trial, small, 10_000)
    request = trial.hall.request("MatchNeed", name=match.offer, need=match.need)
    await trial.mission.refused("MatchNeed", request, "rita", code="money-not-set-aside")


@case("matching/hearing/stipends-are-set-aside", "H6", "own-simulated")
async def stipends_set_aside(trial: Trial) -> None:
    """What funding has set aside may be promised, to the cent and no more."""
    small, _ = await _offered(trial, ("small", 30_000), ("large", 90_000))
    await trial.mission.goes_on("stipends")
    trial.mission.later(days=1)
    match = await _stipend(trial, small, 20_001)
    offer = await match.do("MatchNeed", "rita")
    ensure(minor(offer.left) == 9_999, f"{minor(offer.left)} cents are left; expected: 9999")
    other = await _stipend(trial, small, 10_000)
    request = trial.hall.request("MatchNeed", name=small, need=other.need)
    await trial.mission.refused("MatchNeed", request, "rita", code="budget-exceeded")
    await trial.hall.do("MatchNeed", "rita", name=small, need=other.need, amount=euros(9_999))


@case("matching/hearing/stipends-are-declined", "H6", "own-simulated")
async def stipends_declined(trial: Trial) -> None:
    """An offer whose fund has not as much ends."""
    _, large = await _offered(trial, ("small", 30_000), ("large", 90_000))
    await trial.mission.goes_on("stipends")

    async def ended() -> bool:
        return bool((await trial.hall.get("GetOffer", large)).withdrawn)

    ensure(await until(ended, trial.setup.patience), "the offer that was declined stands")
    await trial.says("support.offer_withdrawn", 1)


# People


@case("matching/hearing/erasure-is-followed", "H7", "own-simulated")
async def erasure_is_followed(trial: Trial) -> None:
    """Who was erased is in no team, and their words are nowhere; it is answered when nothing is left."""
    hall = trial.hall
    own = await hall.solution("nora", title="Secretword sails", text="Secretwordtext")
    other = await hall.team("nora")
    kickoff = (await hall.kickoff(100)).name
    await hall.register(kickoff, "nora", other.name)
    await trial.mission.goes_on("people")
    (answer,) = await trial.says("hearing.erasure_answered", 1)
    said = trial.world.played.of("participation", trial.mission.id).entries
    (erased,) = [one.position for one in said if one.type == "mission.participant_erased"]
    ensure(answer["position"] == erased, f"the answer is to {answer['position']}; the erasure stands at {erased}")
    ensure((await hall.get("GetSolution", other.name, "ada")).members == 1, "who was erased is in a team")
    told = await hall.get("GetSolution", own.name, "operator")
    ensure(not told.title and not told.text, f"of who was erased is told {told}")
    listed = await hall.get("GetRegistration", hall.registration(kickoff, "nora"), "operator")
    ensure(listed.status == res.REGISTRATION_STATUS_ERASED and not listed.wishes, f"the registration is {listed}")
    request = reads.SearchRequest(parent=trial.mission.name, query="secretword")
    ensure(not (await trial.mission.read("Search", request, "operator")).results, "words of who was erased are found")


@case("matching/hearing/erased-do-nothing", "H7", "own-simulated")
async def erased_do_nothing(trial: Trial) -> None:
    """A token that was good before the erasure is good for nothing."""
    hall = trial.hall
    solution = (await hall.solution()).name
    await hall.do("RequestToJoin", "nora", name=solution)
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    for method in ("RequestToJoin", "JoinTeam", "WithdrawRequest"):
        await trial.mission.refused(method, hall.request(method, name=solution), "nora")
    found = await hall.get("GetSolution", solution, "nora")
    ensure(not found.team, "an erased person is told what those are told who take part")
    request = hall.request("AcceptRequest", name=solution, participant=trial.mission.participant("nora"))
    await trial.mission.refused("AcceptRequest", request, "founder-01")


@case("matching/hearing/late-erasure-is-followed", "H7", "own-simulated")
async def late_erasure(trial: Trial) -> None:
    """The news comes months later; what was done meanwhile is undone all the same."""
    trial.mission.later(days=200)
    solution = (await trial.hall.team("nora")).name
    await trial.mission.goes_on("people")
    await trial.says("hearing.erasure_answered", 1)
    ensure((await trial.hall.get("GetSolution", solution, "ada")).members == 1, "who was erased is in a team")


@case("matching/hearing/erased-speaker-leaves-a-team-that-chooses", "H7", "own-simulated")
async def erased_speaker(trial: Trial) -> None:
    """The team of a founder who was erased chooses its speaker."""
    solution = (await trial.hall.team("ada", "ben", founder="nora")).name
    await trial.mission.goes_on("people")
    await trial.says("solutions.erasure_followed", 1)
    trial.mission.later(days=61)
    ada = trial.mission.participant("ada")
    await trial.hall.do("ProposeSpeaker", "ada", name=solution, participant=ada)
    told = await trial.hall.do("ProposeSpeaker", "ben", name=solution, participant=ada)
    ensure(list(told.speakers) == [ada], f"speakers are {list(told.speakers)}")


@case("matching/hearing/revoked-mandate", "P2", "own-simulated")
async def revoked_mandate(trial: Trial) -> None:
    initiative = await trial.hall.initiative()
    first = await trial.hall.adoption(initiative, "bert", institution="works")
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    request = trial.hall.request("EndAdoption", name=first.name, reason="the storm")
    await trial.mission.refused("EndAdoption", request, "bert", code="role-missing")


@case("matching/hearing/nothing-is-parked", "H1", "own-simulated")
async def nothing_is_parked(trial: Trial) -> None:
    """All that is said here can be taken in, so nothing waits for an operator."""
    await trial.mission.goes_on("people")
    request = log.ListParkedRequest(parent=trial.mission.name)
    parked = (await trial.mission.read("ListParked", request, "operator")).parked
    ensure(not parked, f"parked are {[(one.name, one.position, one.reason) for one in parked]}")
    refusal = await trial.mission.refused("ListParked", request, "ada")
    ensure(refusal.code is grpc.StatusCode.PERMISSION_DENIED, f"{refusal}; expected: PERMISSION_DENIED")
