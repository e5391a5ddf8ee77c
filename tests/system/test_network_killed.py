"""A network under load, over real NATS servers, to which one fault after another happens: what was acknowledged is
there, once, and missions end as in one process. Six faults in `make test`, 200 and more by `make soak`.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osi_core.domain import Service
from osi_core.plugins import Plugins
from tests.contract.postgres import cluster
from tests.system.disks import small_disk
from tests.system.faults.checker import (
    assert_all_know_the_same,
    assert_nothing_of_a_crowd_is_lost_or_double,
    assert_played_as_in_one,
)
from tests.system.faults.crowd import Crowd
from tests.system.faults.faults import CLUSTER, FAULTS, Fault, a_service_is_killed
from tests.system.faults.load import Load
from tests.system.faults.network import Network, network
from tests.system.faults.players import Player

pytestmark = [pytest.mark.system, pytest.mark.nats, pytest.mark.timeout(36_000)]

KILLS = int(os.environ.get("OSI_KILLS", "6"))
SOAK = "OSI_KILLS" in os.environ
FEW = 2 if SOAK else 1
"""Missions at a time, where one or two faults come: each is played to its end."""
soak = pytest.mark.skipif(not SOAK, reason="a soak: OSI_KILLS=50 runs it")
_PATIENCE = 180.0


def suffer(network: Network, load: Sequence[Load], faults: Sequence[Fault], count: int) -> None:
    """Each fault comes when more was acknowledged than before the last one: all goes on behind each."""
    chance = random.Random(7)
    for number in range(count):
        fault = faults[number] if number < len(faults) else chance.choice(faults)
        _until_more(network, load, chance.randrange(10, 60), f"before {fault.__name__}, the {number + 1}th fault")
        print(f"{datetime.now(UTC):%H:%M:%S} {fault.__name__}")  # shown where the test fails
        fault(network, chance)
    _until_more(network, load, 10, "behind the last fault")


def _until_more(network: Network, load: Sequence[Load], more: int, when: str) -> None:
    ends, enough = time.monotonic() + _PATIENCE, [one.acknowledged + more for one in load]
    while any(one.acknowledged < wanted for one, wanted in zip(load, enough, strict=True)):
        if any(one.has_failed for one in load):
            return  # it says itself what went wrong
        assert time.monotonic() < ends, f"nothing goes on {when}:\n{network.logs()}"
        time.sleep(0.02)


def suffered(network: Network, faults: Sequence[Fault], count: int, missions: int = 2) -> None:
    """A network is under load, of so many missions at a time, suffers, and is looked through."""
    plugins = Plugins.builtin()
    with ExitStack() as ends:
        seeds = (range(first, first + 1_000) for first in range(0, missions * 1_000, 1_000))
        players = [Player(network, plugins, some) for some in seeds]
        for player in players:
            ends.callback(player.close)
        with Crowd(network) as crowd, ExitStack() as playing:
            for player in players:
                playing.enter_context(player)
            suffer(network, [crowd, *players], faults, count)
        played = [one for player in players for one in player.ended]
        assert_all_know_the_same(network, plugins, [crowd.mission, *(plan.mission for plan, _ in played)])
        assert_nothing_of_a_crowd_is_lost_or_double(network, plugins, crowd)
        print(f"{count} faults, {crowd.acknowledged} of the crowd and {len(played)} missions were acknowledged")
        for plan, ended in played:
            assert_played_as_in_one(plan, ended, plugins)


def test_a_network_that_suffers_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with network(tmp_path) as one:
        suffered(one, FAULTS, KILLS)


def test_a_disk_that_is_full_under_the_logs_stops_nothing_for_good(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:

        def a_disk_is_full(_: Network, chance: random.Random) -> None:
            with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
                while True:
                    ballast.write(bytes(4_096))
            time.sleep(chance.uniform(1, 4))
            (disk / "ballast").unlink()

        with network(tmp_path, stores={service: str(disk / f"{service}.db") for service in Service}) as one:
            suffered(one, (a_disk_is_full,), max(1, KILLS // 20), FEW)


@pytest.mark.postgres
def test_a_database_that_is_ended_at_once_and_begins_again_has_all_that_was_acknowledged(tmp_path: Path) -> None:
    with cluster() as database, network(tmp_path, stores={Service.PARTICIPATION: database.url}) as one:

        def the_database_is_ended(_: Network, chance: random.Random) -> None:
            database.stop()
            time.sleep(chance.uniform(0, 2))
            database.start()

        suffered(one, (the_database_is_ended, a_service_is_killed), max(2, KILLS // 5), FEW)


@soak
def test_a_network_over_three_brokers_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with network(tmp_path, brokers=3) as one:
        suffered(one, CLUSTER, KILLS // 4)
