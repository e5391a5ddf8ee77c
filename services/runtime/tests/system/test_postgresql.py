"""Two servers on one PostgreSQL: each writes, and each reads what the other has written."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from grpc import aio
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1.funding_service_pb2_grpc import FundingServiceStub

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from services.runtime.tests.processes import running, written
from services.runtime.tests.town import Tokens, founded, in_a_loop, request
from tests.contract.postgres import postgres_cluster

pytestmark = [pytest.mark.system, pytest.mark.postgres]


async def _fill(stub: FundingServiceStub, name: str, tokens: Tokens) -> str:
    async def one(number: int) -> str:
        call = stub.CreateFund(request(f"{name}-{number}", request_id=f"{name}-{number}"), metadata=tokens.person())
        await call
        return str(dict(await call.trailing_metadata() or ())["osi-position"])

    told = await asyncio.gather(*(one(number) for number in range(30)))
    return max(told, key=lambda position: int(position.rpartition("=")[2]))


@in_a_loop
async def test_two_servers_write_to_one_database_and_read_each_others_writes(tokens: Tokens, tmp_path: Path):
    (tmp_path / "other").mkdir()
    with postgres_cluster() as url:
        founded(SqlStore.create(url)).close()
        one, other = written(tokens, tmp_path, url), written(tokens, tmp_path / "other", url)
        with running(one) as first, running(other) as second:
            async with aio.insecure_channel(first.address) as left, aio.insecure_channel(second.address) as right:
                stubs = FundingServiceStub(left), FundingServiceStub(right)
                told = await asyncio.gather(_fill(stubs[0], "left", tokens), _fill(stubs[1], "right", tokens))
                for stub, position in zip(stubs, reversed(told), strict=True):
                    asked = pb.ListFundsRequest(parent="missions/m", page_size=100)
                    assert (await stub.ListFunds(asked, metadata=(("osi-after", position),))).total_size == 60
                again = await stubs[1].CreateFund(request("left-0", request_id="left-0"), metadata=tokens.person())
                assert again.name == "missions/m/funds/left-0"
            assert await asyncio.to_thread(first.end) == 0
            assert await asyncio.to_thread(second.end) == 0
        source = SqlStore.open(url)
        check_chain(source.read("m"))
        source.close()
