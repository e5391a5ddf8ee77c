"""Two servers over one PostgreSQL database: one relays and consumes, and when it is gone the other one does."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from grpc import aio
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1.participation_service_pb2_grpc import ParticipationServiceStub

from osi_core.log.sql import SqlStore
from osi_core.process import Engine, share_of
from osi_runtime.bus.stream import STREAM
from services.runtime.tests.bus.conftest import Broker
from services.runtime.tests.processes import Process, running, written
from services.runtime.tests.town import Tokens, in_a_loop
from tests.contract.postgres import postgres_cluster

pytestmark = [pytest.mark.system, pytest.mark.nats, pytest.mark.postgres]
PATIENCE = 60.0
SECONDS = 2


async def until(holds: Callable[[], object], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, what
        await asyncio.sleep(0.05)


def holder_of(url: str) -> str:
    """Who relays, by the database."""
    with psycopg.connect(url) as connection:
        if not connection.execute("SELECT to_regclass('osi_leases')").fetchone()[0]:
            return ""
        row = connection.execute("SELECT holder FROM osi_leases WHERE ends > clock_timestamp()").fetchone()
        return str(row[0]) if row else ""


async def create(server: Process, mission: str, tokens: Tokens) -> None:
    async with aio.insecure_channel(server.address) as channel:
        request = pb.CreateMissionRequest(name=f"missions/{mission}", title="Climate-neutral", request_id=mission)
        await ParticipationServiceStub(channel).CreateMission(request, metadata=tokens.operator(), timeout=30)


async def on_stream(broker: Broker) -> list[tuple[str, int]]:
    """Mission and position of every message, in the stream's order."""
    client, stream = await broker.stream()
    try:
        state = (await stream.stream_info(STREAM)).state
        held = range(state.first_seq, state.last_seq + 1) if state.messages else ()
        messages = [await stream.get_msg(STREAM, seq=at) for at in held]
        return [(one.subject.split(".")[3], int((one.headers or {})["ce-position"])) for one in messages]
    finally:
        await client.close()


async def until_on_stream(broker: Broker, mission: str) -> None:
    ends = time.monotonic() + PATIENCE
    while mission not in dict(await on_stream(broker)):
        assert time.monotonic() < ends, f"{mission} is not on the stream"
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
@in_a_loop
async def test_one_of_two_relays_and_the_other_goes_on_when_it_is_gone(
    how: signal.Signals, tokens: Tokens, tmp_path: Path, broker: Broker
):
    bus = {"servers": [broker.address], "lease_seconds": SECONDS, "look_seconds": 0.5, "retry_most_seconds": 0.5}
    with postgres_cluster() as url:
        SqlStore.create(url).close()
        configs = []
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
            config = written(tokens, tmp_path / name, url, bus=bus, peers={"organisation": "town"})
            configs.append(config)
        with running(configs[0], "participation") as first:
            await until(lambda: holder_of(url), "nobody relays")
            holder = holder_of(url)
            with running(configs[1], "participation") as second:
                for number, server in enumerate((first, second) * 3):
                    await create(server, f"m{number}", tokens)
                    await until_on_stream(broker, f"m{number}")
                assert holder_of(url) == holder, "there are two"
                first.process.send_signal(how)
                await create(second, "after", tokens)
                await until_on_stream(broker, "after")
                assert holder_of(url) not in ("", holder)
                if how is signal.SIGSTOP:  # it wakes, and finds that it has lost the lease
                    first.process.send_signal(signal.SIGCONT)
                    await create(first, "awake", tokens)
                    await until_on_stream(broker, "awake")
                    assert holder_of(url) != holder
                    assert await asyncio.to_thread(first.end) == 0
                assert await asyncio.to_thread(second.end) == 0
                assert holder_of(url) == "", "who ends gives it back"
        told = await on_stream(broker)
        assert len(told) == len(set(told)), "what two relay stands once on the stream"
        store = SqlStore.open(url)
        engine = Engine(store, share=share_of("participation"), chain="participation-1")
        for mission in store.missions():
            assert [at for name, at in told if name == mission] == [one.position for one in engine.told(mission)]
        store.close()
