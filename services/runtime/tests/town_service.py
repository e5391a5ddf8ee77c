"""A service to test the runtime with: the contract of funding over an engine of the whole, in which a town can give.

`python town_service.py SETTINGS` serves it, or with a name behind it an installed service; what the funding service is
made of is none of the runtime's business.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from google.longrunning.operations_pb2 import Operation
from grpc import StatusCode
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1 import resources_pb2

from osi_core.domain import Service
from osi_core.funding import commands as c
from osi_core.funding.views import ApplicationView, FundView, GrantRoundView, LedgerEntryView
from osi_core.process import share_of
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By, Creates, Custom, Does, Gets, Lists

assert share_of("all")  # its events are known from here on


async def _close(runtime: Any, request: pb.CloseGrantRoundRequest) -> Operation:
    """Breaks in a way that nobody foresaw, with words of a person in its sentence."""
    raise ValueError(f"nobody may read this: {request.request_id}")


async def _wait(runtime: Any, request: pb.BatchCastGrantBallotsRequest) -> pb.BatchCastGrantBallotsResponse:
    """Takes as long as the name of the first ballot's token says."""
    await asyncio.sleep(float(request.ballots[0].token))
    return pb.BatchCastGrantBallotsResponse()


async def _count(runtime: Any, parts: AsyncIterator[pb.StreamGrantBallotsRequest]) -> pb.StreamGrantBallotsResponse:
    """Counts what it gets."""
    count = 0
    async for part in parts:
        count += len(part.ids)
        if "refused" in part.ids:
            raise CallRefused(StatusCode.FAILED_PRECONDITION, "runtime.token-needed")
    return pb.StreamGrantBallotsResponse(cast=count)


SERVICE = ServiceDeclaration(
    name=Service.FUNDING,
    share="all",
    descriptors=(pb.DESCRIPTOR.services_by_name["FundingService"],),
    files=(resources_pb2.DESCRIPTOR,),
    shows=(LedgerEntryView,),
    methods={
        "CreateFund": Creates(c.OpenFund, FundView),
        "GetFund": Gets(FundView),
        "ListFunds": Lists(FundView),
        "ListLedgerEntries": Lists(LedgerEntryView),
        "CreateGrantRound": Creates(c.OpenGrantRound, GrantRoundView),
        "GetGrantRound": Gets(GrantRoundView, By.MEMBER),
        "ListGrantRounds": Lists(GrantRoundView, By.SERVICE),
        "CloseGrantRound": Custom(_close, By.OPERATOR),
        "CancelGrantRound": Does(c.CancelGrantRound, GrantRoundView),
        "CreateApplication": Creates(c.ApplyForGrant, ApplicationView),
        "GetApplication": Gets(ApplicationView),
        "ListApplications": Lists(ApplicationView),
        "CastGrantBallot": Does(c.CastGrantBallot, fills=lambda reply, command: setattr(reply, "id", command.ballot)),
        "BatchCastGrantBallots": Custom(_wait, By.PUBLIC, mission=""),
        "StreamGrantBallots": Custom(_count, By.PUBLIC, mission=""),
        "AcceptGrant": Does(c.AcceptGrant, ApplicationView),
        "LapseGrant": Does(c.LapseGrant, ApplicationView),
        "ProposeGrantMove": Does(c.ProposeGrantMove, ApplicationView),
        "PayGrant": Does(c.PayGrant, ApplicationView),
        "ProposeWriteOff": Does(c.ProposeWriteOff, ApplicationView),
        "WriteOffGrant": Does(c.WriteOffGrant, ApplicationView),
        "UndoWriteOff": Does(c.UndoWriteOff, ApplicationView),
        "ReturnGrant": Does(c.ReturnGrant, ApplicationView),
    },
)


def main(config: str, name: str = "") -> None:
    """Serves until it is told to end; prints the address once it does."""
    from osi_core.words import WordedError
    from osi_runtime.logs import set_up
    from osi_runtime.serve import serve, service_of
    from osi_runtime.settings import read_settings

    settings = read_settings(file=Path(config)).settings
    set_up(settings.log)
    try:
        serve(
            settings,
            service_of(name) if name else SERVICE,
            lambda running: print(running.listening.addresses[0], flush=True),
        )
    except WordedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
