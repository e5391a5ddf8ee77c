"""What the service does where the others are not there: what it cannot know it refuses, and names; docs/funding.md."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import grpc
import pytest
from google.longrunning import operations_pb2
from osi.funding.v1 import funding_service_pb2 as pb

from osi_conformance.target import Refusal
from osi_core.log.memory import MemoryStore
from osi_runtime.peers.background import peers_of
from services.funding.tests.serving import serving, until_it_holds


def test_of_a_mission_that_nobody_has_told_of_nothing_is_done_or_shown(play):
    async def story(town, running):
        mission, name = town.mission, "missions/unheard-of"
        questions = (
            ("ListFunds", pb.ListFundsRequest(parent=name)),
            ("GetFund", pb.GetFundRequest(name=f"{name}/funds/f")),
            ("ListLedgerEntries", pb.ListLedgerEntriesRequest(parent=f"{name}/funds/f")),
            ("ListOperations", operations_pb2.ListOperationsRequest(name=name)),
            ("CloseGrantRound", pb.CloseGrantRoundRequest(name=f"{name}/grant-rounds/r")),
        )
        for method, request in questions:
            for by in ("rita", "operator"):
                refusal = await mission.refused(method, request, by, code="mission-unknown")
                assert refusal.code is grpc.StatusCode.NOT_FOUND

    play(story)


def test_a_service_without_neighbours_serves_and_says_so_in_its_health(neighbours):
    async def story() -> None:
        async with serving(neighbours, MemoryStore()) as running:
            peers = peers_of(running.runtime)
            assert peers is not None
            told = [one.values["service"] for one in peers.problems()]
            assert sorted(told) == ["matching", "participation"]
            assert peers.may_serve

    asyncio.run(story())


def test_without_matching_nothing_is_decided_that_matching_may_know_better_and_it_is_named(neighbours):
    async def story() -> None:
        async with neighbours.speaking("participation"), serving(neighbours, MemoryStore()) as running:
            town = neighbours.begin()
            peers = peers_of(running.runtime)
            await until_it_holds(lambda: town.mission.id in peers.knowledge.missions())
            await until_it_holds(lambda: peers.knowledge.age(town.mission.id, "participation-1") is not None)
            round_ = await town.round()  # nothing that matching knows is asked for
            with pytest.raises(Refusal) as refused:
                await town.apply(round_.name, 1)
            assert refused.value.codes == {"knowledge-missing"}
            assert "chains/matching-1" in str(refused.value)
            shown = await town.mission.read("ListApplications", pb.ListApplicationsRequest(parent=town.mission.name))
            assert shown.total_size == 0

    asyncio.run(story())


def test_when_the_others_fall_silent_reads_go_on_and_commands_end_when_knowledge_is_too_old(play, neighbours):
    async def story(town, running):
        fund = await town.fund(100_000)
        peers = peers_of(running.runtime)
        peers.knowledge._clock = lambda: asyncio.get_running_loop().time() + timedelta(days=1).total_seconds()
        neighbours.played.of("matching", town.mission.id).entries.clear()
        with pytest.raises(Refusal) as refused:
            await town.round(fund.name)
        assert "knowledge-too-old" in refused.value.codes
        assert "participation-1" in str(refused.value)
        shown = await town.mission.read("GetFund", pb.GetFundRequest(name=fund.name))
        assert shown.name == fund.name

    play(story)
