"""`osi serve funding` as a process of its own, over a SQLite file: a round to its payment, also behind a kill."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from google.longrunning import operations_pb2
from osi.funding.v1 import funding_service_pb2 as pb

from osi_conformance.town import balances
from services.funding.tests.serving import Beside
from services.funding.tests.test_grant_round import from_opening_to_payment
from services.funding.tests.test_operations import closed, result, voted, wait

pytestmark = pytest.mark.system
OSI = Path(sys.executable).parent / "osi"


@asynccontextmanager
async def served(neighbours: Beside, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, once it takes calls; it is told to end, and does so in order."""
    process = await asyncio.create_subprocess_exec(
        OSI,
        "serve",
        "funding",
        "--config",
        str(neighbours.settings),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "OSI_LANG": "en"},
    )
    assert process.stdout is not None
    try:
        while b"serves at" not in (line := await asyncio.wait_for(process.stdout.readline(), 60)):
            assert line, "it ended before it served"
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 60) == 0


def test_a_round_is_played_to_its_payment_and_a_killed_process_loses_nothing(neighbours, tmp_path):
    async def story() -> None:
        async with neighbours.speaking():
            async with served(neighbours, tmp_path) as process:
                town = await neighbours.town()
                await from_opening_to_payment(town)
                round_ = await voted(town)
                operation = await closed(town, round_)
                process.kill()
                await process.wait()
            async with served(neighbours, tmp_path):
                await town.mission.heard()
                told = await wait(town, operation.name)
                while not told.done:
                    told = await wait(town, operation.name)
                fund = await town.mission.read("GetFund", pb.GetFundRequest(name=result(told).fund))
                assert balances(fund) == {"granted": 10_000}
                listed = operations_pb2.ListOperationsRequest(name=town.mission.name)
                assert len((await town.mission.read("ListOperations", listed)).operations) == 2

    asyncio.run(story())
