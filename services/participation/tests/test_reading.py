"""What is found, due and watched; nothing is shown that was taken down, erased, or is not for who asks."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1 import participation_service_pb2_grpc as stubs
from osi.participation.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads
from osi.reads.v1 import read_service_pb2_grpc as read_stubs

from osi_core.challenges import commands as c
from osi_core.challenges.facts import Challenge
from osi_core.mission.commands import EraseParticipant
from services.runtime.tests.town import Served, in_a_loop


async def found(served: Served, query: str, **page: Any) -> list[str]:
    """The names of what holds the words."""
    stub = read_stubs.ReadServiceStub(served.channel)
    answer = await stub.Search(reads.SearchRequest(parent="missions/m", query=query, **page))
    return [one.name.removeprefix("missions/m/") for one in answer.results]


@in_a_loop
async def test_words_are_found_whatever_their_case_accents_and_endings(town, tokens):
    town.do(c.SubmitChallenge(mission="m", challenge="paths", title="Mehr Radwege für Köln", text="Überall"), by="cem")
    async with town.serving(tokens) as served:
        for query in ("radweg", "RADWEGE", "koln überall", "Köln Radwegen"):
            assert await found(served, query) == ["challenges/paths"], query
        assert await found(served, "radweg mond") == []
        assert await found(served, "more trees") == ["statements/trees"]
        assert await found(served, "zu viel") == ["challenges/water", "challenges/heat"]
        assert await found(served, "zu viel", page_size=1) == ["challenges/water"]


@in_a_loop
async def test_what_is_taken_down_amended_or_erased_is_found_no_more(town, tokens):
    async with town.serving(tokens) as served:
        assert await found(served, "viel") == ["challenges/water", "challenges/heat"]
        stub = stubs.ParticipationServiceStub(served.channel)
        rejecting = pb.RejectChallengeRequest(
            name="missions/m/challenges/water", ground=res.GROUND_RULES, reason="Elsewhere"
        )
        await stub.RejectChallenge(rejecting, metadata=tokens.person("olga"))
        assert await found(served, "viel") == ["challenges/heat"]
        amending = pb.AmendChallengeRequest(name="missions/m/challenges/heat", title="Hitze")
        await stub.AmendChallenge(amending, metadata=tokens.person("ada"))
        assert await found(served, "viel") == []
        assert await found(served, "hitze") == ["challenges/heat"]
        erasing = pb.EraseParticipantRequest(name="missions/m/participants/ada")
        await stub.EraseParticipant(erasing, metadata=tokens.person("ada"))
        assert await found(served, "hitze") == []


@in_a_loop
async def test_words_behind_seals_are_those_that_are_shown(town, tokens):
    rows = town.engine.memory("m").rows[Challenge]
    water, heat = rows["water"].title, rows["heat"].title
    town.do(c.RejectChallenge(mission="m", challenge="heat", ground="rules", reason="Elsewhere"), by="olga")
    async with town.serving(tokens) as served:
        stub = read_stubs.ReadServiceStub(served.channel)
        request = reads.BatchGetTextsRequest(parent="missions/m", seals=[water, heat, "0" * 64])
        told = (await stub.BatchGetTexts(request, metadata=tokens.operator())).texts
        assert [(one.seal, one.text) for one in told] == [(water, "Zu viel water")]
        for metadata in ((), tokens.person("ada")):
            with pytest.raises(grpc.aio.AioRpcError):
                await stub.BatchGetTexts(request, metadata=metadata)
        town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
        assert not (await stub.BatchGetTexts(request, metadata=tokens.operator())).texts


@in_a_loop
async def test_what_is_due_is_listed_by_its_day_in_the_asker_s_language(town, tokens):
    town.round()
    town.round("second", closes_at=town.now.replace(day=town.now.day + 1))
    async with town.serving(tokens) as served:
        stub = read_stubs.ReadServiceStub(served.channel)
        request = reads.ListDueRequest(parent="missions/m", page_size=1)
        first = await stub.ListDue(request, metadata=[("accept-language", "de")])
        request.page_token = first.next_page_token
        second = await stub.ListDue(request)
        assert [one.name[-6:] for one in (*first.due, *second.due)] == ["second", "/first"]
        assert first.due[0].sentence == "bis dahin nimmt die Runde Stimmen an"
        assert (second.due[0].code, second.next_page_token) == ("due.round", "")


@in_a_loop
async def test_whoever_asks_is_told_what_they_may_do_and_what_the_gates_wait_for(town, tokens):
    async with town.serving(tokens) as served:
        stub = read_stubs.ReadServiceStub(served.channel)
        request = reads.GetOutlookRequest(parent="missions/m", resource="missions/m/challenges/heat")
        told = await stub.GetOutlook(request, metadata=[*tokens.person("ada"), ("accept-language", "de")])
        commands = {one.command: one for one in told.commands}
        assert not commands["AmendChallenge"].unmet
        assert commands["AmendChallenge"].asked[0].sentence
        (unmet,) = commands["AcceptChallenge"].unmet
        assert (unmet.code, unmet.field, "ada handelt als" in unmet.sentence) == ("role-missing", "actor", True)
        assert [(gate.phase, gate.open) for gate in told.gates][:2] == [(1, True), (2, True)]
        assert told.gates[2].unmet
        nobody = await stub.GetOutlook(reads.GetOutlookRequest(parent="missions/m"))
        assert (list(nobody.commands), len(nobody.gates)) == ([], 6)


@in_a_loop
async def test_a_round_is_watched_until_it_ends(town, tokens):
    town.round()
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        watching = stub.WatchRound(pb.WatchRoundRequest(name="missions/m/rounds/first"))
        assert (await watching.read()).status == res.ROUND_STATUS_OPEN
        cancelling = pb.CancelRoundRequest(name="missions/m/rounds/first", reason="A flood")
        await stub.CancelRound(cancelling, metadata=tokens.person("olga"))
        told = await watching.read()
        assert (told.status, told.cancel_reason) == (res.ROUND_STATUS_CANCELLED, "A flood")
        assert await watching.read() is grpc.aio.EOF


@in_a_loop
async def test_who_watches_the_discussion_hears_how_much_is_said_but_not_what(town, tokens):
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        watching = stub.WatchDeliberation(pb.WatchDeliberationRequest(parent="missions/m"))
        told = await watching.read()
        assert (told.statements, told.submitted, told.voters, told.votes) == (2, 2, 0, 0)
        vote = res.Vote(vote="v", statement="missions/m/statements/trees", value=1)
        await stub.CastVotes(pb.CastVotesRequest(parent="missions/m", votes=[vote]), metadata=tokens.person("cem"))
        told = await watching.read()
        assert (told.voters, told.votes) == (1, 1)
        watching.cancel()
        unknown = stub.WatchDeliberation(pb.WatchDeliberationRequest(parent="missions/nowhere"))
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await unknown.read()
        assert refused.value.code() is grpc.StatusCode.NOT_FOUND


@in_a_loop
async def test_a_slow_reader_misses_states_in_between_and_never_the_last(town, tokens):
    town.round()
    async with town.serving(tokens) as served:
        stub = read_stubs.ReadServiceStub(served.channel)
        watching = stub.WatchDue(reads.WatchDueRequest(parent="missions/m"))
        assert len((await watching.read()).due) == 1
        moves = stubs.ParticipationServiceStub(served.channel)
        for day in range(1, 8):
            closes_at = town.now.replace(day=town.now.day + 7 + day)
            request = pb.MoveRoundRequest(name="missions/m/rounds/first", reason="More time")
            request.closes_at.FromDatetime(closes_at)
            await moves.MoveRound(request, metadata=tokens.person("olga"))
        seen = []
        async with asyncio.timeout(60):
            while not seen or seen[-1] != town.now.replace(day=town.now.day + 14).date():
                seen.append((await watching.read()).due[0].time.ToDatetime().date())
        assert len(seen) < 7


@in_a_loop
async def test_missions_are_listed_in_pages_to_who_may_see_them(town, tokens):
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        created = pb.CreateMissionRequest(name="missions/n", title="Another one")
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.CreateMission(created, metadata=tokens.operator("town"))
        await stub.CreateMission(created, metadata=tokens.operator("city"))
        first = await stub.ListMissions(pb.ListMissionsRequest(page_size=1))
        rest = await stub.ListMissions(pb.ListMissionsRequest(page_token=first.next_page_token))
        assert [one.name for one in (*first.missions, *rest.missions)] == ["missions/m", "missions/n"]
        for metadata, names in (
            (tokens.operator("town"), ["missions/m"]),
            (tokens.operator("city"), ["missions/n"]),
            (tokens.person("ada"), ["missions/m"]),
        ):
            told = (await stub.ListMissions(pb.ListMissionsRequest(), metadata=metadata)).missions
            assert [one.name for one in told] == names
