"""A NATS server of the test's own, and services that speak over it."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext

from osi_core.domain import Service
from osi_core.log.heard import PublicEntry
from osi_core.testing.ports import free_ports
from osi_runtime.bus.background import Bus
from osi_runtime.bus.bell import MissionsBell
from osi_runtime.bus.consumer import Consumer
from osi_runtime.bus.lease import Lease
from osi_runtime.bus.program import nats_server
from osi_runtime.bus.relay import Origin, Relay
from osi_runtime.bus.settings import BusSettings
from osi_runtime.bus.stream import STREAM
from services.runtime.tests.peers.conftest import Served, Stores, Town, until
from tests.conftest import pytest_runtest_setup  # noqa: F401 - skips here too what lacks its tool

QUICK = {
    "look_seconds": 0.3,
    "heartbeat_seconds": 1,
    "answer_seconds": 5,
    "retry_first_seconds": 0.05,
    "retry_most_seconds": 0.3,
    "window_events": 64,
    "batch_events": 50,
}


class Broker:
    """A NATS server with JetStream, which is killed and started again at one address, over one folder."""

    def __init__(self, folder: Path, config: Path | None = None) -> None:
        self._folder, self._config = folder, config
        (self.port,) = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        server = nats_server()
        assert server is not None
        command = [server, "-js", "-sd", str(self._folder), "-a", "127.0.0.1", "-p", str(self.port)]
        command += ["-c", str(self._config)] if self._config else []
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("nats-server does not listen")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None

    def wipe(self) -> None:
        """Loses its disk."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()

    async def stream(self) -> tuple[nats.NATS, JetStreamContext]:
        client = await nats.connect(self.address)
        return client, client.jetstream()


class Speaking:
    """A service of a town with its relay and consumer, which end and begin again."""

    def __init__(self, served: Served, broker: Broker, lease: Lease | None = None) -> None:
        self._served, self._broker, self._lease = served, broker, lease or Lease()
        self._task: asyncio.Task[None] | None = None

    async def begin(self, *, wait: bool = True, **shown: Any) -> None:
        """`shown`: how it is known to the broker."""
        served, settings = self._served, BusSettings(**{"servers": (self._broker.address,), **QUICK, **shown})
        bell, engine = MissionsBell(), served.engine
        bell.hang_on(engine.plugins)

        def told(mission: str, after: int, limit: int) -> list[PublicEntry]:
            return engine.told(mission, after, limit)

        relay = Relay(
            Origin(served.service, lambda: tuple(engine.store.missions()), told, None, engine.compare),
            bell,
            asyncio.to_thread,
            settings,
        )
        others = [one for one in Service if one is not served.service]
        self.bus = Bus(
            served.chain, relay, Consumer(served.chain, others, served.peers.take), served.peers, settings, self._lease
        )
        self._task = asyncio.create_task(self.bus.run())
        if wait:
            await until(lambda: self.bus.connected, "there is no bus")

    async def end(self) -> None:
        """As a killed process does: in the middle of whatever it does."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None


class BusTown:
    """A participation, and a funding that hears it over the bus."""

    def __init__(self, town: Town, broker: Broker) -> None:
        self.town, self.broker = town, broker
        self.participation = Speaking(town.participation, broker)
        self.funding = Speaking(town.funding, broker)

    async def begin(self) -> None:
        """Until funding takes part in the mission. From then on nothing but the bus leads from one to the other, unless
        the test opens participation's door again.
        """
        await self.town.begin(head_seconds=0.2)
        self.town.create()
        await self.participation.begin()
        await self.funding.begin()
        await until(self.all_heard, "the mission was not heard of")
        await self.town.participation.door.close()

    async def end(self) -> None:
        await self.funding.end()
        await self.participation.end()
        await self.town.end()

    def all_heard(self) -> bool:
        return self.town.funding.has_heard(self.town.participation)

    def join(self, count: int, start: int) -> None:
        self.town.join(count, start=start)

    def told(self) -> list[tuple[int, bytes]]:
        """What participation says: positions and hashes."""
        return [(one.position, one.hash) for one in self.town.participation.engine.told("m")]

    def heard(self) -> list[tuple[int, bytes]]:
        """What funding has heard of it."""
        return [(one.position, one.hash) for one in self.town.funding.store.heard("m", "participation-1")]

    async def on_stream(self) -> list[int]:
        """The positions of participation's events on the stream, in the stream's order."""
        client, stream = await self.broker.stream()
        try:
            state = (await stream.stream_info(STREAM)).state
            found = []
            for sequence in range(state.first_seq, state.last_seq + 1):
                message = await stream.get_msg(STREAM, seq=sequence)
                headers = message.headers or {}
                if headers["ce-chain"] == "participation-1":
                    found.append(int(headers["ce-position"]))
            return found
        finally:
            await client.close()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    one = Broker(tmp_path / "nats")
    one.start()
    yield one
    one.kill()


@pytest.fixture
def town(tmp_path: Path, broker: Broker) -> Iterator[BusTown]:
    stores = Stores(tmp_path, {Service.PARTICIPATION: "sqlite", Service.FUNDING: "sqlite"})
    yield BusTown(Town(stores), broker)
    stores.close()
