"""Several engines on one PostgreSQL database: replicas of a service, each with its own memory of the same missions."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.challenges.facts import Challenge
from osi_core.domain import Malformed, Phase, Refused
from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import JoinMission
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.testing.scenario import Scenario

pytestmark = [pytest.mark.postgres, pytest.mark.system]

CITIZENS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from osi_core.challenges.commands import SubmitChallenge
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import JoinMission
from osi_core.mission.facts import Member
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
    scenario = Scenario(SqlStore.create(postgres_url))
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
    scenario = Scenario(SqlStore.create(postgres_url))
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


def test_replicas_that_join_the_same_user_at_once_agree(postgres_url: str) -> None:
    scenario = Scenario(SqlStore.create(postgres_url))
    engines = [Engine(SqlStore.open(postgres_url), plugins=Plugins.builtin()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for user in range(10):
            found = list(pool.map(lambda engine, user=user: engine.join("m", f"user {user}"), engines))
            assert len(set(found)) == 1
    assert len(scenario.facts(Member)) == 10
    for engine in (scenario.engine, *engines):
        engine.store.close()


@pytest.mark.parametrize("command_id", ["a\0b", "\ud800", "x" * 10_000_000])
def test_what_postgresql_cannot_hold_does_not_reach_it(postgres_url: str, command_id: str) -> None:
    scenario = Scenario(SqlStore.create(postgres_url))
    with pytest.raises(Malformed, match="command_id: "):
        scenario.do(JoinMission(mission="m", participant="anna"), by="anna", command_id=command_id)
    scenario.do(JoinMission(mission="m", participant="anna"), by="anna", command_id="x" * 200)
    scenario.engine.store.close()


JOINING = """
import sys
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
engine = Engine(SqlStore.open(sys.argv[1]), plugins=Plugins.builtin())
engine.memory("m")
print("ready", flush=True)
sys.stdin.readline()
for number in range(30):
    print(engine.join("m", f"user-{number}"), flush=True)
"""


def test_processes_that_let_the_same_users_join_agree_who_they_are(postgres_url: str) -> None:
    scenario = Scenario(SqlStore.create(postgres_url))
    command = [sys.executable, "-W", "error", "-c", JOINING, postgres_url]
    replicas = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for replica in replicas:
        assert replica.stdout is not None
        assert replica.stdout.readline() == "ready\n"
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write("go\n")
        replica.stdin.flush()
    said = [replica.communicate(timeout=120)[0].split() for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0]
    assert said[0] == said[1] == said[2]
    assert len(set(said[0])) == 30
    scenario.engine.store.close()
