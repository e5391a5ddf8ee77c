"""Several engines on one PostgreSQL database: replicas of a service, each with its own memory of the same missions."""

from __future__ import annotations

import subprocess
import sys

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.challenges.facts import Challenge
from osi_core.domain import Phase, Refused
from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.testing.scenario import Scenario

pytestmark = [pytest.mark.postgres, pytest.mark.system]

CITIZENS = """
import sys
from osi_core.challenges.commands import SubmitChallenge
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
engine = Engine(SqlStore.open(sys.argv[1]), plugins=Plugins.builtin())
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    command = SubmitChallenge(mission="m", challenge=f"{sys.argv[2]}-{number}", title="A bus in the evening")
    receipt = engine.handle(command, actor="anna", command_id=f"{sys.argv[2]}-{number}").receipt
    print(receipt.position, flush=True)
"""


def test_citizens_of_four_replicas_never_conflict(postgres_url: str) -> None:
    scenario = Scenario(SqlStore.open(postgres_url))
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.citizen("anna")
    command = [sys.executable, "-W", "error", "-c", CITIZENS, postgres_url]
    replicas = [
        subprocess.Popen([*command, f"r{n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(4)
    ]
    for replica in replicas:
        assert replica.stdout is not None
        assert replica.stdout.readline() == "ready\n"
    said = [replica.communicate("go\n", timeout=120)[0].split() for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0, 0]
    positions = sorted(int(position) for lines in said for position in lines)
    assert len(set(positions)) == 100
    assert check_chain(scenario.engine.store.read("m")) == scenario.engine.head("m")
    assert len(scenario.facts(Challenge)) == 100
    scenario.engine.store.close()


def test_a_replica_decides_by_what_another_has_written(postgres_url: str) -> None:
    scenario = Scenario(SqlStore.open(postgres_url))
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.citizen("anna")
    other = Engine(SqlStore.open(postgres_url), plugins=Plugins.builtin())
    command = SubmitChallenge(mission="m", challenge="bus", title="A bus in the evening")
    first = other.handle(command, actor="anna", command_id="form-1")
    again = scenario.do(command, by="anna", command_id="form-1")
    assert again.repeated
    assert again.receipt == first.receipt
    with pytest.raises(Refused, match="challenges/bus exists already"):
        scenario.do(command, by="anna", command_id="form-2")
    other.store.close()
    scenario.engine.store.close()
