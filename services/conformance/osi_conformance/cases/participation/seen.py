"""What is shown of a mission to whom: lists and filters, search, what is due, what is watched, words behind seals."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure, fail
from osi_conformance.listing import all_of, names_of
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


# Lists


@case("participation/challenge/list/by-filter", "S5", "own-real")
async def by_filter(trial: Trial) -> None:
    accepted = await trial.forum.accepted("Heat", tags=["heat"])
    new = (await trial.forum.challenge("Noise", "ben", tags=["noise"], language="de")).name
    for text, wanted in (
        ("status = CHALLENGE_STATUS_ACCEPTED", [accepted]),
        ("status = CHALLENGE_STATUS_SUBMITTED", [new]),
        ('language = "de"', [new]),
        ('status = CHALLENGE_STATUS_ACCEPTED AND language = "de"', []),
    ):
        found = names_of(await all_of(trial, "ListChallenges", "challenges", trial.mission.name, filter=text))
        ensure(found == wanted, f"{text} gives {found}; expected: {wanted}")


@case("participation/round/list/by-filter", "S5", "own-real")
async def rounds_by_filter(trial: Trial) -> None:
    one, other = await trial.forum.round(), await trial.forum.round()
    await trial.forum.call("CancelRound", name=other.name, reason="A flood")
    for text, wanted in (("status = ROUND_STATUS_CANCELLED", other.name), ("status = ROUND_STATUS_OPEN", one.name)):
        found = names_of(await all_of(trial, "ListRounds", "rounds", trial.mission.name, filter=text))
        ensure(found == [wanted], f"{text} gives {found}; expected: {wanted}")


@case("participation/statement/list/by-filter", "S5", "own-real")
async def statements_by_filter(trial: Trial) -> None:
    challenge = await trial.forum.accepted()
    about = (await trial.forum.statement(challenge=challenge)).name
    await trial.forum.statement()
    text = f'challenge = "{challenge}"'
    found = names_of(await all_of(trial, "ListStatements", "statements", trial.mission.name, filter=text))
    ensure(found == [about], f"{text} gives {found}; expected: {about}")


@case("participation/challenge/list/author-is-no-secret-door", "T7", "own-real")
async def filter_by_author(trial: Trial) -> None:
    """Nobody finds out by a filter or an order who has written what."""
    await trial.forum.challenge("Heat", "ada")
    text = f'author = "{trial.mission.participant("ada")}"'
    try:
        found = await all_of(trial, "ListChallenges", "challenges", trial.mission.name, "ben", filter=text)
    except Refusal as refusal:
        ensure(refusal.code in (INVALID, grpc.StatusCode.PERMISSION_DENIED), f"{refusal}")
        return
    ensure(not found, "whoever filters by an author finds out what that one wrote")


@case("participation/challenge/list/rows-that-move", "S6", "own-real")
async def rows_that_move(trial: Trial) -> None:
    """What is moderated between two pages moves in no order, and none of the rest is told twice or left out."""
    names = [(await trial.forum.challenge(f"Heat {n}")).name for n in range(6)]
    found: list[str] = []
    token = ""
    for place in range(6):
        request = api.ListChallengesRequest(parent=trial.mission.name, page_size=1, page_token=token)
        request.order_by = "status, create_time desc"
        answer = await trial.mission.read("ListChallenges", request)
        found += names_of(list(answer.challenges))
        token = answer.next_page_token
        if place == 1:
            await trial.forum.call("AcceptChallenge", name=names[0])
        if not token:
            break
    rest = [one for one in found if one != names[0]]
    ensure(rest == names[:0:-1], f"the pages give {found}; expected: {names[:0:-1]}, with {names[0]} anywhere")


@case("participation/participant/get/for-those-who-take-part", "T7")
async def participants(trial: Trial) -> None:
    """Who takes part is told to those who do."""
    request = api.GetParticipantRequest(name=trial.mission.participant("rita"))
    told = await trial.mission.read("GetParticipant", request, "ada")
    ensure(terms.ROLE_REPRESENTATIVE in told.roles, f"the roles are {list(told.roles)}")
    ensure([one.institution for one in told.mandates] == [trial.mission.at("institutions/town")], "no mandate is told")
    for method, asked in (
        ("GetParticipant", request),
        ("ListParticipants", api.ListParticipantsRequest(parent=trial.mission.name)),
    ):
        try:
            answer = await trial.mission.read(method, asked)
        except Refusal:
            continue
        ensure(not getattr(answer, "participants", True), f"{method} tells a stranger who takes part")


@case("participation/mission/list/those-one-may-see", "N1")
async def missions_listed(trial: Trial) -> None:
    """A participant is told the own mission, an operator those of the organisation, in pages that end."""
    other = await trial.aside()

    async def told(by: str) -> list[str]:
        found: list[str] = []
        token = ""
        for _ in range(1_000):
            answer = await trial.mission.read(
                "ListMissions", api.ListMissionsRequest(page_token=token, page_size=50), by
            )
            found += names_of(list(answer.missions))
            token = answer.next_page_token
            if not token:
                return found
        fail("the list of missions does not end")

    ensure(await told("ada") == [trial.mission.name], "a participant is told of other missions")
    own = await told("operator")
    ensure(own.count(trial.mission.name) == own.count(other.name) == 1, "the operator is not told each mission once")
    ensure(own == sorted(own), "missions are not in the order of their names")
    foreign = await told("elsewhere")
    ensure(trial.mission.name not in foreign, "another organisation's operator is told of the mission")


@case("participation/mission/get/tells-what-it-is", "A4")
async def mission_told(trial: Trial) -> None:
    told = await trial.forum.get(trial.mission.name)
    ensure((told.title, told.language) == ("A mission for tests", "en"), f"{told.title!r}, {told.language!r}")
    ensure(told.origin == terms.DATA_ORIGIN_REAL, f"the origin is {told.origin}")
    phases = [(one.phase, one.status) for one in told.phases]
    wanted = [
        (terms.PHASE_MISSION, res.PHASE_STATUS_CLOSED),
        (terms.PHASE_CHALLENGES, res.PHASE_STATUS_OPEN),
    ]
    ensure(phases == wanted, f"the phases are {phases}")


@case("participation/chain/list/those-that-serve", "A4")
async def chains_listed(trial: Trial) -> None:
    request = api.ListChainsRequest(parent=trial.mission.name)
    told = [one.name.rpartition("/")[2] for one in (await trial.mission.read("ListChains", request)).chains]
    wanted = {f"{peer}-1" for peer in trial.setup.tested.peers}
    ensure(wanted <= set(told), f"listed are {told}; expected: {sorted(wanted)} among them")


# Search and what is due


async def _found(trial: Trial, query: str, **page: Any) -> list[str]:
    request = reads.SearchRequest(parent=trial.mission.name, query=query, **page)
    return [one.name for one in (await trial.mission.read("Search", request)).results]


@case("participation/search/whatever-case-and-accents", "S8", "own-real")
async def search(trial: Trial) -> None:
    name = (await trial.forum.challenge("Mehr Radwege für Köln", text="Überall in der Stadt")).name
    for query in ("radweg", "RADWEGE", "koln überall", "Köln Radwegen"):
        ensure(await _found(trial, query) == [name], f"{query!r} does not find {name}")
    ensure(await _found(trial, "radweg mond") == [], "what holds one of two words is found")


@case("participation/search/nothing-that-was-taken-down", "S8", "own-real")
async def search_taken_down(trial: Trial) -> None:
    rejected = (await trial.forum.challenge("Zebrastreifen jetzt")).name
    erased = await trial.forum.challenge("Zebrastreifen bald", "nora")
    ensure(await _found(trial, "Zebrastreifen") == [rejected, erased.name], "what stands is not found")
    await trial.forum.call("RejectChallenge", name=rejected, reason="No")
    await trial.forum.call("EraseParticipant", "nora", name=trial.mission.participant("nora"))
    ensure(await _found(trial, "Zebrastreifen") == [], "what was taken down or erased is found")


@case("participation/search/without-a-word", "S4")
async def search_nothing(trial: Trial) -> None:
    request = reads.SearchRequest(parent=trial.mission.name, query="…")
    await trial.mission.refused("Search", request, "", status=INVALID, field="query")


@case("participation/due/list/by-its-day", "S9", "own-real")
async def due(trial: Trial) -> None:
    """Rounds that take ballots and commitments that are to be kept are due, the earliest first, in one's language."""
    late = await trial.forum.round(closes_at=trial.mission.time(hours=5))
    soon = await trial.forum.round(closes_at=trial.mission.time(hours=1))
    made = await trial.forum.commitment(await trial.forum.accepted())
    request = reads.ListDueRequest(parent=trial.mission.name, page_size=2)
    first = await trial.mission.read("ListDue", request, beside=[("accept-language", "de")])
    request.page_token = first.next_page_token
    second = await trial.mission.read("ListDue", request, beside=[("accept-language", "en")])
    found = [one.name for one in (*first.due, *second.due)]
    ensure(found[:3] == [soon.name, late.name, made.name], f"due are {found}")
    ensure(not second.next_page_token, "the list of what is due does not end")
    ensure(first.due[0].sentence and first.due[0].code.startswith("due."), "what is due is not said")


# Watching


async def _next(stream: Any) -> Any:
    return await asyncio.wait_for(anext(stream), 10)


def _watching(trial: Trial, method: str, request: Any) -> Any:
    return trial.target.stream(method, request, trial.mission.metadata("", timed=False)).__aiter__()


@case("participation/round/watch/until-it-ends", "X7")
async def watch_round(trial: Trial) -> None:
    """Told at once, again on each change, and to the end."""
    round_ = await trial.forum.round()
    watching = _watching(trial, "WatchRound", api.WatchRoundRequest(name=round_.name))
    ensure((await _next(watching)).status == res.ROUND_STATUS_OPEN, "the round is not told as it is")
    await trial.forum.call("CancelRound", name=round_.name, reason="A flood")
    told = await _next(watching)
    ensure(told.status == res.ROUND_STATUS_CANCELLED, f"told is status {told.status}")
    try:
        await _next(watching)
    except StopAsyncIteration:
        return
    fail("what is watched has ended, and the stream has not")


@case("participation/round/watch/unknown", "N4")
async def watch_unknown(trial: Trial) -> None:
    for name in (trial.mission.at("rounds/nobodys"), "missions/of-somebody-else/rounds/r"):
        try:
            await _next(_watching(trial, "WatchRound", api.WatchRoundRequest(name=name)))
        except Refusal as refusal:
            ensure(refusal.code is grpc.StatusCode.NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        else:
            fail(f"{name} is watched")


@case("participation/deliberation/watch/how-much-and-not-what", "X7", "own-real")
async def watch_deliberation(trial: Trial) -> None:
    request = api.WatchDeliberationRequest(parent=trial.mission.name)
    watching = _watching(trial, "WatchDeliberation", request)
    ensure((await _next(watching)).statements == 0, "before anything is said there are statements")
    name = (await trial.forum.statement()).name
    ensure((await _next(watching)).statements == 1, "a statement that is made is not told")
    await trial.forum.vote("ada", (name, 1))
    told = await _next(watching)
    ensure((told.voters, told.votes) == (1, 1), f"{told.voters} people, {told.votes} votes")
    await watching.aclose()


@case("participation/due/watch/slow-reader-gets-the-last", "X7", "own-real")
async def slow_reader(trial: Trial) -> None:
    """Who reads slowly misses states in between, and never the last one."""
    round_ = await trial.forum.round()
    watching = _watching(trial, "WatchDue", reads.WatchDueRequest(parent=trial.mission.name))
    ensure(len((await _next(watching)).due) == 1, "the round is not due")
    moves = [trial.mission.time(hours=hours) for hours in range(2, 8)]
    for closes_at in moves:
        await trial.forum.call("MoveRound", name=round_.name, closes_at=closes_at, reason="Rain")
    seen = 0
    while True:
        told = await _next(watching)
        seen += 1
        if told.due[0].time == moves[-1]:
            break
    ensure(seen < len(moves), f"{seen} states were told for {len(moves)} changes within a second")
    await watching.aclose()


@case("participation/round/watch/interval-that-cannot-be", "V1")
async def interval(trial: Trial) -> None:
    round_ = await trial.forum.round()
    request = api.WatchRoundRequest(name=round_.name, interval=Duration(nanos=1))
    try:
        await _next(_watching(trial, "WatchRound", request))
    except Refusal as refusal:
        ensure(refusal.code is INVALID and "interval" in refusal.fields, f"{refusal}; {sorted(refusal.fields)}")
    else:
        fail("an interval of a nanosecond was taken")


# Words behind seals


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
