"""Ordinary usage, for the type checker: `make check` reads it, nobody runs it."""

from __future__ import annotations

from typing import assert_type

from osi.funding.v1.funding_service_pb2 import (
    CreateFundRequest,
    ListFundsRequest,
    ListFundsResponse,
    StreamGrantBallotsResponse,
)
from osi.funding.v1.resources_pb2 import Fund, GrantRound
from osi.log.v1.log_service_pb2 import ReadPublicResponse
from osi.type.v1.decision_progress_pb2 import DecisionProgress

import osi_client
from osi_client import AsyncOperation, AsyncPages, Operation, Pages


async def awaited() -> None:
    async with osi_client.connect("localhost:4433", token="t", language="de") as osi:
        assert_type(await osi.funding.create_fund(parent="missions/m", fund=Fund(), timeout=5), Fund)
        assert_type(await osi.funding.create_fund(CreateFundRequest()), Fund)
        funds = osi.funding.list_funds(parent="missions/m", page_size=10)
        assert_type(funds, AsyncPages[Fund, ListFundsRequest, ListFundsResponse])
        async for fund in funds:
            assert_type(fund, Fund)
        operation = await osi.funding.close_grant_round(name="missions/m/grant-rounds/r")
        assert_type(operation, AsyncOperation[GrantRound, DecisionProgress])
        assert_type(await operation.result(), GrantRound)
        async for replies in osi.log.read_public(mission="missions/m", chain="funding-1"):
            assert_type(replies, ReadPublicResponse)
        await osi.funding.create_fund(colour="red")  # type: ignore[call-arg]
        await osi.funding.create_fund(parent=1)  # type: ignore[arg-type]


def called() -> None:
    with osi_client.connect("localhost:4433", token=lambda: osi_client.Token("t")) as osi:
        assert_type(osi.funding.get_fund(name="missions/m/funds/f"), Fund)
        assert_type(osi.funding.list_funds(), Pages[Fund, ListFundsRequest, ListFundsResponse])
        assert_type([fund for fund in osi.funding.list_funds()], list[Fund])  # noqa: C416
        operation = osi.funding.close_grant_round(name="missions/m/grant-rounds/r")
        assert_type(operation, Operation[GrantRound, DecisionProgress])
        assert_type(operation.result(), GrantRound)
        assert_type(osi.funding.cast_ballots("missions/m/grant-rounds/r", []), StreamGrantBallotsResponse)
