"""Reading across kinds: what words are found in, what is due, and the words behind seals."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from osi.matching.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.case import case, ensure
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

INVALID, DENIED = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.PERMISSION_DENIED
_MOST_PAGES = 20


async def _found(trial: Trial, query: str, by: str = "") -> list[str]:
    request = reads.SearchRequest(parent=trial.mission.name, query=query)
    return [one.name for one in (await trial.mission.read("Search", request, by)).results]


async def _due(trial: Trial, by: str = "", **fields: Any) -> list[Any]:
    request = reads.ListDueRequest(parent=trial.mission.name, **fields)
    return list((await trial.mission.read("ListDue", request, by)).due)


# Search


@case("matching/search/by-words", "S8", "own-real")
async def by_words(trial: Trial) -> None:
    """All words of a query have to be there, in any form and order."""
    one = await trial.hall.solution(title="Sails over squares", text="They cool")
    other = await trial.hall.solution(title="Trees", text="A tree cools the square")
    for query, wanted in (
        ("square", [one.name, other.name]),
        ("SQUARES sails", [one.name]),
        ("square trees", [other.name]),
        ("sails trees", []),
    ):
        found = await _found(trial, query)
        ensure(found == wanted, f"{query!r} finds {found}; expected: {wanted}")


@case("matching/search/across-kinds", "S8", "own-real")
async def across_kinds(trial: Trial) -> None:
    """Solutions, needs, offers, bundles and how they live on are searched at once."""
    initiative = await trial.hall.initiative()
    need = await trial.hall.need(initiative, text="Somebody who knows awnings")
    offer = await trial.hall.offer(text="I know awnings")
    found = await _found(trial, "awnings")
    ensure(sorted(found) == sorted([need.name, offer.name]), f"found: {found}")


@case("matching/search/tells-where", "S8", "own-real")
async def tells_where(trial: Trial) -> None:
    name = (await trial.hall.solution(title="Sails", text="Over the square")).name
    request = reads.SearchRequest(parent=trial.mission.name, query="square")
    (found,) = (await trial.mission.read("Search", request)).results
    ensure((found.name, found.title, list(found.fields)) == (name, "Sails", ["text"]), f"found: {found}")


@case("matching/search/new-words-for-old", "S8", "own-real")
async def new_words_for_old(trial: Trial) -> None:
    """What a solution says no longer is not found."""
    name = (await trial.hall.solution(text="Over the meadow")).name
    fields = {"text": "Over the market", "kind": res.UPDATE_KIND_CONTENT}
    await trial.hall.do("UpdateSolution", "founder-01", name=name, **fields)
    ensure(await _found(trial, "meadow") == [], "words are found that nobody says any more")
    ensure(await _found(trial, "market") == [name], "words are not found that are said now")


@case("matching/search/finds-only-what-is-shown", "S8", "own-simulated")
async def finds_only_what_is_shown(trial: Trial) -> None:
    """What a reviewer wrote is shown to nobody, so nobody finds it."""
    dossier = await trial.hall.opened()
    await trial.hall.review(dossier, "raul", comment="Secretwordcomment")
    for by in ("", "raul", "olga", "operator"):
        found = await _found(trial, "Secretwordcomment", by)
        ensure(not found, f"{by or 'nobody in particular'} finds {found}")


@case("matching/search/in-pages", "S8", "own-real")
async def in_pages(trial: Trial) -> None:
    names = [(await trial.hall.solution(title=f"Awning {number}")).name for number in range(5)]
    request, found = reads.SearchRequest(parent=trial.mission.name, query="awning", page_size=2), []
    for _ in range(_MOST_PAGES):
        page = await trial.mission.read("Search", request)
        found += [one.name for one in page.results]
        request.page_token = page.next_page_token
        if not request.page_token:
            break
    ensure(found == names, f"the pages give {found}; expected: {names}")


@case("matching/search/without-a-word", "S8")
async def without_a_word(trial: Trial) -> None:
    for query in ("", "…", "x" * 501):
        request = reads.SearchRequest(parent=trial.mission.name, query=query)
        await trial.mission.refused("Search", request, "", status=INVALID, field="query")


@case("matching/search/token-of-another-query", "S3", "own-real")
async def token_of_another_query(trial: Trial) -> None:
    for number in range(3):
        await trial.hall.solution(title=f"Awning {number}")
    request = reads.SearchRequest(parent=trial.mission.name, query="awning", page_size=1)
    token = (await trial.mission.read("Search", request)).next_page_token
    other = reads.SearchRequest(parent=trial.mission.name, query="square", page_size=1, page_token=token)
    await trial.mission.refused("Search", other, "", status=INVALID, field="page_token")


# What is due


@case("matching/due/list/the-earliest-first", "S9", "own-real")
async def the_earliest_first(trial: Trial) -> None:
    hall = trial.hall
    call = (await hall.call(closes_on=hall.day(3))).name
    kickoff, pilot = (await hall.kickoff(2)).name, await hall.pilot(days=1, started=True)
    wanted = [pilot, kickoff, call, await hall.the_programme()]
    due = await _due(trial)
    names = [one.name for one in due if one.name in wanted]
    ensure(names == wanted, f"due are {names}; expected: {wanted}")
    times = [one.time.ToNanoseconds() for one in due]
    ensure(times == sorted(times), "what is due does not come in the order of its days")
    ensure(all(one.code and one.sentence for one in due), "something is due without a code or a sentence")


@case("matching/due/list/what-is-done-is-not", "S9", "own-real")
async def what_is_done_is_not(trial: Trial) -> None:
    hall = trial.hall
    kickoff = (await hall.kickoff(2)).name
    ensure(kickoff in [one.name for one in await _due(trial)], "a kick-off that is planned is not due")
    await hall.do("CancelKickoff", "olga", name=kickoff, reason="the hall")
    ensure(kickoff not in [one.name for one in await _due(trial)], "a kick-off that was called off is due")


@case("matching/due/list/contests-wait", "S9", "own-real")
async def contests_wait(trial: Trial) -> None:
    dossier = await trial.hall.contested()
    codes = {one.code for one in await _due(trial) if one.name == dossier}
    ensure("due.contest" in codes, f"a contest waits for its answer, and due of the dossier is {sorted(codes)}")
    await trial.hall.do("AnswerContest", "otto", name=dossier, contest=1, upheld=False, answer="It stands")
    codes = {one.code for one in await _due(trial) if one.name == dossier}
    ensure("due.contest" not in codes, "a contest that was answered is due")


@case("matching/due/list/in-the-readers-language", "Y1", "own-real")
async def due_in_the_readers_language(trial: Trial) -> None:
    await trial.hall.kickoff(2)
    said = []
    for language in ("en", "de"):
        request, beside = reads.ListDueRequest(parent=trial.mission.name), [("accept-language", language)]
        said.append((await trial.mission.read("ListDue", request, beside=beside)).due[0].sentence)
    ensure(said[0] != said[1], f"both languages say {said[0]!r}")


async def _watched(trial: Trial) -> AsyncIterator[list[str]]:
    request = reads.WatchDueRequest(parent=trial.mission.name, interval=Duration(seconds=1))
    async for one in trial.target.stream("WatchDue", request, (), timeout=30.0):
        yield [due.name for due in one.due]


@case("matching/due/watch/tells-what-changes", "X7", "own-real")
async def tells_what_changes(trial: Trial) -> None:
    """Whoever watches is told how it stands, and again when that has changed."""
    first = (await trial.hall.kickoff(2)).name
    watching = _watched(trial)
    ensure(await asyncio.wait_for(anext(watching), 10) == [first], "the watch does not begin with how it stands")
    second = (await trial.hall.kickoff(3)).name
    ensure(await asyncio.wait_for(anext(watching), 10) == [first, second], "the watch does not tell what has changed")
    await watching.aclose()  # type: ignore[attr-defined]


@case("matching/due/watch/slow-reader-gets-the-last", "X7", "own-real")
async def slow_reader(trial: Trial) -> None:
    """Who reads slowly misses what lay between, and never how it stands in the end."""
    names = [(await trial.hall.kickoff(2)).name]
    watching = _watched(trial)
    await asyncio.wait_for(anext(watching), 10)
    names += [(await trial.hall.kickoff(3 + number)).name for number in range(5)]
    told: list[str] = []
    while told != names:
        told = await asyncio.wait_for(anext(watching), 10)
    await watching.aclose()  # type: ignore[attr-defined]


@case("matching/due/watch/foreign-mission", "N1")
async def watch_foreign(trial: Trial) -> None:
    request = reads.WatchDueRequest(parent="missions/of-somebody-else")
    try:
        async for _ in trial.target.stream("WatchDue", request, ()):
            break
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        return
    ensure(False, "a mission that nobody knows is watched")


# Words behind seals


async def _seal(trial: Trial, words: str) -> str:
    """The seal of a solution's title in the public log."""
    name = (await trial.hall.solution(title=words)).name.rpartition("/")[2]
    submitted = [one for one in await trial.said("solutions.submitted") if one["solution"] == name]
    seal: str = submitted[0]["title"]
    return seal


@case("matching/texts/to-services", "U3")
async def to_services(trial: Trial) -> None:
    """Text and salt are those that the seal was made of: SHA-256(salt ‖ text)."""
    seal = await _seal(trial, "Sails for the services")
    request = reads.BatchGetTextsRequest(parent=trial.mission.name, seals=[seal, "0" * 64, seal])
    for by in ("peer", "operator"):
        texts = (await trial.mission.read("BatchGetTexts", request, by)).texts
        ensure([one.text for one in texts] == ["Sails for the services"], f"{by} is told {texts}")
        digest = hashlib.sha256(bytes.fromhex(texts[0].salt) + texts[0].text.encode()).hexdigest()
        ensure(digest == texts[0].seal == seal, "the seal is not the digest of salt and text")


@case("matching/texts/to-nobody-else", "U3")
async def to_nobody_else(trial: Trial) -> None:
    seal = await _seal(trial, "Sails for the services")
    request = reads.BatchGetTextsRequest(parent=trial.mission.name, seals=[seal])
    allowed = (DENIED, grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.NOT_FOUND)
    for by in ("", "founder-01", "zoe", "elsewhere"):
        refusal = await trial.mission.refused("BatchGetTexts", request, by)
        ensure(refusal.code in allowed, f"{by or 'nobody in particular'}: {refusal}")


@case("matching/texts/only-what-is-shown", "U3", "own-simulated")
async def only_what_is_shown(trial: Trial) -> None:
    """Words that a solution says no longer are not given out, nor is what is no seal."""
    seal = await _seal(trial, "Old words")
    name = (await _found(trial, "old words"))[0]
    fields = {"title": "New words", "kind": res.UPDATE_KIND_CONTENT}
    await trial.hall.do("UpdateSolution", "founder-01", name=name, **fields)
    request = reads.BatchGetTextsRequest(parent=trial.mission.name, seals=[seal])
    texts = (await trial.mission.read("BatchGetTexts", request, "peer")).texts
    ensure(not texts, f"words that are not shown any more are given out: {texts}")
    wrong = reads.BatchGetTextsRequest(parent=trial.mission.name, seals=["not a seal"])
    await trial.mission.refused("BatchGetTexts", wrong, "peer", status=INVALID)
