"""An engine that is killed again and again, while its callers send again what was not answered: nothing that was
acknowledged is lost, and nothing is there twice. Six kills a store in `make test`, 200 by `make soak`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from osi_core.domain import Phase
from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore
from osi_core.testing.scenario import Scenario
from tests.contract.postgres import postgres_cluster

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(3_600),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and a signal that no process can catch"),
]

KILLS = int(os.environ.get("OSI_KILLS", "6"))

# Loads the library once; forks a writer for each line "first file", which sends commands from number `first` on in
# groups, under their command ids, and notes number and position of each in the file once it is acknowledged.
LAUNCHER = """
import os, sys
from osi_core.challenges.commands import SubmitChallenge
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process import Engine, Request
plugins = Plugins.builtin()
def write(first, file):
    engine = Engine(SqlStore.open(sys.argv[1]), plugins=plugins, snapshot_every=100)
    noted = os.open(file, os.O_WRONLY | os.O_APPEND)
    while True:
        numbers = range(first, first + first % 9 + 1)
        first += len(numbers)
        commands = [SubmitChallenge(mission="m", challenge=f"c-{n}", title=f"Title {n}") for n in numbers]
        answers = engine.handle_many([Request(c, "ada", f"id-{n}") for n, c in zip(numbers, commands)])
        said = [f"{n} {a.receipt.position}\\n" for n, a in zip(numbers, answers)]
        os.write(noted, "".join(said).encode())
for line in sys.stdin:
    first, file = line.split()
    child = os.fork()
    if not child:
        try:
            write(int(first), file)
        finally:
            os._exit(1)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def _wait_until_something_is_noted(noted: Path) -> None:
    ends = time.monotonic() + 60
    while not noted.stat().st_size and time.monotonic() < ends:
        time.sleep(0.01)


def killed_again_and_again(address: str, folder: Path) -> None:
    """The positions of acknowledged commands stay what they were, and each command is in the log once."""
    scenario = Scenario(SqlStore.create(address))
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.engine.store.close()
    noted, chance, positions = folder / "noted", random.Random(7), dict[int, int]()
    command = [sys.executable, "-c", LAUNCHER, address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdin is not None
        assert launcher.stdout is not None
        for _ in range(KILLS):
            noted.write_bytes(b"")
            first = max(1, len(positions) - chance.randrange(12))  # some of these were answered before
            print(first, noted, file=launcher.stdin, flush=True)
            child = int(launcher.stdout.readline())
            if chance.random() < 0.8:  # the others are killed before they have answered anything, or soon after
                _wait_until_something_is_noted(noted)
            time.sleep(chance.uniform(0.0, 0.3))
            os.kill(child, signal.SIGKILL)
            assert int(launcher.stdout.readline()) == signal.SIGKILL, "the writer ended by itself"
            for number, position in (line.split() for line in noted.read_text().splitlines()):
                assert positions.setdefault(int(number), int(position)) == int(position)
            assert_nothing_lost_or_double(address, positions)
        launcher.stdin.close()
    assert len(positions) > KILLS


def assert_nothing_lost_or_double(address: str, positions: dict[int, int]) -> None:
    store = SqlStore.open(address, read_only=True)
    try:
        entries = list(store.read("m"))
        assert check_chain(entries) == store.head("m")
        said = [(entry.position, json.loads(entry.raw)) for entry in entries if entry.type == "challenges.submitted"]
        by_stream = Counter(envelope["stream"] for _, envelope in said)
        assert not [stream for stream, count in by_stream.items() if count > 1]
        assert len({envelope["command_id"] for _, envelope in said}) == len(said)
        there = {int(envelope["stream"].rpartition("-")[2]): position for position, envelope in said}
        assert {number: there.get(number) for number in positions} == positions
        assert sorted(there) == list(range(1, len(there) + 1))
        kept = {envelope["position"]: envelope["command_id"] for _, envelope in said}
        for position in positions.values():
            assert store.reply("m", kept[position]) is not None
    finally:
        store.close()


def test_an_engine_on_sqlite_is_killed_and_loses_and_doubles_nothing(tmp_path: Path) -> None:
    killed_again_and_again(str(tmp_path / "osi.db"), tmp_path)


@pytest.mark.postgres
def test_an_engine_on_postgresql_is_killed_and_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with postgres_cluster() as address:
        killed_again_and_again(address, tmp_path)
