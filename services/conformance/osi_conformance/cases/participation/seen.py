"""What is shown of a mission to whom: lists and filters, search, and what is due."""

from __future__ import annotations

from typing import Any

import grpc
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
