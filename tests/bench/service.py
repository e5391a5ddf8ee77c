"""What a call costs: the funding service beside an empty echo of grpc.aio and uvloop, in one run.

Processor time of client and server together, measured where the kernel counts it; each in processes of its own, in
turns, and the median of the turns is told. The service is `osi serve funding` as anybody starts it: it validates, knows
who calls by a signed token, and is durable (SQLite, synchronous=FULL) before it answers.
`python -m tests.bench.service` runs it alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import grpc
import grpc.aio
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.town import Town
from osi_core.testing.ports import free_ports
from tests.bench import service_parts
from tests.bench.service_load import Told
from tests.system.served import Served, served

CALLERS, CALLS, WARM, TURNS = 64, 4_000, 1_000, 5
DURABLE, RECORDED = 1 / 0.6, 1 / 0.5
"""The bar: so many times the echo at most."""
VOTERS = ("ada", "ben", "cem", "dia", "eli", "mia", *(f"founder-{number:02}" for number in range(1, 12)))
TICK = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """What calls of one kind took, each."""

    client: float
    server: float
    """Microseconds of processor time."""
    p50: float
    p99: float
    """Seconds until the answer."""
    rate: float
    """Calls a second."""

    @property
    def both(self) -> float:
        """Client and server."""
        return self.client + self.server


def used(pid: int) -> float:
    """Seconds of processor time of a process and the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICK


async def measured(told: Told, pid: int) -> Took:
    """Calls from a process of their own; `pid` is the server's."""
    load = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.service_load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert load.stdin is not None
    assert load.stdout is not None
    try:
        load.stdin.write(json.dumps(told._asdict()).encode() + b"\n")
        if not await load.stdout.readline():
            raise SystemExit(f"the callers of {told.kind} have ended")
        before = used(pid)
        load.stdin.write(b"go\n")
        said = json.loads(await load.stdout.readline())
        server = used(pid) - before
    finally:
        if load.returncode is None:
            load.kill()  # it has said all that it had to
        await load.wait()
    calls = said["calls"]
    return Took(said["cpu"] / calls * 1e6, server / calls * 1e6, said["p50"], said["p99"], calls / said["wall"])


class Place(NamedTuple):
    """A service with what its callers need."""

    service: Served
    told: Told
    voters: Sequence[str]

    def of(self, kind: str, callers: int = CALLERS, calls: int = CALLS, warm: int = WARM) -> Told:
        """What callers are told."""
        tokens = {"ballot": self.voters}.get(kind, self.told.tokens)
        return self.told._replace(
            kind=kind, callers=callers, calls=calls, warm=warm, run=secrets.token_hex(4), tokens=list(tokens)
        )

    async def funds(self) -> int:
        """How many there are."""
        asked = api.ListFundsRequest(parent=self.told.mission, page_size=1)
        reply = await self.service.target.call("ListFunds", asked)
        return int(reply.message.total_size)

    async def measured(self, kind: str, **how: int) -> Took:
        """Calls of a kind."""
        return await measured(self.of(kind, **how), self.service.pid)


@asynccontextmanager
async def place(folder: Path, settings: str = "", environ: Mapping[str, str] | None = None) -> AsyncIterator[Place]:
    """A service with a mission that is real, a round that takes ballots, and a few funds."""
    folder.mkdir()
    async with served(folder, settings=settings, environ=environ) as service:
        mission = service.mission("real")
        await service.start()
        await mission.heard()
        town = Town(mission)
        fund = await town.fund(100_000_000)
        round_ = await town.round(
            fund.name, applications_until=mission.time(seconds=4), closes_at=mission.time(hours=20)
        )
        choices = [(await town.apply(round_.name, number)).name for number in range(1, 4)]
        await asyncio.sleep(5)
        told = Told(
            service.setup.target,
            "",
            mission.name,
            round_.name,
            choices,
            [fund.name],
            [mission.token("rita")],
            "",
            1,
            1,
            1,
        )
        yield Place(service, told, [mission.token(one) for one in VOTERS])


@asynccontextmanager
async def echoing() -> AsyncIterator[tuple[Told, int]]:
    """The peer."""
    address = f"127.0.0.1:{free_ports(1)[0]}"
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bench.service_echo", address)
    try:
        await asyncio.sleep(1.5)
        yield Told(address, "echo", "", "", [], [], [], "", CALLERS, CALLS, WARM), server.pid
    finally:
        server.terminate()
        await server.wait()


@asynccontextmanager
async def collecting() -> AsyncIterator[dict[str, str]]:
    """Takes traces and metrics as a collector does, and drops them; the variables that send them there."""

    async def take(request: bytes, context: Any) -> bytes:
        return b""

    server = grpc.aio.server()
    for kind in ("trace.v1.Trace", "metrics.v1.Metrics"):
        export: dict[str, Any] = {"Export": grpc.unary_unary_rpc_method_handler(take)}
        name = f"opentelemetry.proto.collector.{kind}Service"
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(name, export),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield {
        "OSI_TELEMETRY__ENABLED": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_METRIC_EXPORT_INTERVAL": "1000",
    }
    await server.stop(0)


def middle(turns: Sequence[Took]) -> Took:
    """The median of each figure."""
    return Took(*(median(figure) for figure in zip(*turns, strict=True)))


def told(name: str, took: Took, echo: Took, bar: float | None = None) -> None:
    """One line of the table."""
    ratio = took.both / echo.both
    verdict = "" if bar is None else f"   bar {bar:.2f}: {'held' if ratio <= bar else 'missed'}"
    print(
        f"{name:<38}{took.client:>9.0f}{took.server:>9.0f}{took.both:>9.0f}{ratio:>8.2f}{took.rate:>9.0f}{verdict}",
        flush=True,
    )


async def costs(folder: Path) -> None:
    """Processor time a call at 64 callers."""
    async with AsyncExitStack() as ends:
        echo, pid = await ends.enter_async_context(echoing())
        collector = await ends.enter_async_context(collecting())
        some = collector | {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.1"}
        plain = await ends.enter_async_context(place(folder / "plain"))
        traced = await ends.enter_async_context(place(folder / "traced", environ=collector))
        sampled = await ends.enter_async_context(place(folder / "sampled", environ=some))
        turns: dict[str, list[Took]] = {}
        for _ in range(TURNS):
            for name, work in (
                ("empty echo", measured(echo, pid)),
                ("CreateFund", plain.measured("fund")),
                ("CastGrantBallot", plain.measured("ballot")),
                ("CreateFund, all traced", traced.measured("fund")),
                ("CastGrantBallot, all traced", traced.measured("ballot")),
                ("CreateFund, every tenth traced", sampled.measured("fund")),
                ("CastGrantBallot, every tenth traced", sampled.measured("ballot")),
                ("reads, nine GetFund to one ListFunds", plain.measured("read")),
            ):
                turns.setdefault(name, []).append(await work)
        print(
            f"{'µs of processor time a call, 64 callers':<38}"
            f"{'client':>9}{'server':>9}{'both':>9}{'× echo':>8}{'calls/s':>9}"
        )
        base = middle(turns["empty echo"])
        for name, took in turns.items():
            bar = RECORDED if "traced" in name else DURABLE
            told(name, middle(took), base, bar if name.startswith("C") else None)


def synced(folder: Path) -> float:
    """Seconds that it takes there to write 4 KiB into a file that is long enough, and to sync it, as SQLite does."""
    took = []
    with (folder / "synced").open("w+b", buffering=0) as file:
        file.write(bytes(2**20))
        os.fsync(file.fileno())
        for number in range(200):
            file.seek(4096 * number)
            began = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return median(took)


async def latencies(folder: Path) -> None:
    """One caller; and readers beside writers."""
    async with place(folder / "alone") as alone:
        sync = synced(folder)
        print(f"\none caller, one fsync being {sync * 1e3:.2f} ms (median)")
        for kind in ("fund", "ballot"):
            took = await alone.measured(kind, callers=1, calls=200, warm=20)
            sync = median((sync, synced(folder)))
            print(
                f"  {kind:<10} p50 {took.p50 * 1e3:6.2f} ms = {took.p50 / sync:.2f} × fsync, "
                f"p99 {took.p99 * 1e3:6.2f} ms"
            )
        quiet = await alone.measured("read", callers=4, calls=2_000, warm=200)
        writers = asyncio.create_task(alone.measured("fund", calls=1_000_000))
        await asyncio.sleep(4)
        funds, began = await alone.funds(), time.perf_counter()
        busy = await alone.measured("read", callers=4, calls=1_000, warm=100)
        written = (await alone.funds() - funds) / (time.perf_counter() - began)
        assert not writers.done(), "the writers have ended"
        writers.cancel()
        await asyncio.gather(writers, return_exceptions=True)
        print(f"reads by 4 callers: p50 {quiet.p50 * 1e3:.2f} ms, p99 {quiet.p99 * 1e3:.2f} ms")
        print(
            f"while 64 callers write {written:.0f}/s: p50 {busy.p50 * 1e3:.2f} ms, p99 {busy.p99 * 1e3:.2f} ms   "
            f"bar 20 ms: {'held' if busy.p99 < 0.02 else 'missed'}",
            flush=True,
        )


async def run() -> None:
    """Prints all tables."""
    with tempfile.TemporaryDirectory() as place_:
        await costs(Path(place_))
        await latencies(Path(place_))


def main() -> None:
    """Prints all tables."""
    asyncio.run(run())
    service_parts.main()


if __name__ == "__main__":
    main()
