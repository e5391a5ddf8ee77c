"""The public log in a server as it is run: by token, in the table, in health, and in the way of commands."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from grpc import StatusCode, aio
from osi.log.v1 import log_service_pb2 as pb
from osi.log.v1.log_service_pb2_grpc import LogServiceStub

from osi_core.domain import Phase, Service
from osi_core.hearing.commands import TakeUpMessage
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CreateMission, JoinMission
from osi_core.process import ClosePhase, Engine, share_of
from osi_core.solutions.commands import PublishCall
from osi_runtime.auth import minted
from osi_runtime.peers import Listed
from osi_runtime.peers.background import peers_of
from osi_runtime.peers.table import LOG_TABLE
from services.runtime.tests.town import LOGIN, Tokens, served


def peers_token(tokens: Tokens, *chains: str, organisation: str = "town"):
    claims = {
        "aud": "osi-town",
        "sub": "participation",
        "scope": "osi.peer",
        "osi_service": "participation",
        "osi_chains": list(chains),
        "osi_organisations": [organisation],
    }
    return (("authorization", f"Bearer {minted(tokens.key, LOGIN, claims, 900).token}"),)


def a_store():
    store = MemoryStore()
    Engine(store, chain="whole-1").handle(CreateMission(mission="m", title="Climate-neutral"))
    return store


async def codes(stub, metadata):
    async def status(call):
        try:
            await call
        except aio.AioRpcError as error:
            return error.code()
        return StatusCode.OK

    async def stream():
        async for _ in stub.ReadPublic(pb.ReadPublicRequest(mission="missions/m", chain="whole-1"), metadata=metadata):
            pass

    return [
        await status(stub.ListHeads(pb.ListHeadsRequest(), metadata=metadata)),
        await status(stub.GetHead(pb.GetHeadRequest(mission="missions/m"), metadata=metadata)),
        await status(stub.GetHeardHead(pb.GetHeardHeadRequest(mission="missions/m", chain="c"), metadata=metadata)),
        await status(stream()),
    ]


def test_each_method_has_its_row():
    assert {method.name for method, _ in LOG_TABLE.rows()} == {"ListHeads", "GetHead", "ReadPublic", "GetHeardHead"}


def test_only_services_of_the_mission_and_its_operator_are_answered(tokens):
    async def play():
        async with served(tokens, a_store()) as town:
            # Whose a mission is, this server is told by its test; what hears it asks is its own.
            peers_of(town.runtime)._own = "town"
            stub = LogServiceStub(town.channel)
            good, none = [StatusCode.OK] * 4, [StatusCode.OK] + [StatusCode.NOT_FOUND] * 3
            assert await codes(stub, peers_token(tokens, "whole-1")) == good
            assert await codes(stub, tokens.operator()) == good
            assert await codes(stub, peers_token(tokens, "other-1")) == none
            assert await codes(stub, peers_token(tokens, "whole-1", organisation="city")) == none
            assert await codes(stub, tokens.operator("city")) == none
            assert await codes(stub, tokens.person()) == [StatusCode.PERMISSION_DENIED] * 4
            assert await codes(stub, ()) == [StatusCode.UNAUTHENTICATED] * 4
            bad = (("authorization", "Bearer a.b.c"),)
            assert await codes(stub, bad) == [StatusCode.UNAUTHENTICATED] * 4

    asyncio.run(play())


def test_a_stream_that_is_left_by_its_caller_is_left_by_the_server_too(tokens, wait):
    async def play():
        async with served(tokens, a_store()) as town:
            peers_of(town.runtime)._own = "town"
            stub = LogServiceStub(town.channel)
            asked = pb.ReadPublicRequest(mission="missions/m", chain="whole-1", follow=True)
            call = stub.ReadPublic(asked, metadata=tokens.operator())
            first = await call.read()
            assert [one.type for one in first.events] == ["mission.created"]
            listening = peers_of(town.runtime)._bell._listening
            assert listening
            call.cancel()
            await wait(lambda: not listening)

    asyncio.run(play())


def test_a_command_is_refused_whose_facts_are_not_known(tokens):
    async def play():
        async with served(tokens) as town:
            knowledge = peers_of(town.runtime).knowledge
            knowledge.lists("m", Listed(timedelta(hours=1), (("participation-1", Service.PARTICIPATION),)))
            with pytest.raises(aio.AioRpcError) as refused:
                await town.create()
            assert refused.value.code() is StatusCode.FAILED_PRECONDITION
            assert "participation" in refused.value.details()
            knowledge.told("m", "participation-1", knowledge.now(), 0)
            assert (await town.create()).name == "missions/m/funds/f"

    asyncio.run(play())


def test_who_says_nothing_that_a_command_stands_on_keeps_nobody_waiting(tokens):
    async def play():
        async with served(tokens) as town:
            knowledge = peers_of(town.runtime).knowledge
            knowledge.lists("m", Listed(timedelta(hours=1), (("matching-1", Service.MATCHING),)))
            assert peers_of(town.runtime).stale("m")
            assert (await town.create()).name == "missions/m/funds/f"

    asyncio.run(play())


def test_each_service_stands_on_what_it_hears_alone():
    """As the commands themselves say what they need to know."""
    apart = {name: Engine(MemoryStore(), share=share_of(name), chain=f"{name}-1") for name in Service}
    joins, closes = (
        JoinMission(mission="m", participant="p-" + "0" * 32),
        ClosePhase(mission="m", phase=Phase.SOLUTIONS),
    )
    assert apart[Service.PARTICIPATION].stands_on(joins) == set()
    assert apart[Service.PARTICIPATION].stands_on(closes) == {Service.MATCHING}
    assert apart[Service.MATCHING].stands_on(PublishCall(mission="m", call="c", text="t")) == {Service.PARTICIPATION}
    taken_up = TakeUpMessage(mission="m", chain="participation-1", position=3)
    assert apart[Service.FUNDING].stands_on(taken_up) == set()
    assert Engine(MemoryStore()).stands_on(joins) == {Service.PARTICIPATION}
