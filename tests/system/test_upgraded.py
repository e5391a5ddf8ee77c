"""A service is upgraded under load, again and again: it drains and ends, and the next version goes on over its store.
Clients send again what was not answered, under the same `request_id`; nobody is refused, and nothing happens twice.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

import osi_client
from tests.system.later_version import of_version
from tests.system.served import Served, served
from tests.system.test_funding_killed import CALLERS, Load, assert_all_is_there_once, begun

pytestmark = [pytest.mark.system, pytest.mark.timeout(7_200)]

UPGRADES = int(os.environ.get("OSI_UPGRADES", "3"))
BETWEEN = 300
"""Calls that are answered between two upgrades."""


@dataclass(frozen=True)
class Counted(osi_client.Retries):
    """Never gives up, and counts how often a call was sent again."""

    attempts: int = 1_000
    longest: float = 0.5
    again: list[float] = field(default_factory=list)

    def wait(self, failed: int, chance: float) -> float:
        self.again.append(time.monotonic())
        return super().wait(failed, chance)


class Answers(dict[str, str]):
    """What was answered, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def __setitem__(self, key: str, value: str) -> None:
        super().__setitem__(key, value)
        self.times.append(time.monotonic())

    @property
    def longest_pause(self) -> float:
        """Seconds in which nobody was answered."""
        return max(after - before for before, after in pairwise(self.times))


async def upgrade_again_and_again(service: Served, load: Load) -> None:
    """To the next version and the one behind it, and back to where it began."""
    for number in range(UPGRADES):
        enough = len(load.funds) + BETWEEN
        while len(load.funds) < enough:
            await asyncio.sleep(0.01)
        version = f"1.{number + 1}" if number + 1 < UPGRADES else "1.0"
        code = await asyncio.to_thread(service.stop)
        assert code == 0, service.log
        service.program = of_version(version)
        await service.start()
    enough = len(load.funds) + BETWEEN
    while len(load.funds) < enough:
        await asyncio.sleep(0.01)
    load.is_over = True


async def upgraded(folder: Path) -> tuple[Answers, Counted]:
    async with served(folder) as service:
        service.program = of_version("1.0")
        retries, answers = Counted(), Answers()
        load, fund = await begun(service, retries)
        load.funds = answers
        async with asyncio.TaskGroup() as group:
            for number in range(CALLERS):
                group.create_task(load.open_funds(service, number))
            group.create_task(load.cast_ballots(service, random.Random(8)))
            group.create_task(upgrade_again_and_again(service, load))
        await assert_all_is_there_once(service, load, fund)
        assert service.stop() == 0, service.log
        assert load.ballots
    return answers, retries


def test_an_upgrade_refuses_nobody_and_does_nothing_twice(tmp_path: Path) -> None:
    answers, retries = asyncio.run(upgraded(tmp_path))
    assert len(answers) >= BETWEEN * (UPGRADES + 1)
    assert retries.again, "nobody noticed that it was upgraded: it was not under load"
    print(f"\n{UPGRADES} upgrades under {CALLERS + 1} clients: {len(answers):,} requests, all granted and done once;")
    print(f"{len(retries.again):,} sent again; nobody was answered for {answers.longest_pause:.2f} s at most")
