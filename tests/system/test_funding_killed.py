"""A funding service that is killed again and again under load, while its clients go on: what was acknowledged is there,
once. Six kills in `make test`, 200 by `make soak`.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from google.rpc.status_pb2 import Status
from google.type.money_pb2 import Money
from osi.funding.v1.funding_service_pb2 import GrantBallot
from osi.funding.v1.resources_pb2 import Fund

import osi_client
from osi_client import ByToken
from osi_conformance.mission import Mission
from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from tests.system.served import Served, Town, served

pytestmark = [pytest.mark.system, pytest.mark.timeout(7_200)]

KILLS = int(os.environ.get("OSI_KILLS", "6"))
CALLERS = 12
VOTERS = ("ada", "ben", "cem", "dia")
PATIENT = osi_client.Retries(attempts=1_000, longest=0.5)


def is_passing(status: Status) -> bool:
    """Whether a ballot was refused only because a service that has just begun does not know yet what others say."""
    return osi_client.error_of_status(status).codes == ("knowledge-missing",)


class Load:
    """Clients that open funds and cast ballots, and note what they were answered; none of them gives up."""

    def __init__(
        self, mission: Mission, round_: str, applications: list[str], retries: osi_client.Retries = PATIENT
    ) -> None:
        self.mission, self._round, self._applications = mission, round_, applications
        self._retries = retries
        self.funds: dict[str, str] = {}
        """Purpose, which is each call's own → name that was answered."""
        self.ballots: set[str] = set()
        """Ids of those that stand, by the answers."""
        self.is_over = False

    def _client(self, service: Served, by: str) -> osi_client.Connection:
        return osi_client.connect(
            service.setup.target, token=self.mission.token(by), timeout=120.0, retries=self._retries
        )

    async def open_funds(self, service: Served, number: int) -> None:
        async with self._client(service, "rita") as osi:
            for count in range(1_000_000):
                if self.is_over:
                    return
                purpose = f"Tree {number} of row {count}"
                fund = Fund(institution=self.mission.at("institutions/town"), purpose=purpose)
                fund.amount.CopyFrom(Money(currency_code="EUR", units=5))
                made = await osi.funding.create_fund(parent=self.mission.name, fund=fund)
                self.funds[purpose] = made.name

    async def cast_ballots(self, service: Served, chance: random.Random) -> None:
        async with self._client(service, "ada") as osi:
            while not self.is_over:
                some = [self._ballot(chance) for _ in range(chance.randrange(1, 30))]
                while (reply := await osi.funding.cast_ballots(self._round, some)).cast < len(some):
                    assert all(is_passing(one.status) for one in reply.refused), reply
                self.ballots |= {ballot.id for _, ballot in some}

    def _ballot(self, chance: random.Random) -> ByToken:
        chosen = [one for one in self._applications if chance.random() < 0.5]
        ballot = GrantBallot(id=f"b-{chance.randrange(10**12)}", choices=chosen)
        return ByToken(self.mission.token(chance.choice(VOTERS)), ballot)


async def kill_again_and_again(service: Served, load: Load) -> None:
    """Each time when some more was acknowledged than the last time."""
    chance = random.Random(7)
    for _ in range(KILLS):
        enough = len(load.funds) + chance.randrange(20, 150)
        while len(load.funds) < enough:
            await asyncio.sleep(0.01)
        await asyncio.sleep(chance.uniform(0, 0.05))
        service.kill()
        await service.start()
    load.is_over = True


async def begun(service: Served, retries: osi_client.Retries = PATIENT) -> tuple[Load, str]:
    """The service with a mission, and a round that takes ballots; the load that is to come, and the round's fund."""
    mission = service.mission("real")
    await service.start()
    await mission.heard()
    town = Town(mission)
    fund = await town.fund(100_000_000)
    round_ = await town.round(fund.name, applications_until=mission.time(seconds=6), closes_at=mission.time(hours=20))
    applications = [(await town.apply(round_.name, number)).name for number in (1, 2, 3)]
    await asyncio.sleep(6)
    return Load(mission, round_.name, applications, retries), fund.name


async def killed(folder: Path) -> tuple[Load, Mission]:
    async with served(folder) as service:
        load, fund = await begun(service)
        async with asyncio.TaskGroup() as group:
            for number in range(CALLERS):
                group.create_task(load.open_funds(service, number))
            group.create_task(load.cast_ballots(service, random.Random(8)))
            group.create_task(kill_again_and_again(service, load))
        assert service.stop() == 0, service.log
        await service.start()
        await assert_all_is_there_once(service, load, fund)
    return load, load.mission


async def assert_all_is_there_once(service: Served, load: Load, first: str) -> None:
    """As a client reads it."""
    async with osi_client.connect(service.setup.target) as osi:
        found = {
            fund.name: fund.purpose async for fund in osi.funding.list_funds(parent=load.mission.name, page_size=1_000)
        }
    found.pop(first)
    assert Counter(found.values()) == Counter(load.funds.keys())
    assert {purpose: name for name, purpose in found.items()} == load.funds


def test_a_service_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    load, mission = asyncio.run(killed(tmp_path))
    assert len(load.funds) > 20 * KILLS
    assert load.ballots
    with closing(SqlStore.open(tmp_path / "funding.db", read_only=True)) as store:
        entries = list(store.read(mission.id))
        assert check_chain(entries) == store.head(mission.id)
        cast = [json.loads(one.raw)["data"]["ids"] for one in entries if one.type == "funding.ballots_cast"]
    ids = Counter(id for ids in cast for id in ids)
    assert max(ids.values()) == 1, "a ballot lies in the box twice"
    assert len(ids) == len(load.ballots)
    with closing(sqlite3.connect(tmp_path / "funding.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
