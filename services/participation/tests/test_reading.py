"""What is found, due and watched; nothing is shown that was taken down, erased, or is not for who asks."""

from __future__ import annotations

import asyncio
from datetime import timedelta
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
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CommentGoal, EraseParticipant, Indicator, SetGoal
from osi_core.mission.events import GoalCommented
from osi_core.plugins import Plugins
from osi_core.testing.scenario import Scenario
from services.participation.tests.conftest import serving
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
async def test_pages_of_what_is_due_lose_nothing_while_it_moves(town, tokens):
    days = {f"r-{number}": town.now + timedelta(days=number + 2) for number in range(6)}
    for name, closes_at in days.items():
        town.round(name, closes_at=closes_at)
    async with town.serving(tokens) as served:
        stub = read_stubs.ReadServiceStub(served.channel)
        rounds = stubs.ParticipationServiceStub(served.channel)
        request = reads.ListDueRequest(parent="missions/m", page_size=2)
        told = await stub.ListDue(request)
        seen = [one.name[-3:] for one in told.due]
        for name in seen:  # what was told is not due any more
            cancelling = pb.CancelRoundRequest(name=f"missions/m/rounds/{name}", reason="A flood")
            await rounds.CancelRound(cancelling, metadata=tokens.person("olga"))
        while told.next_page_token:
            request.page_token = told.next_page_token
            told = await stub.ListDue(request)
            seen += [one.name[-3:] for one in told.due]
        assert seen == list(days)
        request.page_token = "abc"
        with pytest.raises(grpc.aio.AioRpcError, match="ListDue malformed"):
            await stub.ListDue(request)


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


@in_a_loop
async def test_missions_are_filtered_and_ordered_as_other_lists_are(town, tokens):
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)

        async def names(**asked: Any) -> list[str]:
            request, found = pb.ListMissionsRequest(page_size=1, **asked), []
            while True:
                told = await stub.ListMissions(request)
                found += [one.name.removeprefix("missions/") for one in told.missions]
                if not told.next_page_token:
                    assert told.total_size == len(found)
                    return found
                request.page_token = told.next_page_token

        for name, title in (("k", "Trees"), ("n", "Trees"), ("p", "Water")):
            created = pb.CreateMissionRequest(name=f"missions/{name}", title=title)
            await stub.CreateMission(created, metadata=tokens.operator("city"))
        assert await names(filter="title = Trees") == ["k", "n"]
        assert await names(filter='title:"tree" AND origin = real', order_by="title, create_time desc") == ["k", "n"]
        assert (await names(order_by="title desc"))[:1] == ["p"]
        first = await stub.ListMissions(pb.ListMissionsRequest(page_size=2))
        before = pb.CreateMissionRequest(name="missions/a", title="Before all others")
        await stub.CreateMission(before, metadata=tokens.operator("city"))
        rest = await stub.ListMissions(pb.ListMissionsRequest(page_token=first.next_page_token))
        assert [one.name[-1] for one in (*first.missions, *rest.missions)] == ["k", "m", "n", "p"]
        for wrong in ({"filter": "goal = x"}, {"order_by": "colour"}, {"page_token": first.next_page_token + "x"}):
            with pytest.raises(grpc.aio.AioRpcError, match="ListMissions malformed"):
                await stub.ListMissions(pb.ListMissionsRequest(**wrong))


@in_a_loop
async def test_what_is_said_of_the_goal_is_read_found_and_told_to_other_services(tokens):
    town = Scenario(MemoryStore(), Plugins.builtin())
    town.citizen("ada", "ben")
    nights = Indicator(name="Hot nights", unit="a year", baseline=24, target=8, deadline="2040-01-01")
    town.do(SetGoal(mission="m", statement="Nobody is ill from heat", indicator=nights))
    town.do(CommentGoal(mission="m", text="Eight nights are too many"), by="ada")
    seal = town.events(GoalCommented)[0].text
    async with serving(town, tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        asked = pb.ListGoalCommentsRequest(parent="missions/m/goal")
        (told,) = (await stub.ListGoalComments(asked)).goal_comments
        assert (told.name, told.text, told.version, told.author) == (
            "missions/m/goal/comments/1",
            "Eight nights are too many",
            1,
            "",
        )
        request = pb.GetGoalCommentRequest(name=told.name)
        own = await stub.GetGoalComment(request, metadata=tokens.person("ada"))
        assert own.author == "missions/m/participants/ada"
        assert await found(served, "eight nights") == ["goal/comments/1"]
        reading = read_stubs.ReadServiceStub(served.channel)
        seals = reads.BatchGetTextsRequest(parent="missions/m", seals=[seal])
        assert [one.seal for one in (await reading.BatchGetTexts(seals, metadata=tokens.operator())).texts] == [seal]
        town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
        assert (await stub.GetGoalComment(request)).text == ""
        assert await found(served, "eight nights") == []
        assert not (await reading.BatchGetTexts(seals, metadata=tokens.operator())).texts


@in_a_loop
async def test_a_playbook_is_changed_whole_and_what_is_opened_then_follows_it(town, tokens):
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        mission = await stub.GetMission(pb.GetMissionRequest(name="missions/m"))
        changing = pb.ChangePlaybookRequest(name="missions/m", reason="Longer ballots", etag=mission.etag)
        changing.playbook.challenges.max_choices = 3
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.ChangePlaybook(changing, metadata=tokens.person("ada"))
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
        changed = await stub.ChangePlaybook(changing, metadata=tokens.operator())
        assert changed.etag != mission.etag
        opening = pb.CreateRoundRequest(parent="missions/m", round_id="first")
        opening.round.closes_at.FromDatetime(town.now + timedelta(days=20))
        assert (await stub.CreateRound(opening, metadata=tokens.person("olga"))).max_choices == 3
        with pytest.raises(grpc.aio.AioRpcError) as moved:
            await stub.ChangePlaybook(changing, metadata=tokens.operator())
        assert moved.value.code() is grpc.StatusCode.ABORTED
        changing.playbook.challenges.strategy, changing.etag = "no-such-rule", ""
        with pytest.raises(grpc.aio.AioRpcError) as unknown:
            await stub.ChangePlaybook(changing, metadata=tokens.operator())
        assert "no-such-rule" in unknown.value.details()
