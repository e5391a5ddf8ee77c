"""A server as a process: it serves, drains when it is told to end, and loses nothing when it is killed."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import grpc
import pytest
from google.rpc import error_details_pb2 as kinds
from grpc import StatusCode, aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1.funding_service_pb2_grpc import FundingServiceStub

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from services.runtime.tests.processes import Process, running, written
from services.runtime.tests.town import Tokens, details_of, founded, in_a_loop, request

pytestmark = pytest.mark.system

LISTING = pb.ListFundsRequest(parent="missions/m", page_size=1000)


def config_in(folder: Path, tokens: Tokens) -> Path:
    """Settings of a server on a file with the town's mission."""
    path = str(folder / "town.db")
    founded(SqlStore.create(path)).close()
    return written(tokens, folder, path, drain={"seconds": 30}, log={"format": "json", "calls": "all"})


@pytest.fixture
def config(tokens: Tokens, tmp_path: Path) -> Path:
    return config_in(tmp_path, tokens)


@pytest.fixture
def server(config: Path) -> Iterator[Process]:
    """A server of the test's own, which may end it."""
    with running(config) as process:
        yield process


class Lasting(NamedTuple):
    """A server that several tests ask, and none ends."""

    config: Path
    server: Process
    tokens: Tokens


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lasting]:
    folder = tmp_path_factory.mktemp("lasting")
    tokens = Tokens(folder)
    config = config_in(folder, tokens)
    with running(config) as process:
        yield Lasting(config, process, tokens)


@in_a_loop
async def test_a_process_serves_and_tells_its_health(lasting):
    _, server, tokens = lasting
    async with aio.insecure_channel(server.address) as channel:
        made = await FundingServiceStub(channel).CreateFund(request("f"), metadata=tokens.person())
        assert made.name == "missions/m/funds/f"
        health = health_pb2_grpc.HealthStub(channel)
        for name in ("", "osi.funding.v1.FundingService", "osi.log.v1.LogService", "osi.store"):
            found = await health.Check(health_pb2.HealthCheckRequest(service=name))
            assert found.status == health_pb2.HealthCheckResponse.SERVING
    told = [json.loads(line) for line in server.told().splitlines()]
    (line,) = [one for one in told if one.get("method") == "osi.funding.v1.FundingService/CreateFund"]
    assert (line["status"], line["caller"], line["level"]) == ("OK", "person", "info")
    assert "cooler" not in server.told()


def test_reflection_tells_the_services(lasting):
    with grpc.insecure_channel(lasting.server.address) as channel:
        known = ProtoReflectionDescriptorDatabase(channel).get_services()
    assert {"osi.funding.v1.FundingService", "osi.log.v1.LogService", "grpc.health.v1.Health"} <= set(known)


@in_a_loop
async def test_a_server_that_is_told_to_end_finishes_what_is_under_way(server, tokens):
    async with aio.insecure_channel(server.address) as channel:
        stub, health = FundingServiceStub(channel), health_pb2_grpc.HealthStub(channel)
        watching = health.Watch(health_pb2.HealthCheckRequest(service=""))
        assert (await watching.read()).status == health_pb2.HealthCheckResponse.SERVING
        ballot = pb.BatchedGrantBallot(token="1.0", ballot=pb.GrantBallot(id="b"))
        slow = stub.BatchCastGrantBallots(pb.BatchCastGrantBallotsRequest(name="x", ballots=[ballot]))
        await asyncio.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert (await watching.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
        watching.cancel()
        await slow
        async with aio.insecure_channel(server.address) as other:
            with pytest.raises(aio.AioRpcError) as caught:
                await FundingServiceStub(other).ListFunds(LISTING, timeout=5)
            assert caught.value.code() is StatusCode.UNAVAILABLE
    assert await asyncio.to_thread(server.end) == 0


@in_a_loop
async def test_a_second_signal_ends_at_once(server):
    async with aio.insecure_channel(server.address) as channel:
        ballot = pb.BatchedGrantBallot(token="50", ballot=pb.GrantBallot(id="b"))
        slow = asyncio.ensure_future(
            FundingServiceStub(channel).BatchCastGrantBallots(
                pb.BatchCastGrantBallotsRequest(name="x", ballots=[ballot])
            )
        )
        await asyncio.sleep(0.5)
        server.process.send_signal(signal.SIGINT)
        await asyncio.sleep(0.3)
        server.process.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(server.process.wait, 20) == 0
        with pytest.raises(aio.AioRpcError):
            await slow


def test_a_second_server_on_the_same_file_is_told_which_process_has_it(lasting):
    server = lasting.server
    with running(lasting.config) as second:
        assert second.process.wait(30) == 1
        assert second.address == ""
        assert f"{server.process.pid}" in second.told()
        assert "town.db" in second.told()


def test_a_second_server_at_the_same_address_is_told_so(lasting, config):
    config.write_text(config.read_text().replace("127.0.0.1:0", lasting.server.address))
    with running(config) as second:
        assert second.process.wait(30) == 1
        assert lasting.server.address in second.told()


def test_a_store_that_is_named_and_not_there_is_not_made(config, tmp_path):
    text = config.read_text().replace("town.db", "lost.db")
    config.write_text(text)
    with running(config) as process:
        assert process.process.wait(30) == 1
        assert "lost.db" in process.told()
    assert not (tmp_path / "lost.db").exists()


KILLS = 3


@in_a_loop
async def test_nothing_acknowledged_is_lost_and_nothing_done_twice_when_it_is_killed_under_load(config, tokens):
    acknowledged: dict[str, str] = {}
    ended: set[StatusCode] = set()
    asked = 0
    for round in range(KILLS):
        with running(config) as server:
            async with aio.insecure_channel(server.address) as channel:
                stub = FundingServiceStub(channel)

                async def caller(name: str, stub: FundingServiceStub = stub) -> None:
                    number = 0
                    while True:
                        id = f"{name}-{number}"
                        try:
                            made = await stub.CreateFund(request(id, request_id=f"r-{id}"), metadata=tokens.person())
                        except aio.AioRpcError as error:
                            ended.add(error.code())
                            return
                        acknowledged[id] = made.etag
                        number += 1

                callers = [asyncio.ensure_future(caller(f"k{round}-{number}")) for number in range(16)]
                while len(acknowledged) < asked + 100:
                    await asyncio.sleep(0.01)
                server.process.kill()
                await asyncio.gather(*callers)
                asked = len(acknowledged)
    assert ended == {StatusCode.UNAVAILABLE}
    with running(config) as server:
        async with aio.insecure_channel(server.address) as channel:
            stub = FundingServiceStub(channel)
            listed: list[str] = []
            token = ""
            while True:
                page = await stub.ListFunds(pb.ListFundsRequest(parent="missions/m", page_size=1000, page_token=token))
                listed += [one.name.rpartition("/")[2] for one in page.funds]
                token = page.next_page_token
                if not token:
                    break
            assert set(acknowledged) <= set(listed)
            assert len(listed) == len(set(listed))
            for id in list(acknowledged)[:50]:
                again = await stub.CreateFund(request(id, request_id=f"r-{id}"), metadata=tokens.person())
                assert again.name == f"missions/m/funds/{id}"
            for id in list(acknowledged)[:5]:
                with pytest.raises(aio.AioRpcError) as caught:
                    await stub.CreateFund(request(id, minor=1, request_id=f"r-{id}"), metadata=tokens.person())
                assert details_of(caught.value)[kinds.ErrorInfo].reason == "command-id-reused"
        assert await asyncio.to_thread(server.end) == 0
    source = SqlStore.open(config.parent / "town.db")
    check_chain(source.read("m"))
    source.close()
