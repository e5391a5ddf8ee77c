"""A network as it is started by one command: with real processes, to the second start."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from osi_core.log.sql import SqlStore
from osi_core.testing.ports import free_ports, is_free
from osi_up.first_call import main as first_call
from services.runtime.tests.bus.conftest import Broker
from tests.contract.postgres import postgres_cluster

pytestmark = pytest.mark.system
PATIENCE = 60.0
SERVICES = ("participation", "matching", "funding")


class Network:
    """`osi up` as a process, and what it has told so far."""

    def __init__(self, folder: Path, port: int, *more: str) -> None:
        command = [sys.executable, "-m", "osi_core.cli", "up", str(folder), "--port", str(port), *more]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("OSI_")} | {"LC_ALL": "C"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ, start_new_session=True
        )
        self.told: list[Any] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next thing told that is wanted."""
        while True:
            told = json.loads(self._lines.get(timeout=PATIENCE))
            self.told.append(told)
            if wanted(told):
                return told

    def rest(self) -> list[str]:
        """What it has told since, once it has ended."""
        self._reader.join(PATIENCE)
        return list(self._lines.queue)

    def until_line(self, wanted: str) -> str:
        """The next line that has these words."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            self.told.append(line)
            if wanted in line:
                return line

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends it; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()
        return code


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Network]]:
    """Starts networks of one folder, and ends those that still run."""
    port, started = free_ports(4)[0], []

    def begin(*more: str) -> Network:
        started.append(Network(tmp_path / "house", port, *more))
        return started[-1]

    yield begin
    for one in started:
        one.end(signal.SIGKILL)


def is_state(name: str, state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda told: told["kind"] == "state" and (told["name"], told["state"]) == (name, state)


def chains_heard(network: Network) -> None:
    """Waits until both others have heard all of participation's chain."""
    waits = {"matching", "funding"}
    while waits:
        told = network.until(lambda one: one["kind"] == "lag" and one["chain"] == "participation-1")
        if told["positions"] == 0:
            waits.discard(told["hearer"])


def is_heard_by_funding(folder: Path, mission: str) -> bool:
    with closing(SqlStore.open(str(folder / "funding.db"), read_only=True)) as store:
        return "participation-1" in store.heard_heads(mission)


def test_a_network_starts_serves_mends_itself_ends_in_order_and_goes_on(start, tmp_path):
    folder = tmp_path / "house"
    network = start("--json")
    ready = network.until(lambda one: one["kind"] == "ready")
    assert set(ready["services"]) == set(SERVICES)
    chains = first_call(folder)
    assert chains == [f"missions/first/chains/{name}-1" for name in ("participation", "matching", "funding")]
    chains_heard(network)

    killed = next(one for one in network.told if is_state("matching", "starts")(one))
    os.kill(killed["pid"], signal.SIGKILL)
    died = network.until(is_state("matching", "died"))
    assert (died["code"], died["again_in"]) == (-signal.SIGKILL, 0.5)
    again = network.until(is_state("matching", "serves"))
    assert again["pid"] != killed["pid"]

    network.process.send_signal(signal.SIGINT)
    ended = {network.until(lambda one: one.get("state") == "ended")["name"] for _ in SERVICES}
    assert ended == set(SERVICES)
    assert all(one["code"] == 0 for one in network.told if one.get("state") == "ended")
    assert network.process.wait(PATIENCE) == 0
    network.end()

    second = start("--json")
    second.until(lambda one: one["kind"] == "ready")
    chains_heard(second)
    assert first_call(folder) == chains  # the same requests, answered as before
    assert second.end(signal.SIGTERM) == 0


@pytest.mark.nats
def test_the_broker_runs_along_and_may_die_too(start, tmp_path):
    network = start("--json")
    network.until(lambda one: one["kind"] == "ready")
    assert len(first_call(tmp_path / "house")) == 3
    chains_heard(network)
    broker = next(one for one in network.told if is_state("nats", "starts")(one))
    os.kill(broker["pid"], signal.SIGKILL)
    network.until(is_state("nats", "died"))
    network.until(is_state("nats", "serves"))
    assert len(first_call(tmp_path / "house", "second")) == 3
    ends = time.monotonic() + PATIENCE
    while not is_heard_by_funding(tmp_path / "house", "second"):
        assert time.monotonic() < ends, "it was not heard"
        time.sleep(0.2)
    configs = {name: (tmp_path / "house" / f"{name}.toml").read_text("utf-8") for name in SERVICES}
    assert all(f'user = "{name}-1"' in config for name, config in configs.items())
    assert (tmp_path / "house" / "nats.conf").stat().st_mode & 0o077 == 0
    assert network.end() == 0
    ended = [one["name"] for one in network.told if one.get("state") == "ended"]
    rest = [json.loads(line) for line in network.rest()]
    ended += [one["name"] for one in rest if one.get("state") == "ended"]
    assert ended[-1] == "nats"
    assert len(ended) == len(SERVICES) + 1


@pytest.mark.nats
def test_a_broker_that_is_there_already_is_used_and_another_one_is_not_started(start, tmp_path):
    broker = Broker(tmp_path / "nats")
    broker.start()
    try:
        network = start("--json", "--nats", broker.address)
        network.until(lambda one: one["kind"] == "ready")
        assert len(first_call(tmp_path / "house")) == 3
        chains_heard(network)
        subjects = asyncio.run(subjects_on(broker))
        assert any(one.startswith("osi.v1.participation.first.") for one in subjects)
        assert not [one for one in network.told if one["kind"] == "state" and one["name"] == "nats"]
        assert network.end() == 0
    finally:
        broker.kill()


async def subjects_on(broker: Broker) -> list[str]:
    """All subjects of which the stream has messages."""
    client, stream = await broker.stream()
    try:
        return [*((await stream.stream_info("OSI", subjects_filter=">")).state.subjects or {})]
    finally:
        await client.close()


@pytest.mark.postgres
def test_the_logs_lie_in_postgresql_and_a_second_start_goes_on_there_alone(start, tmp_path):
    with postgres_cluster() as url:
        base = url.replace("/postgres?", "/town?")
        network = start("--json", "--nats", "none", "--postgresql", base)
        network.until(lambda one: one["kind"] == "ready")
        chains = first_call(tmp_path / "house")
        chains_heard(network)
        assert network.end() == 0
        assert not (tmp_path / "house" / "participation.db").exists()

        elsewhere = start("--json", "--nats", "none")
        assert elsewhere.process.wait(PATIENCE) == 3
        assert elsewhere.process.stderr is not None
        assert "town_participation" in elsewhere.process.stderr.read()

        second = start("--json", "--nats", "none", "--postgresql", base)
        second.until(lambda one: one["kind"] == "ready")
        chains_heard(second)
        assert first_call(tmp_path / "house") == chains
        assert second.end() == 0
        with psycopg.connect(url) as connection:
            names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        assert {f"town_{name}" for name in SERVICES} <= names


def test_services_end_with_it_when_it_is_killed(start):
    network = start("--json")
    ready = network.until(lambda one: one["kind"] == "ready")
    network.end(signal.SIGKILL)
    ports = [int(address.rpartition(":")[2]) for address in ready["services"].values()]
    ends = time.monotonic() + PATIENCE
    while not all(map(is_free, ports)):
        assert time.monotonic() < ends, "they serve on"
        time.sleep(0.1)


def test_lines_say_where_it_is_and_how_to_begin(start, tmp_path):
    network = start("--plain")
    network.until_line("All serve")
    assert "osi token operator" in network.until_line("a token")
    assert str(tmp_path / "house") in network.until_line("a first call")
    assert any("serves at 127.0.0.1:" in line for line in network.told)
    second = start("--plain")
    assert second.process.wait(PATIENCE) == 3
    assert second.process.stderr is not None
    assert "another `osi up` runs in" in second.process.stderr.read()
    assert network.end() == 0


def test_a_port_that_is_taken_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        network = Network(tmp_path / "house", port)
        assert network.process.wait(PATIENCE) == 3
        assert network.process.stderr is not None
        said = network.process.stderr.read()
        assert f"127.0.0.1:{port}" in said
        assert "participation" in said
        network.end()


def test_a_service_that_cannot_live_is_given_up_with_the_last_it_said(start, tmp_path):
    network = start("--json")
    network.until(lambda one: one["kind"] == "ready")
    assert network.end() == 0
    (tmp_path / "house" / "funding.db").unlink()  # its head lies beside it: lost, and not made anew
    network = start("--json")
    while (died := network.until(is_state("funding", "died")))["again_in"] is not None:
        pass
    assert died["code"] == 3
    assert network.process.wait(PATIENCE) == 3
    assert network.process.stderr is not None
    assert "funding.db" in network.process.stderr.read()
