"""What it costs to say and hear an event over NATS, how soon it is heard, and how fast a late service catches up.

Processor time is that of this process, in which both services run; the NATS server is another one. Beside it stands
what the same bytes cost with nats-py alone, and what hearing costs without a bus. `make bench BENCH_ARGS=bus`.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles

import uvloop

from osi_core.domain import Recorded, Refused, Service
from osi_core.hearing.commands import TakeUpMessage
from osi_core.log.heard import PublicEntry
from osi_core.log.sql import SqlStore
from osi_core.plugins import hookimpl
from osi_core.process import OPERATOR, Engine, Request, share_of
from osi_runtime.bus.messages import written
from osi_runtime.bus.settings import BusSettings
from osi_runtime.bus.stream import connected
from services.runtime.tests.bus.conftest import Broker, BusTown
from services.runtime.tests.peers.conftest import Stores, Town

EVENTS, BEHIND, PER_SECOND, SECONDS = 20_000, 100_000, 1_000, 10
GROUP = 20
"""Events that become durable at once, as a writer's groups are under such a load."""
BAR_MS, BAR_RATE = 250.0, 10_000.0
AS_SET = {
    one: BusSettings.model_fields[one].default
    for one in ("window_events", "batch_events", "heartbeat_seconds", "answer_seconds")
}
_SQLITE = {Service.PARTICIPATION: "sqlite", Service.FUNDING: "sqlite"}


@asynccontextmanager
async def bus_town() -> AsyncIterator[BusTown]:
    """A participation and a funding over SQLite files, which take part in a mission and do not speak yet."""
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker(Path(folder) / "nats")
        broker.start()
        stores = Stores(Path(folder), _SQLITE)
        town = BusTown(Town(stores), broker)
        try:
            await town.town.begin(head_seconds=0.5, retry_most_seconds=10)
            town.town.create()
            await _until(town.all_heard)
            yield town
        finally:
            await town.end()
            stores.close()
            broker.kill()


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.05)  # what is asked costs something too


async def costs() -> None:
    """Microseconds of processor an event: relay, consumer with hearing, hearing alone, nats-py alone."""
    async with bus_town() as town:
        await town.town.participation.door.close()
        town.join(EVENTS, 0)
        entries = town.town.participation.engine.told("m")
        relayed = await _cost(len(entries), town.participation.begin(**AS_SET), lambda: _relayed(town) >= len(entries))
        await town.participation.end()
        before = town.town.funding.heard("participation-1")
        heard = await _cost(EVENTS, town.funding.begin(**AS_SET), lambda: _heard(town) >= entries[-1].position)
        bare = await _bare(town.broker, entries[-EVENTS:])
        alone = await asyncio.to_thread(_hearing, [*entries], before)
    of = f"{relayed / bare:.1f} of nats-py's publish alone, {bare:.1f}"
    print(f"relay                      {relayed:6.1f} µs an event   ({of})")
    print(f"consumer, and hearing      {heard:6.1f} µs an event   ({heard / alone:.1f} of hearing alone, {alone:.1f})")


def _relayed(town: BusTown) -> int:
    return town.participation.bus.relay.published


def _heard(town: BusTown) -> int:
    return town.town.funding.heard("participation-1")


async def _cost(count: int, begin: Awaitable[None], done: Callable[[], bool]) -> float:
    began = time.process_time()
    await begin
    await _until(done)
    return (time.process_time() - began) / count * 1e6


async def _bare(broker: Broker, entries: Sequence[PublicEntry]) -> float:
    """The same messages, made beforehand, published by nats-py in windows of the same size."""
    messages = [written(one, Service.FUNDING, None) for one in entries]
    settings = BusSettings(servers=(broker.address,))
    async with connected(settings, "bench") as connection:
        began = time.process_time()
        for start in range(0, len(messages), settings.window_events):
            some = messages[start : start + settings.window_events]
            futures = [
                await connection.stream.publish_async(one.subject, one.data, headers=one.headers) for one in some
            ]
            await asyncio.gather(*futures)
        return (time.process_time() - began) / len(messages) * 1e6


def _hearing(entries: list[PublicEntry], known: int) -> float:
    """What a writer's groups cost that hear the same, in another store."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.create(str(Path(folder) / "funding.db"))
        engine = Engine(store, share=share_of("funding"), chain="funding-1")
        engine.hear([one for one in entries if one.position <= known])
        rest = [one for one in entries if one.position > known]
        began = time.process_time()
        for start in range(0, len(rest), 128):
            engine.hear(rest[start : start + 128])
        used = time.process_time() - began
        store.close()
    return used / len(rest) * 1e6


class _Times:
    """When each event was durable where it happened, and where it was heard."""

    def __init__(self, town: BusTown) -> None:
        self.said: dict[int, float] = {}
        self.heard: dict[int, float] = {}
        town.town.participation.engine.plugins.register(self, name="times", distribution="bench")
        peers = town.town.funding.peers
        take = peers.take

        async def taken(service: Service, mission: str, chain: str, entries: Sequence[PublicEntry]) -> None:
            await take(service, mission, chain, entries)
            now = time.perf_counter()
            self.heard.update(dict.fromkeys((one.position for one in entries), now))

        peers.take = taken  # type: ignore[method-assign]

    @hookimpl
    def osi_event_recorded(self, event: Recorded) -> None:
        self.said[event.position] = time.perf_counter()

    def between(self) -> list[float]:
        """Milliseconds of each that was both."""
        return [(self.heard[at] - said) * 1e3 for at, said in self.said.items() if at in self.heard]


async def latency() -> None:
    """How soon an event is in a foreign projection, at so many a second."""
    async with bus_town() as town:
        times = _Times(town)
        await town.participation.begin(**AS_SET)
        await town.funding.begin(**AS_SET)
        await town.town.participation.door.close()
        began = time.perf_counter()
        for number in range(PER_SECOND * SECONDS // GROUP):
            await asyncio.to_thread(town.join, GROUP, number * GROUP)
            await asyncio.sleep(max(0.0, began + (number + 1) * GROUP / PER_SECOND - time.perf_counter()))
        rate = PER_SECOND * SECONDS / (time.perf_counter() - began)
        await _until(town.all_heard)
        between = times.between()
    p99 = quantiles(between, n=100)[-1]
    verdict = "within" if p99 <= BAR_MS else "beyond"
    print(
        f"event to projection        p50 {median(between):.1f} ms, p99 {p99:.1f} ms, most {max(between):.1f} ms "
        f"of {len(between)} at {rate:,.0f}/s   ({verdict} {BAR_MS:g} ms)"
    )


async def catching_up() -> None:
    """A service that is far behind, and is asked things meanwhile."""
    async with bus_town() as town:
        await town.town.participation.door.close()
        town.join(BEHIND, 0)
        await town.participation.begin(**AS_SET)
        await _until(lambda: _relayed(town) >= BEHIND)
        await town.participation.end()
        waits: list[float] = []
        last = town.told()[-1][0]
        asking = asyncio.create_task(_asks(town, waits))
        began, used = time.perf_counter(), time.process_time()
        await town.funding.begin(**AS_SET)
        await _until(lambda: _heard(town) >= last)
        seconds, used = time.perf_counter() - began, time.process_time() - used
        asking.cancel()
        assert town.heard() == town.told()
    rate = BEHIND / seconds
    verdict = "at least" if rate >= BAR_RATE else "below"
    asked = f"{len(waits)} commands answered meanwhile, p99 {quantiles(waits, n=100)[-1]:.0f} ms"
    print(
        f"{BEHIND:,} events behind     {rate:,.0f}/s ({verdict} {BAR_RATE:,.0f}/s), "
        f"{used / BEHIND * 1e6:.1f} µs of processor an event; {asked}"
    )


async def _asks(town: BusTown, waits: list[float]) -> None:
    """Commands one after the other, which are judged and refused: they wait for their group like any."""
    writer, command = town.town.funding.writer, TakeUpMessage(mission="m", chain="participation-1", position=1)
    while True:
        began = time.perf_counter()
        answer = await asyncio.gather(
            asyncio.wrap_future(writer.submit(Request(command, OPERATOR))), return_exceptions=True
        )
        assert isinstance(answer[0], Refused)
        waits.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.01)


def main() -> None:
    """All three."""
    for part in (costs, latency, catching_up):
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as a service does
            runner.run(part())
