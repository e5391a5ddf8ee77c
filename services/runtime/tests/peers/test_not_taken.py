"""Messages that the store does not take: while it is away all wait, and one that it never takes is parked alone."""

from __future__ import annotations

import asyncio

from osi_core.hearing.facts import Parked
from osi_core.log.heard import PublicEntry
from osi_core.log.store import StoreBusy, StoreError
from osi_runtime.peers.hearing import ATTEMPTS, NOT_KEPT


class Failing:
    """Stands before an engine, and raises the store's error for a group in which something is that must not be."""

    def __init__(self, engine, fails):
        self.tried, self._take, self._fails = 0, engine.take, fails
        engine.take = self

    def __call__(self, given):
        if any(self._fails(one) for one in given):
            self.tried += 1
            raise StoreBusy("store.locked", store="funding.db", said="locked")
        return self._take(given)


def parked(service):
    return {(row.position, row.reason) for row in service.engine.memory("m").rows[Parked].values()}


def test_a_message_that_the_store_never_takes_waits_for_the_operator_and_holds_up_no_other(town, wait):
    async def play():
        await town.begin()
        town.create()
        await wait(lambda: town.funding.has_heard(town.participation))
        bad = town.participation.engine.told("m")[-1].position + 8
        failing = Failing(town.funding.engine, lambda one: isinstance(one, PublicEntry) and one.position == bad)
        town.join(20)
        await wait(lambda: town.funding.has_heard(town.participation))
        assert parked(town.funding) == {(bad, NOT_KEPT)}
        assert failing.tried == ATTEMPTS + 1, "it was tried as often as is to be borne, and once alone"
        await wait(lambda: town.funding.peers.parked == 1)
        town.join(1, start=20)
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.end()

    asyncio.run(play())


def test_a_store_that_is_away_for_long_parks_nothing(town, wait):
    async def play():
        await town.begin()
        town.create()
        await wait(lambda: town.funding.has_heard(town.participation))
        away = True
        failing = Failing(town.funding.engine, lambda _: away)
        town.join(20)
        await wait(lambda: failing.tried > 3 * ATTEMPTS)
        assert [one.code for one in town.funding.peers.problems()] == ["peers.stopped-store"]
        away = False
        await wait(lambda: town.funding.has_heard(town.participation))
        assert parked(town.funding) == set()
        await town.end()

    asyncio.run(play())


def test_a_store_that_cannot_be_read_for_a_while_is_asked_again(town, wait):
    async def play():
        await town.begin()
        town.create()
        await wait(lambda: town.funding.has_heard(town.participation))
        read, failed = town.funding.store.heard_heads, 0

        def heads(mission):
            nonlocal failed
            failed += 1
            raise StoreError("store.failed", store="funding.db", said="away")

        town.funding.store.heard_heads = heads
        town.funding.peers.carried(True)  # its stream ends with the next word
        town.join(1)
        await wait(lambda: failed > 2)
        assert [one.code for one in town.funding.peers.problems()] == ["peers.stopped-store"]
        town.funding.store.heard_heads = read
        town.funding.peers.carried(False)
        town.join(1, start=1)
        await wait(lambda: town.funding.has_heard(town.participation))
        await town.end()

    asyncio.run(play())


def test_whoever_runs_the_missions_hears_again_when_its_store_can_be_read_again(town, wait):
    async def play():
        await town.both_ways()
        town.create()
        await wait(lambda: town.participation.heard("funding-1"))
        engine, failed = town.participation.engine, 0
        read = engine.memory

        def memory(mission):
            nonlocal failed
            failed += 1
            raise StoreError("store.failed", store="participation.db", said="away")

        engine.memory = memory
        await wait(lambda: failed > 5)
        engine.memory = read
        town.create("n")
        await wait(lambda: town.participation.store.heard_heads("n").get("funding-1"))
        await town.end()

    asyncio.run(play())


def test_a_stream_ends_where_a_bus_brings_what_it_brought_and_begins_again_where_none_does(town, wait):
    async def play():
        await town.begin()
        town.create()
        await wait(lambda: town.participation.plain.followed == 1)
        town.funding.peers.carried(True)
        await wait(lambda: town.participation.plain.followed == 0)
        town.join(3)
        await wait(lambda: town.funding.has_heard(town.participation))
        town.funding.peers.carried(False)
        await wait(lambda: town.participation.plain.followed == 1)
        await town.end()

    asyncio.run(play())
